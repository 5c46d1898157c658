// What yaml-cpp's complaints mean to a person.
#include "yaml_syntax.hpp"

#include "position.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace headway::inline v0::yaml {
namespace {

struct Explanation {
  std::string_view complaint;  // yaml-cpp's
  std::string_view message;
  std::string_view note;
};

constexpr std::array explanations{
    Explanation{
        "illegal map value", "a mapping cannot begin here",
        "text that holds \": \" is written in quotes; keys of one mapping begin in one column"},
    Explanation{"illegal map key", "a mapping cannot begin here",
                "text that begins with \"? \" is written in quotes"},
    Explanation{"illegal block entry", "a list cannot begin here",
                "its \"- \" goes to the lines below the key"},
    Explanation{"end of map not found", "this does not belong to the mapping around it",
                "keys of one mapping begin in one column, and a value ends with its line"},
    Explanation{"end of sequence not found", "this does not belong to the list around it",
                "the \"- \" of one list stand in one column"},
    Explanation{"end of map flow not found", "a \"{\" is not closed before this",
                "entries are separated by commas and end with \"}\""},
    Explanation{"end of sequence flow not found", "a \"[\" is not closed before this",
                "items are separated by commas and end with \"]\""},
    Explanation{"illegal flow end", "this bracket closes nothing", "check the brackets before it"},
    Explanation{"unknown escape character", "this escape is not one of YAML's",
                "in double quotes a backslash begins an escape; in single quotes it is a letter"},
    Explanation{"unknown token", "a value cannot begin with this character", "write it in quotes"},
    Explanation{"illegal tab when looking for indentation", "a tab indents this line",
                "YAML is indented with spaces"},
    Explanation{"the referenced anchor is not defined", "this alias names no anchor",
                "an anchor such as &name comes before its alias *name; text that begins with * is "
                "written in quotes"},
    Explanation{"alias not found after *", "a name is missing after the *",
                "text that begins with * is written in quotes"},
    Explanation{"anchor not found after &", "a name is missing after the &",
                "text that begins with & is written in quotes"},
};

std::string_view line_around(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  auto before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  auto begin = before == std::string_view::npos ? 0 : before + 1;
  return text.substr(begin, text.find('\n', offset) - begin);
}

std::size_t offset_of(std::string_view text, std::string_view part) {
  return static_cast<std::size_t>(part.data() - text.data());
}

SourceSpan span_at(const std::shared_ptr<const Source>& source, std::size_t offset) {
  auto at = Positions(source->text).at(offset);
  return {source, at.line, at.column, 0};
}

/// A `${{` that no quote opens before it on its line.
std::size_t unquoted_expression(std::string_view line) {
  char quote = '\0';
  for (std::size_t at = 0; at < line.size(); ++at) {
    char c = line[at];
    if (quote == '\0' && line.substr(at, 3) == "${{") return at;
    if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = '\0';
    }
  }
  return std::string_view::npos;
}

/// Where such an expression stands in the line the complaint is about, or npos.
std::size_t expression_near(std::string_view text, std::size_t offset) {
  auto line = line_around(text, offset);
  auto at = unquoted_expression(line);
  if (at != std::string_view::npos) return offset_of(text, line) + at;
  return std::string_view::npos;
}

bool has_conditional(std::string_view line) {
  auto mark = line.find(" ? ");
  return mark != std::string_view::npos && line.find(" : ", mark) != std::string_view::npos;
}

/// Whether the value of this line begins in quotes and goes on behind them: `when: "a" == b`.
bool goes_on_behind_quotes(std::string_view line, std::size_t at) {
  auto before = line.substr(0, at).find_last_not_of(" \t");
  if (before == std::string_view::npos || at >= line.size()) return false;
  return (line[before] == '"' || line[before] == '\'') && line[at] != '#';
}

bool tab_indents(std::string_view line) {
  return line.substr(0, line.find_first_not_of(" \t")).find('\t') != std::string_view::npos;
}

/// Where a quoted scalar that begins at `at` ends, or npos.
std::size_t closing_quote(std::string_view text, std::size_t at) {
  char quote = text[at];
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || i + 1 >= text.size() || text[i + 1] != quote) return i;
      ++i;
    }
  }
  return std::string_view::npos;
}

Diagnostic unquoted(SourceSpan span, std::string note) {
  return {.code = "unquoted-expression",
          .message = "an expression without quotes breaks the YAML around it",
          .span = std::move(span),
          .notes = {std::move(note)}};
}

}  // namespace

std::size_t content_begin(std::string_view text, std::size_t offset) {
  while (offset < text.size() && (text[offset] == '&' || text[offset] == '!')) {
    auto end = text.find_first_of(" \t\r\n", offset);
    offset = text.find_first_not_of(" \t\r\n", std::min(end, text.size()));
  }
  return std::min(offset, text.size());
}

Diagnostic explain_syntax(const std::shared_ptr<const Source>& source, std::size_t offset,
                          const std::string& complaint, const Element* innermost) {
  std::string_view text = source->text;
  if (auto at = expression_near(text, offset); at != std::string_view::npos) {
    return unquoted(span_at(source, at), "write it in quotes: \"${{ … }}\"");
  }
  auto line = line_around(text, offset);
  if (has_conditional(line)) {
    return unquoted(span_at(source, offset),
                    "text that holds \" ? \" and \" : \" is written in quotes");
  }
  Diagnostic finding{.code = "yaml-syntax", .message = complaint, .span = span_at(source, offset)};
  if (goes_on_behind_quotes(line, offset - offset_of(text, line))) {
    finding.message = "the value ended with its quote, and here is more text";
    finding.notes = {"write all of it in one pair of quotes: '\"a\" == b'"};
    return finding;
  }
  if (tab_indents(line)) {
    finding.code = "tab-indentation";
    finding.message = "a tab indents this line";
    finding.span = span_at(source, offset_of(text, line) + line.find('\t'));
    finding.notes = {"YAML is indented with spaces"};
    return finding;
  }
  for (const auto& explanation : explanations) {
    if (!complaint.starts_with(explanation.complaint)) continue;
    finding.message = explanation.message;
    finding.notes = {std::string(explanation.note)};
    if (innermost != nullptr && complaint.ends_with("flow not found")) {
      finding.notes.push_back("it opens in line " + std::to_string(innermost->line));
    }
  }
  return finding;
}

std::optional<Diagnostic> unclosed_quote(const std::shared_ptr<const Source>& source,
                                         const Element& last) {
  if (last.style != Style::single_quoted && last.style != Style::double_quoted) return {};
  auto begin = content_begin(source->text, last.offset);
  if (closing_quote(source->text, begin) != std::string_view::npos) return {};
  return Diagnostic{.code = "yaml-syntax",
                    .message = "the quote that opens here is never closed",
                    .span = span_at(source, begin),
                    .notes = {"a text in quotes may run over several lines and ends with the same "
                              "quote"}};
}

}  // namespace headway::inline v0::yaml
