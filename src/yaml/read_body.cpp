// Bodies that run in a session: command, script and call, of a task or of what undoes it.
#include "command_words.hpp"
#include "position.hpp"
#include "readers.hpp"
#include "shapes.hpp"

namespace headway::inline v0::yaml {
namespace {

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

CommandBody command_of(const Place& at) {
  bool list = at.element().kind == Kind::list;
  return {list ? read_texts(at) : split_words(at)};
}

ScriptBody script_of(const Place& at) {
  ScriptBody body{.text = read_text(at).value_or(Text())};
  const Element* shell = at.parent()->element().find("shell");
  if (shell == nullptr || shell->kind != Kind::list) return body;
  body.shell.clear();
  for (std::uint32_t i = 0; i < shell->count(); ++i) {
    body.shell.emplace_back(shell->children()[i].text());
  }
  return body;
}

CallBody call_of(const Place& at) { return {read_text(at).value_or(Text())}; }

void read_undo_command(const Place& at, CompensationBody& target) { target = command_of(at); }
void read_undo_script(const Place& at, CompensationBody& target) { target = script_of(at); }
void read_undo_call(const Place& at, CompensationBody& target) { target = call_of(at); }
void read_undo_shell(const Place& at, CompensationBody& /*target*/) {
  static_cast<void>(at.words());
}

constexpr Shape command_shape{.forms = form_text | form_list, .item = &text_shape};

constexpr Choice bodies[] = {{.code = "several-bodies",
                              .noun = "two bodies",
                              .rule = "what undoes a task has one body",
                              .note = "a script can do several things",
                              .needed = true,
                              .example = "what undoes the task: {command: [./undo.sh]}"}};

constexpr Key<CompensationBody> undo_rows[] = {
    {.name = "command",
     .shape = &command_shape,
     .read = read_undo_command,
     .meaning = "The program that undoes the task, with its arguments; never a shell",
     .choice = 1},
    {.name = "script",
     .shape = &text_shape,
     .read = read_undo_script,
     .meaning = "A shell script that undoes the task",
     .choice = 1},
    {.name = "shell",
     .shape = &texts_shape,
     .read = read_undo_shell,
     .meaning = "What reads the script; default [bash, -euo, pipefail, -c]",
     .companion = "script"},
    {.name = "call",
     .shape = &text_shape,
     .read = read_undo_call,
     .meaning = "A callable that undoes the task: cpp:name or python:module:name",
     .choice = 1},
};
constexpr Keys<CompensationBody> undo_keys{undo_rows, bodies};

}  // namespace

void read_command(const Place& at, Task& target) { target.body = command_of(at); }
void read_script(const Place& at, Task& target) { target.body = script_of(at); }
void read_call(const Place& at, Task& target) { target.body = call_of(at); }
void read_shell(const Place& at, Task& /*target*/) {  // taken by the script; checked here
  static_cast<void>(at.words());
}

void read_compensate(const Place& at, Task& target) {
  target.compensate.emplace();
  read_keys(at, *target.compensate, undo_keys);
}

Table compensate_table() { return table_of("compensate", "What undoes a task", undo_keys); }

}  // namespace headway::inline v0::yaml
