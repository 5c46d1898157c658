// parse_yaml: yaml-cpp's events, checked one by one, become a document.
#include "comment.hpp"
#include "document_builder.hpp"
#include "position.hpp"
#include "yaml_syntax.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <istream>
#include <streambuf>
#include <utility>

namespace headway::inline v0::yaml {
namespace {

/// Thrown through yaml-cpp to leave it; the finding is already noted.
struct Refused {};

/// A text as a stream, without a copy of it.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(const std::string& text) {
    char* begin = const_cast<char*>(text.data());  // the get area is only ever read
    setg(begin, begin, begin + text.size());
  }
};

constexpr std::string_view core_prefix = "tag:yaml.org,2002:";
constexpr std::array<std::pair<std::string_view, Tag>, 7> core_tags{{{"str", Tag::string},
                                                                     {"int", Tag::integer},
                                                                     {"float", Tag::floating},
                                                                     {"bool", Tag::boolean},
                                                                     {"null", Tag::none},
                                                                     {"seq", Tag::list},
                                                                     {"map", Tag::map}}};

/// yaml-cpp's tag of what has none and no quotes.
bool is_plain(const std::string& tag) { return tag.size() == 1 && tag.front() == '?'; }

bool all_ascii(std::string_view text) {
  unsigned any = 0;
  for (char c : text) any |= static_cast<unsigned char>(c);
  return any < 0x80;
}

class Events : public YAML::EventHandler {
 public:
  Events(DocumentBuilder& builder, std::uint32_t most_elements)
      : builder_(builder),
        most_elements_(most_elements),
        cut_texts_(builder),
        text_(builder.source()->text),
        positions_(text_),
        is_ascii_(all_ascii(text_)) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (std::exchange(begun_, true)) refuse_second(mark);
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    cut_texts_.null();
    add(place(mark, Kind::null), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Element element = place(mark, Kind::scalar);
    char first = element.offset < text_.size() ? text_[element.offset] : '\0';
    bool quoted = first == '"' || first == '\'';
    element.set_text(as_written(element.offset + (quoted ? 1 : 0), value));
    if (is_plain(tag) && first != '&') {  // the most frequent by far
      cut_texts_.plain(element);
      return add(element, anchor);
    }
    cut_texts_.other();
    element.style = style_of(tag, content_begin(text_, element.offset));
    if (element.style != Style::plain) last_quoted_ = element;
    element.tag = tag_of(tag, element, first);
    add(element, anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, Kind::list);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, Kind::map);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Element alias = place(mark, Kind::null);
    const Element& target = anchors_.at(anchor).element;
    if (anchors_[anchor].open)
      refuse(alias, "alias-cycle", "this alias stands inside of what it names",
             "an alias repeats something finished; it cannot hold itself");
    aliased_ += target.weight();
    if (aliased_ > most_aliased_elements) refuse_bomb(alias);
    if (builder_.depth() + target.height > deepest_level) refuse_depth(alias);
    Element copy = target;
    copy.offset = alias.offset;
    copy.line = alias.line;
    copy.column = alias.column;
    builder_.add(copy);
  }

  /// The last scalar in quotes: the only one the end of the text can have cut off.
  [[nodiscard]] const Element& last_quoted() const { return last_quoted_; }

 private:
  struct Anchor {
    Element element{};
    bool open = false;  // its list or map has not ended yet
  };

  Element place(const YAML::Mark& mark, Kind kind) {
    Element element;
    element.kind = kind;
    element.offset = static_cast<std::uint32_t>(mark.pos < 0 ? 0 : mark.pos);
    auto at = position(mark, element.offset);
    element.line = at.line;
    element.column = at.column;
    if (++elements_ > most_elements_) {
      refuse(element, "too-many-elements", "the file holds more than 1,000,000 values",
             "let tasks fan out with `matrix` instead of writing each one");
    }
    return element;
  }

  /// The text where it stands in the source if it is the same there, else a copy.
  std::string_view as_written(std::size_t offset, const std::string& value) {
    auto written = text_.substr(std::min(offset, text_.size()), value.size());
    return written == value ? written : builder_.keep(value);
  }

  /// yaml-cpp counts columns in bytes, which is right where every character is one.
  Position position(const YAML::Mark& mark, std::uint32_t offset) {
    if (!is_ascii_) return positions_.at(offset);
    return {static_cast<std::uint32_t>(mark.line) + 1, static_cast<std::uint32_t>(mark.column) + 1};
  }

  Style style_of(const std::string& tag, std::size_t begin) const {
    if (is_plain(tag)) return Style::plain;
    switch (begin < text_.size() ? text_[begin] : '\0') {
      case '"': return Style::double_quoted;
      case '\'': return Style::single_quoted;
      case '|': return Style::literal;
      case '>': return Style::folded;
      default: return Style::plain;
    }
  }

  /// The core schema's prefix as people write it.
  static std::string short_tag(const std::string& tag) {
    return tag.starts_with(core_prefix) ? "!!" + tag.substr(core_prefix.size()) : tag;
  }

  Tag tag_of(const std::string& tag, const Element& element, char first) {
    bool none = is_plain(tag) || tag.empty() || (tag == "!" && first != '!' && first != '&') ||
                (tag == "!" && element.style != Style::plain);
    if (none) return Tag::none;
    std::string_view name = tag;
    if (name.starts_with(core_prefix)) {
      name.remove_prefix(core_prefix.size());
      for (const auto& [word, core] : core_tags) {
        if (word == name) return core;
      }
    }
    if (builder_.found().size() >= most_findings) return Tag::none;
    builder_.found().add({.code = "unknown-tag",
                          .message = "the tag `" + short_tag(tag) + "` means nothing here",
                          .span = builder_.span(element),
                          .notes = {"a pipeline file has plain values only; take the tag out",
                                    "text that begins with ! is written in quotes"}});
    return Tag::none;
  }

  void add(const Element& element, YAML::anchor_t anchor) {
    builder_.add(element);
    if (anchor != 0) remember(anchor) = {element, false};
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Kind kind) {
    cut_texts_.other();
    Element element = place(mark, kind);
    if (builder_.depth() >= deepest_level) refuse_depth(element);
    if (!is_plain(tag)) {
      element.tag =
          tag_of(tag, element, element.offset < text_.size() ? text_[element.offset] : '\0');
    }
    builder_.open(element);
    open_anchors_.push_back(anchor);
    if (anchor != 0) remember(anchor) = {element, true};
  }

  void close() {
    Element element = builder_.close();
    auto anchor = open_anchors_.back();
    open_anchors_.pop_back();
    if (anchor != 0) anchors_[anchor] = {element, false};
  }

  Anchor& remember(YAML::anchor_t anchor) {
    if (anchors_.size() <= anchor) anchors_.resize(anchor + 1);
    return anchors_[anchor];
  }

  [[noreturn]] void refuse(const Element& at, std::string code, std::string message,
                           std::string note) {
    builder_.found().add({.code = std::move(code),
                          .message = std::move(message),
                          .span = builder_.span(at),
                          .notes = {std::move(note)}});
    throw Refused{};
  }
  [[noreturn]] void refuse_depth(const Element& at) {
    refuse(at, "too-deep", "the file is nested deeper than 64 levels",
           "no key of a pipeline needs a tenth of that");
  }
  [[noreturn]] void refuse_bomb(const Element& at) {
    refuse(at, "alias-bomb", "the aliases of this file stand for more than 100,000 values",
           "write large repeated parts with `matrix` or `defaults`");
  }
  [[noreturn]] void refuse_second(const YAML::Mark& mark) {
    Element at = place(mark, Kind::null);
    if (text_.substr(at.offset, 3) == "---") {
      refuse(at, "second-document", "a second document begins here",
             "a file holds one pipeline; move the other one to a file of its own");
    }
    refuse(at, "text-after-document", "the document has ended, and here is more text",
           "check the indentation of this line and the brackets before it");
  }

  DocumentBuilder& builder_;
  const std::uint32_t most_elements_;
  CutTexts cut_texts_;
  std::string_view text_;
  Positions positions_;
  bool is_ascii_;
  std::vector<Anchor> anchors_;  // by yaml-cpp's number, from 1
  std::vector<YAML::anchor_t> open_anchors_;
  Element last_quoted_{};
  std::uint64_t aliased_ = 0;   // elements that aliases stand for
  std::uint32_t elements_ = 0;  // without those
  bool begun_ = false;
};

/// One document and nothing after it. The second call only ever finds out that there is more: the
/// handler leaves at its first event, so a text that makes no progress cannot keep us here.
void read_events(const Source& source, Events& events) {
  TextBuffer buffer(source.text);
  std::istream stream(&buffer);
  YAML::Parser parser(stream);
  if (parser.HandleNextDocument(events)) parser.HandleNextDocument(events);
}

}  // namespace

std::optional<Document> parse_yaml(const std::shared_ptr<const Source>& source, Diagnostics& found,
                                   std::uint32_t most_elements) {
  DocumentBuilder builder(source, found);
  Events events(builder, most_elements);
  try {
    read_events(*source, events);
  } catch (const Refused&) {
    return {};
  } catch (const YAML::Exception& error) {
    auto offset = error.mark.is_null() ? 0 : static_cast<std::size_t>(error.mark.pos);
    found.add(explain_syntax(source, offset, error.msg, builder.innermost()));
    return {};
  }
  if (auto cut = unclosed_quote(source, events.last_quoted())) {
    found.add(std::move(*cut));
    return {};
  }
  return builder.finish();
}

}  // namespace headway::inline v0::yaml
