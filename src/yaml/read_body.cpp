// Bodies: command, script and call; a task has one at most.
#include "command_words.hpp"
#include "readers.hpp"

#include <array>

namespace headway::inline v0::yaml {
namespace {

constexpr std::array<std::string_view, 8> bodies{"command", "script",   "call", "pipeline",
                                                 "repeat",  "approval", "wait", "fail"};

bool is_body(std::string_view key) {
  for (auto body : bodies) {
    if (key == body) return true;
  }
  return false;
}

/// Whether no body comes before this one in its task; else a finding.
bool is_first_body(const Place& at) {
  const Element& task = at.parent()->element();
  for (std::uint32_t entry = 0; task.key(entry).text() != at.key(); ++entry) {
    const Element& other = task.key(entry);
    if (!is_body(other.text())) continue;
    at.fail_at_key("several-bodies",
                   at.parent()->subject() + " has two bodies, \"" + std::string(other.text()) +
                       "\" and \"" + std::string(at.key()) + '"',
                   {"a task has one body; the first one is in line " + std::to_string(other.line),
                    "make two tasks, one of which depends on the other"});
    return false;
  }
  return true;
}

/// The place of a part of a text, where the text stands in the file as it reads.
SourceSpan part_of(const Place& at, std::size_t offset, std::size_t length) {
  auto span = at.span();
  if (span.length == 0 || at.element().text().size() < offset + length) return span;
  bool quoted = at.element().style != Style::plain;
  span.column += static_cast<std::uint32_t>(offset) + (quoted ? 1 : 0);
  span.length = static_cast<std::uint32_t>(length);
  return span;
}

void refuse_words(const Place& at, const CommandWords& split) {
  auto span = part_of(at, split.offset, split.found.size());
  switch (split.trouble) {
    case CommandWords::Trouble::shell_syntax:
      return at.fail_at(span, "shell-syntax-in-command",
                        "a command is no shell line, and `" + split.found +
                            "` would reach the "
                            "program as it stands",
                        {"write the line under \"script\" instead of \"command\" to have a shell",
                         "or quote it if the program is to see it"});
    case CommandWords::Trouble::open_quote:
      return at.fail_at(span, "unclosed-quote", "a quote of this command is never closed",
                        {"write the command as a list of words to need no quotes"});
    case CommandWords::Trouble::open_expression:
      return at.fail_at(span, "unclosed-expression", "an expression of this command never ends",
                        {"an expression is written ${{ … }}"});
    case CommandWords::Trouble::none: return;
  }
}

std::vector<Text> split_words(const Place& at) {
  auto text = at.text();
  if (!text) return {};
  auto split = split_command(*text);
  if (split.trouble != CommandWords::Trouble::none) {
    refuse_words(at, split);
    return {};
  }
  std::vector<Text> argv;
  argv.reserve(split.words.size());
  for (auto& word : split.words) {
    auto span = part_of(at, word.offset, word.text.size());
    argv.push_back({std::move(word.text), std::move(span)});
  }
  return argv;
}

std::vector<Text> listed_words(const Place& at) {
  std::vector<Text> argv;
  argv.reserve(at.element().count());
  at.each_item([&](const Place& item) {
    if (auto word = read_text(item)) argv.push_back(std::move(*word));
  });
  return argv;
}

}  // namespace

void read_body_command(const Place& at, Task& target) {
  if (!is_first_body(at)) return;
  bool list = at.element().kind == Kind::list;
  target.body = CommandBody{list ? listed_words(at) : split_words(at)};
}

void read_body_script(const Place& at, Task& target) {
  if (!is_first_body(at)) return;
  auto text = read_text(at);
  if (!text) return;
  ScriptBody body{.text = std::move(*text)};
  if (const Element* shell = at.parent()->element().find("shell")) {
    if (shell->kind == Kind::list) {
      body.shell.clear();
      for (std::uint32_t i = 0; i < shell->count(); ++i) {
        body.shell.emplace_back(shell->children()[i].text());
      }
    }
  }
  target.body = std::move(body);
}

void read_shell(const Place& at, Task& /*target*/) {  // taken by the script; checked here
  static_cast<void>(at.words());
  if (at.parent()->element().find("script") == nullptr) {
    at.fail_at_key("misplaced-key", "\"shell\" goes with \"script\", and this task has none",
                   {"a command starts its program without a shell"});
  }
}

void read_body_call(const Place& at, Task& target) {
  if (!is_first_body(at)) return;
  auto text = read_text(at);
  if (text) target.body = CallBody{std::move(*text)};
}

}  // namespace headway::inline v0::yaml
