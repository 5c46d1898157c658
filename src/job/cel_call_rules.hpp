// What may be called, how, and with how many arguments.
#pragma once

#include "cel_functions.hpp"
#include "cel_lexer.hpp"
#include "cel_term.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// The macro of that name, or none.
CelMacro macro_named(std::string_view name);

/// Throws SyntaxFault unless a macro takes so many arguments; the list before the dot counts.
void check_count(CelMacro macro, const Token& name, std::size_t arguments);

/// The function that is called. Throws SyntaxFault when there is none, or not of this form, or with
/// another number of arguments; a receiver counts.
const CelFunction& function_called(const Token& name, CelFunction::Form form,
                                   std::size_t arguments);

/// Throws the SyntaxFault that headway's expressions have no `what`.
[[noreturn]] void left_out(std::string what, const Token& token, std::string note);

}  // namespace headway::inline v0
