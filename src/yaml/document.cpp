// Document: which reader a text goes to, and the spans of its elements.
#include "document.hpp"

#include "position.hpp"
#include "text_check.hpp"

#include <limits>

namespace headway::inline v0::yaml {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t json_padding = 64;  // bytes simdjson may read past the end

std::shared_ptr<const Source> keep(std::string_view text, std::string_view name) {
  auto source = std::make_shared<Source>();
  source->name = name;
  source->text.reserve(text.size() + json_padding);
  source->text = text;
  return source;
}

}  // namespace

SourceSpan Document::span(const Element& element) const {
  std::uint32_t length = 0;
  auto text = element.text();
  const char* place = source_->text.data() + element.offset;
  if (!text.empty() && text.data() == place) {
    length = static_cast<std::uint32_t>(code_points(text));
  } else if (text.data() == place + 1 && text.data()[text.size()] == *place) {  // in quotes
    length = static_cast<std::uint32_t>(code_points(text)) + 2;
  }
  return {source_, element.line, element.column, length};
}

bool looks_like_json(std::string_view text, std::string_view name) {
  if (name.ends_with(".json")) return true;
  auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '{') return false;
  auto next = text.find_first_not_of(" \t\r\n", first + 1);
  return next != std::string_view::npos && (text[next] == '"' || text[next] == '}');
}

std::optional<Document> parse(std::string_view text, std::string_view name, Diagnostics& found) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  bool json = looks_like_json(text, name);
  if (!check_size(text.size(), json ? Syntax::json : Syntax::yaml, name, found)) return {};
  auto source = keep(text, name);
  if (!check_text(source, found)) return {};
  return json ? parse_json(source, found) : parse_yaml(source, found);
}

std::optional<Document> parse_canonical(std::string_view text, std::string_view name,
                                        Diagnostics& found) {
  constexpr auto any = std::numeric_limits<std::uint32_t>::max();
  auto source = keep(text, name);
  if (!check_text(source, found)) return {};
  return parse_yaml(source, found, any);
}

}  // namespace headway::inline v0::yaml
