// parse_json: simdjson's on-demand reader, with the place of every value, becomes a document.
#include "document_builder.hpp"
#include "json_syntax.hpp"
#include "position.hpp"

#include <simdjson.h>

#include <array>
#include <cstring>
#include <utility>

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
    found.add(json_syntax_error(source, 0, error));
    return {};
  }
  try {
    reader.read(document);
  } catch (const Refused&) {
    return {};
  } catch (const simdjson::simdjson_error& error) {
    auto offset = error_offset(document, *source, reader.last_offset());
    found.add(json_syntax_error(source, offset, error.error()));
    return {};
  }
  return builder.finish();
}

}  // namespace headway::inline v0::yaml
