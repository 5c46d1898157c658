// Draft: layout, the only place that knows about columns and indentation.
#include "draft.hpp"

#include "document.hpp"
#include "quoting.hpp"

#include <headway/base/invalid_pipeline.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <variant>

namespace headway::inline v0::yaml {
namespace {

constexpr std::size_t width = 100;
constexpr std::size_t indentation = 2;

[[noreturn]] void refuse(std::string code, std::string what) {
  Diagnostics found;
  found.add({.code = std::move(code), .message = "no pipeline file can hold " + std::move(what)});
  throw InvalidPipeline(std::move(found));
}

/// What the reader would not take back.
void check_writable(const Draft& draft, std::size_t level = 0) {
  const auto check_text = [](const std::string& text) {
    if (text.find('\0') == std::string::npos) return;
    refuse("control-character", "a text with the character U+0000");
  };
  check_text(draft.word);
  if (!draft.is_scalar() && level >= deepest_level) refuse("too-deep", "values nested so deep");
  for (const auto& [key, part] : draft.parts) {
    check_text(key);
    check_writable(part, level + 1);
  }
}

/// The shortest digits that read back equal, marked as a float for YAML 1.1 readers too.
std::string float_word(double value) {
  if (!is_finite(Value(value))) refuse("wrong-type", "a number that is not finite");
  char digits[32];
  auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  std::string word(digits, end);
  auto exponent = word.find('e');
  if (word.find('.') == std::string::npos) {
    word.insert(exponent == std::string::npos ? word.size() : exponent, ".0");
  }
  return word;
}

struct Drafter {
  Draft operator()(std::monostate /*null*/) const { return Draft::of_word("null"); }
  Draft operator()(bool value) const { return Draft::of_word(value ? "true" : "false"); }
  Draft operator()(std::int64_t value) const { return Draft::of_word(std::to_string(value)); }
  Draft operator()(double value) const { return Draft::of_word(float_word(value)); }
  Draft operator()(const std::string& value) const { return Draft::of_text(value); }
  Draft operator()(const Value::List& values) const {
    auto draft = Draft::list();
    for (const auto& value : values) draft.item(Draft::of_value(value));
    return draft;
  }
  Draft operator()(const Value::Map& values) const {
    auto draft = Draft::map();
    for (const auto& [key, value] : values) draft.entry(key, Draft::of_value(value));
    return draft;
  }
  Draft operator()(const Artifact& artifact) const {
    return Draft::map()
        .entry("path", Draft::of_text(artifact.path))
        .entry("digest", Draft::of_text(artifact.digest));
  }
};

/// The draft on one line if it wants to be there and is no longer than `room`.
std::optional<std::string> one_line(const Draft& draft, std::size_t room, Surroundings where) {
  if (draft.kind == Draft::Kind::word) return draft.word;
  if (draft.kind == Draft::Kind::text) {
    if (where == Surroundings::block && fits_literal(draft.word)) return {};
    if (where == Surroundings::flow && draft.word.find('\n') != std::string::npos) return {};
    return quoted(draft.word, where);
  }
  bool list = draft.kind == Draft::Kind::list;
  if (draft.layout != Draft::Layout::compact && !draft.parts.empty()) return {};
  std::string line(1, list ? '[' : '{');
  for (const auto& [key, part] : draft.parts) {
    if (line.size() > 1) line += ", ";
    if (!list) line += quoted(key, Surroundings::flow) + ": ";
    auto inner = one_line(part, room, Surroundings::flow);
    if (!inner) return {};
    line += *inner;
    if (line.size() >= room) return {};
  }
  return line + (list ? ']' : '}');
}

class Writer {
 public:
  std::string write(const Draft& document) {
    entries(document, 0);
    return std::move(out_);
  }

 private:
  void entries(const Draft& draft, std::size_t level) {
    bool first = true;
    for (const auto& [key, part] : draft.parts) {
      auto line = one_line(part, room(level, key), Surroundings::block);
      bool paragraph = draft.layout == Draft::Layout::spaced && !line;
      if (!first && (paragraph || after_paragraph_)) out_ += '\n';
      after_paragraph_ = false;
      first = false;
      begin_line(level);
      if (draft.kind == Draft::Kind::list) {
        out_ += '-';
      } else {
        out_ += quoted(key, Surroundings::flow) + ':';
      }
      value(part, line, level);
      after_paragraph_ = paragraph;
    }
  }

  void value(const Draft& draft, const std::optional<std::string>& line, std::size_t level) {
    if (line) {
      out_ += ' ' + *line + '\n';
    } else if (draft.kind == Draft::Kind::text) {
      literal(draft.word, level + 1);
    } else {
      if (out_.back() == '-') {
        out_ += ' ';  // the first entry of an item stands beside its dash
        line_begun_ = true;
      } else {
        out_ += '\n';
      }
      entries(draft, level + 1);
    }
  }

  void begin_line(std::size_t level) {
    if (!line_begun_) out_.append(level * indentation, ' ');
    line_begun_ = false;
  }

  void literal(std::string_view text, std::size_t level) {
    out_ += text.ends_with('\n') ? " |\n" : " |-\n";
    while (!text.empty()) {
      auto line = text.substr(0, text.find('\n'));
      if (!line.empty()) out_.append(level * indentation, ' ').append(line);
      out_ += '\n';
      text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
  }

  static std::size_t room(std::size_t level, const std::string& key) {
    auto taken = level * indentation + key.size() + 2;
    return taken < width ? width - taken : 1;
  }

  std::string out_;
  bool after_paragraph_ = false;
  bool line_begun_ = false;
};

}  // namespace

Draft Draft::of_value(const Value& value) { return std::visit(Drafter{}, value.data()); }

std::string write(const Draft& document) {
  check_writable(document);
  return Writer().write(document);
}

}  // namespace headway::inline v0::yaml
