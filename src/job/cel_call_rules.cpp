// Calls: what is unknown, left out, of another form, or of another number of arguments.
#include "cel_call_rules.hpp"

namespace headway::inline v0 {
namespace {

[[noreturn]] void wrong_count(const Token& name, std::string_view due, std::size_t given) {
  throw SyntaxFault{.message = '"' + std::string(name.text) + "\" takes " + std::string(due) +
                               ", not " + std::to_string(given),
                    .offset = name.offset,
                    .length = name.text.size(),
                    .code = "wrong-argument-count"};
}

[[noreturn]] void unknown(const Token& name) {
  if (is_left_out(name.text)) {
    left_out('"' + std::string(name.text) + '"', name,
             "there are bools, ints, floats, strings, lists, maps and files");
  }
  throw SyntaxFault{.message = "there is no function \"" + std::string(name.text) + '"',
                    .offset = name.offset,
                    .length = name.text.size(),
                    .code = "unknown-function",
                    .candidates = closest(name.text, function_names())};
}

[[noreturn]] void misused(const CelFunction& function, const Token& name) {
  const std::string word(name.text);
  const bool is_member = function.form == CelFunction::Form::member;
  throw SyntaxFault{
      .message = is_member ? '"' + word + "\" is called on a string"
                           : '"' + word + "\" is not called on a value",
      .offset = name.offset,
      .length = name.text.size(),
      .code = "unknown-function",
      .notes = {is_member ? "write text." + word + "(part)" : "write " + word + "(value)"}};
}

}  // namespace

void left_out(std::string what, const Token& token, std::string note) {
  throw SyntaxFault{.message = std::move(what) + " is not part of headway's expressions",
                    .offset = token.offset,
                    .length = token.text.size(),
                    .code = "expression-not-supported",
                    .notes = {std::move(note)}};
}

CelMacro macro_named(std::string_view name) {
  for (int i = 1; i <= static_cast<int>(CelMacro::map); ++i) {
    const auto macro = static_cast<CelMacro>(i);
    if (to_string(macro) == name) return macro;
  }
  return CelMacro::none;
}

void check_count(CelMacro macro, const Token& name, std::size_t arguments) {
  const bool is_map = macro == CelMacro::map;
  if (arguments == 2 || (is_map && arguments == 3)) return;
  wrong_count(name, is_map ? "two or three arguments" : "two arguments", arguments);
}

const CelFunction& function_called(const Token& name, CelFunction::Form form,
                                   std::size_t arguments) {
  const CelFunction* function = find_function(name.text);
  if (!function) unknown(name);
  if (function->form != CelFunction::Form::both && function->form != form) {
    misused(*function, name);
  }
  if (arguments == function->arguments) return *function;
  const std::size_t receiver = form == CelFunction::Form::member ? 1 : 0;
  const std::size_t due = function->arguments - receiver;
  wrong_count(name,
              due == 0   ? "no argument"
              : due == 1 ? "one argument"
                         : "two arguments",
              arguments - receiver);
}

}  // namespace headway::inline v0
