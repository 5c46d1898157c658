// Causes: a word that is known, and what may stand in parentheses behind it.
#include "cause_form.hpp"

#include <algorithm>
#include <charconv>

namespace headway::inline v0::yaml {
namespace {

/// The words of the pattern's first part, so that there is one list.
std::vector<std::string> known_words() {
  std::vector<std::string> words;
  std::string_view rest = cause_pattern;
  while (!rest.empty()) {
    auto word = rest.substr(0, rest.find('|'));
    if (word.find('(') != std::string_view::npos) break;
    words.emplace_back(word);
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
  }
  return words;
}

bool is_number(std::string_view text, int min, int max) {
  int number = 0;
  auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  bool padded = text.size() > 1 && text.front() == '0';
  return error == std::errc() && stop == text.data() + text.size() && !padded && number >= min &&
         number <= max;
}

bool is_error_name(std::string_view text) {
  constexpr std::string_view digits_and_point = "0123456789.";
  if (text.empty() || digits_and_point.find(text.front()) != std::string_view::npos) return false;
  return text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789.") ==
         std::string_view::npos;
}

bool fits(std::string_view word, std::string_view argument) {
  if (word == "exit_code") return is_number(argument, 0, 255);
  if (word == "signal") return is_number(argument, 1, 64);
  return word == "error" && is_error_name(argument);
}

}  // namespace

bool check_cause(const Place& at) {
  auto text = at.element().text();
  auto open = text.find('(');
  auto word = text.substr(0, open);
  auto words = known_words();
  bool known = std::find(words.begin(), words.end(), word) != words.end();
  if (known && open == std::string_view::npos) return true;
  if (known && text.ends_with(')') && fits(word, text.substr(open + 1, text.size() - open - 2))) {
    return true;
  }
  if (known) {
    at.fail("unknown-cause", '"' + std::string(text) + "\" is no cause of a failure",
            {"in parentheses stands an exit code, a signal or the name of an error: "
             "exit_code(137), signal(9), error(DataNotReady)"});
  } else {
    at.fail_at_value("unknown-cause", '"' + std::string(text) + "\" is no cause of a failure",
                     {"timeout_deadline and non_recoverable are never tried again"},
                     closest(word, words));
  }
  return false;
}

}  // namespace headway::inline v0::yaml
