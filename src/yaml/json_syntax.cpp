// What is wrong with a text that is no JSON, and where.
#include "json_syntax.hpp"

#include "position.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace headway::inline v0::yaml {
namespace {

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

}  // namespace

Diagnostic json_syntax_error(const std::shared_ptr<const Source>& source, std::size_t offset,
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

}  // namespace headway::inline v0::yaml
