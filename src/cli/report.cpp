// How the program tells what is wrong, to people and to tools.
#include "cli/report.hpp"

#include "cli/verbs.hpp"

#include <fmt/core.h>
#include <poll.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace headway::cli {

namespace {

void write(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  if (!text.ends_with('\n')) std::fputc('\n', stream);
  std::fflush(stream);
}

nlohmann::ordered_json as_json(const Diagnostic& finding) {
  nlohmann::ordered_json json{
      {"code", finding.code},       {"severity", std::string(to_string(finding.severity))},
      {"message", finding.message}, {"file", finding.span.source ? finding.span.source->name : ""},
      {"line", finding.span.line},  {"column", finding.span.column},
      {"path", finding.path}};
  if (!finding.candidates.empty()) json["candidates"] = finding.candidates;
  if (!finding.notes.empty()) json["notes"] = finding.notes;
  return json;
}

}  // namespace

void print(std::string_view text) { write(stdout, text); }

void complain(std::string_view message) { say("headway: " + printable(message)); }

bool is_output_lost() {
  pollfd out{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
  const bool reader_left = ::poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
  return std::ferror(stdout) != 0 && !reader_left;
}

void say(std::string_view line) { write(stderr, line); }

int report(const Diagnostics& findings) {
  say(render(findings));
  return findings.has_errors() ? invalid_input : done;
}

std::string to_json(const Diagnostics& findings) {
  auto list = nlohmann::ordered_json::array();
  for (const Diagnostic& finding : findings) list.push_back(as_json(finding));
  const nlohmann::ordered_json document{{"diagnostics", std::move(list)}};
  return document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string printable(std::string_view text) {
  std::string shown;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    shown += byte < 0x20 || byte == 0x7f ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  return shown;
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+=.,:/@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) {
    return std::string(text);
  }
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? "'\\''" : std::string(1, c);
  return word + '\'';
}

}  // namespace headway::cli
