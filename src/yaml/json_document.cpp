// parse_json: simdjson's on-demand reader, with the place of every value, becomes a document.
#include "document_builder.hpp"
#include "position.hpp"

#include <simdjson.h>

#include <array>
#include <cstring>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0::yaml {
namespace {

namespace ondemand = simdjson::ondemand;

/// Leaves the recursion; the finding is already noted.
struct Refused {};

/// Whether a token is a number as RFC 8259 writes it; on-demand reading leaves that to us.
bool is_number(std::string_view token) {
  auto digits = [&] {
    auto count = std::min(token.find_first_not_of("0123456789"), token.size());
    token.remove_prefix(count);
    return count;
  };
  if (token.starts_with('-')) token.remove_prefix(1);
  bool zero = token.starts_with('0');
  auto whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (token.starts_with('.')) {
    token.remove_prefix(1);
    if (digits() == 0) return false;
  }
  if (token.starts_with('e') || token.starts_with('E')) {
    token.remove_prefix(1);
    if (token.starts_with('+') || token.starts_with('-')) token.remove_prefix(1);
    if (digits() == 0) return false;
  }
  return token.empty();
}

class Reader {
 public:
  explicit Reader(DocumentBuilder& builder)
      : builder_(builder), text_(builder.source()->text), positions_(text_) {}

  void read(ondemand::document& document) {
    switch (document.type()) {
      case ondemand::json_type::object: object(document.get_object(), place(first())); break;
      case ondemand::json_type::array: array(document.get_array(), place(first())); break;
      case ondemand::json_type::string: root_string(document); break;
      default: return root_word(document.raw_json_token());
    }
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
      throw simdjson::simdjson_error(simdjson::TRAILING_CONTENT);
    }
  }

  [[nodiscard]] std::size_t last_offset() const { return last_offset_; }

 private:
  [[nodiscard]] const char* first() const {
    return text_.data() + std::min(text_.find_first_not_of(" \t\r\n"), text_.size());
  }

  Element place(const char* at) {
    Element element;
    last_offset_ = static_cast<std::size_t>(at - text_.data());
    element.offset = static_cast<std::uint32_t>(last_offset_);
    auto position = positions_.at(element.offset);
    element.line = position.line;
    element.column = position.column;
    if (++elements_ > most_json_elements) {
      refuse(element, "too-many-elements", "the file holds more than 64,000,000 values");
    }
    return element;
  }

  void value(ondemand::value value) {
    switch (value.type()) {
      case ondemand::json_type::object: {
        auto at = value.raw_json_token();
        return object(value.get_object(), place(at.data()));
      }
      case ondemand::json_type::array: {
        auto at = value.raw_json_token();
        return array(value.get_array(), place(at.data()));
      }
      case ondemand::json_type::string: return string(value);
      default: scalar(value.raw_json_token());
    }
  }

  void root_string(ondemand::document& document) {
    Element element = place(first());
    element.kind = Kind::scalar;
    element.style = Style::double_quoted;
    element.set_text(builder_.keep(document.get_string()));
    builder_.add(element);
  }

  void root_word(std::string_view token) {
    bool last = token.data() + token.size() >= text_.data() + text_.size();
    if (!last) throw simdjson::simdjson_error(simdjson::TRAILING_CONTENT);
    scalar(token);
  }

  void object(ondemand::object object, Element element) {
    element.kind = Kind::map;
    open(element);
    for (auto entry : object) {
      ondemand::field field;
      if (auto error = std::move(entry).get(field)) throw simdjson::simdjson_error(error);
      key(field);
      value(field.value());
    }
    builder_.close();
  }

  void array(ondemand::array array, Element element) {
    element.kind = Kind::list;
    open(element);
    for (auto item : array) value(item.value());
    builder_.close();
  }

  void key(ondemand::field& field) {
    const char* content = field.key().raw();
    Element element = place(content - 1);
    element.kind = Kind::scalar;
    element.style = Style::double_quoted;
    const auto* quote = static_cast<const char*>(std::memchr(content, '"', left(content)));
    std::string_view raw(content, static_cast<std::size_t>(quote - content));
    bool plain = raw.find('\\') == std::string_view::npos;
    element.set_text(plain ? raw : builder_.keep(field.unescaped_key().value()));
    builder_.add(element);
  }

  void string(ondemand::value value) {
    std::string_view token = value.raw_json_token();
    Element element = place(token.data());
    element.kind = Kind::scalar;
    element.style = Style::double_quoted;
    if (std::memchr(token.data(), '\\', token.size()) != nullptr) {
      element.set_text(builder_.keep(value.get_string()));
    } else {
      auto end = token.find('"', 1);
      if (end == std::string_view::npos) throw simdjson::simdjson_error(simdjson::STRING_ERROR);
      element.set_text(token.substr(1, end - 1));
      check_rest(token.substr(end + 1));
    }
    builder_.add(element);
  }

  void scalar(std::string_view token) {
    Element element = place(token.data());
    token = token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
    element.set_text(token);
    element.kind = token == "null" ? Kind::null : Kind::scalar;
    bool known = token == "null" || token == "true" || token == "false" || is_number(token);
    if (!known) throw simdjson::simdjson_error(simdjson::TAPE_ERROR);
    builder_.add(element);
  }

  /// Only space may follow a value before the next comma or bracket.
  static void check_rest(std::string_view rest) {
    if (rest.find_first_not_of(" \t\r\n") != std::string_view::npos) {
      throw simdjson::simdjson_error(simdjson::TAPE_ERROR);
    }
  }

  void open(const Element& element) {
    if (builder_.depth() >= deepest_level) {
      refuse(element, "too-deep", "the file is nested deeper than 64 levels");
    }
    builder_.open(element);
  }

  [[nodiscard]] std::size_t left(const char* at) const {
    return static_cast<std::size_t>(text_.data() + text_.size() - at);
  }

  [[noreturn]] void refuse(const Element& at, const char* code, const char* message) {
    builder_.found().add({.code = code, .message = message, .span = builder_.span(at)});
    throw Refused{};
  }

  DocumentBuilder& builder_;
  std::string_view text_;
  Positions positions_;
  std::size_t last_offset_ = 0;
  std::uint32_t elements_ = 0;
};

struct Slip {
  simdjson::error_code error;
  std::size_t offset;
};

/// The end of the string that begins at `at`, or what is wrong with it.
std::variant<std::size_t, Slip> end_of_string(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '"') return i;
    if (text[i] == '\\') ++i;
    if (i >= text.size()) break;
    if (text[i] == '\n' || text[i] == '\r') return Slip{simdjson::UNCLOSED_STRING, at};
    if (static_cast<unsigned char>(text[i]) < ' ') return Slip{simdjson::UNESCAPED_CHARS, i};
  }
  return Slip{simdjson::UNCLOSED_STRING, at};
}

/// The first string or bracket that is not closed, or the text after the document: simdjson looks
/// for them in the whole of a text at once, and says no place.
std::optional<Slip> first_slip(std::string_view text) {
  std::vector<std::size_t> open;
  for (std::size_t i = text.find_first_not_of(" \t\r\n"); i < text.size(); ++i) {
    if (text[i] == '"') {
      const auto end = end_of_string(text, i);
      if (const auto* slip = std::get_if<Slip>(&end)) return *slip;
      i = std::get<std::size_t>(end);
    } else if (text[i] == '{' || text[i] == '[') {
      open.push_back(i);
    } else if (open.empty()) {
      return {};
    } else if (text[i] == '}' || text[i] == ']') {
      const bool fits = (text[open.back()] == '{') == (text[i] == '}');
      if (!fits) break;
      open.pop_back();
    }
    if (!open.empty()) continue;
    const auto next = text.find_first_not_of(" \t\r\n", i + 1);
    if (next == std::string_view::npos) return {};
    return Slip{simdjson::TRAILING_CONTENT, next};
  }
  if (open.empty()) return {};
  return Slip{simdjson::INCOMPLETE_ARRAY_OR_OBJECT, open.back()};
}

/// Whether simdjson says this of a whole text.
bool has_no_place(simdjson::error_code error) {
  return error == simdjson::UNCLOSED_STRING || error == simdjson::UNESCAPED_CHARS ||
         error == simdjson::INCOMPLETE_ARRAY_OR_OBJECT;
}

std::string_view reason(simdjson::error_code error, std::string_view rest) {
  auto next = rest.find_first_not_of(" \t\r\n");
  bool ends = next == std::string_view::npos;
  bool comment = !ends && (rest[next] == '/' || rest[next] == '#');
  switch (error) {
    case simdjson::UNCLOSED_STRING: return "a string is not closed on its line";
    case simdjson::STRING_ERROR: return "an escape in this string is not one of JSON's";
    case simdjson::UNESCAPED_CHARS: return "a string holds a control character";
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT: return "a bracket is not closed";
    case simdjson::TRAILING_CONTENT: return "the document has ended, and here is more text";
    case simdjson::EMPTY: return "the file is empty";
    default: break;
  }
  if (ends) return "the file ends before its brackets are closed";
  return comment ? "JSON has no comments" : "this is not JSON";
}

Diagnostic syntax_error(const std::shared_ptr<const Source>& source, std::size_t offset,
                        simdjson::error_code error) {
  if (const auto slip = has_no_place(error) ? first_slip(source->text) : std::nullopt) {
    offset = slip->offset;
    error = slip->error;
  }
  auto at = Positions(source->text).at(offset);
  return {
      .code = error == simdjson::EMPTY ? "empty-file" : "json-syntax",
      .message = std::string(reason(error, std::string_view(source->text).substr(offset))),
      .span = {source, at.line, at.column, 0},
      .notes = {"JSON has its keys and texts in double quotes, a comma between entries and none "
                "after the last"}};
}

std::size_t error_offset(ondemand::document& document, const Source& source, std::size_t last) {
  const char* at = nullptr;
  if (document.current_location().get(at) != simdjson::SUCCESS) return last;
  auto offset = static_cast<std::size_t>(at - source.text.data());
  return offset <= source.text.size() ? offset : last;
}

}  // namespace

std::optional<Document> parse_json(const std::shared_ptr<const Source>& source,
                                   Diagnostics& found) {
  DocumentBuilder builder(source, found);
  Reader reader(builder);
  ondemand::parser parser;
  ondemand::document document;
  simdjson::padded_string_view text(source->text.data(), source->text.size(),
                                    source->text.capacity());
  if (auto error = parser.iterate(text).get(document)) {
    found.add(syntax_error(source, 0, error));
    return {};
  }
  try {
    reader.read(document);
  } catch (const Refused&) {
    return {};
  } catch (const simdjson::simdjson_error& error) {
    auto offset = error_offset(document, *source, reader.last_offset());
    found.add(syntax_error(source, offset, error.error()));
    return {};
  }
  return builder.finish();
}

}  // namespace headway::inline v0::yaml
