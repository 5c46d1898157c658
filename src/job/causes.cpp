// Causes: the words there are, and what may stand in parentheses behind them.
#include "causes.hpp"

#include <headway/base/name.hpp>

#include <algorithm>
#include <charconv>

namespace headway::inline v0 {
namespace {

struct CauseWord {
  std::string_view word;
  bool retried = true;
};

constexpr CauseWord words[] = {{"exit_code"},
                               {"signal"},
                               {"error"},
                               {"exception"},
                               {"oom_killed"},
                               {"timeout_run"},
                               {"heartbeat_lost"},
                               {"spawn_failed"},
                               {"node_lost"},
                               {"preempted"},
                               {"killed_externally"},
                               {"output_invalid"},
                               {"expression_failed"},
                               {"timeout_callback"},
                               {"timeout_approval"},
                               {"child_failed"},
                               {"secret_unresolved"},
                               {"failed_on_purpose"},
                               {"rejected"},
                               {"rounds_exhausted"},
                               {"timeout_queue", false},
                               {"timeout_deadline", false},
                               {"non_recoverable", false},
                               {"recovery_given_up", false},
                               {"cancelled_by_user", false},
                               {"fail_fast", false}};

bool is_number(std::string_view text, int least, int most) {
  int number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && stop == text.data() + text.size() && number >= least &&
         number <= most;
}

/// An error, with points as Python writes the class of an exception.
bool is_error_name(std::string_view text) {
  for (auto dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
    if (!is_name(text.substr(0, dot))) return false;
    text.remove_prefix(dot + 1);
  }
  return is_name(text);
}

bool takes(std::string_view word, std::string_view argument) {
  if (word == "exit_code") return is_number(argument, 0, 255);
  if (word == "signal") return is_number(argument, 1, 64);
  return (word == "error" || word == "exception") && is_error_name(argument);
}

}  // namespace

CauseForm form_of_cause(std::string_view pattern) {
  const std::string_view word = word_of_cause(pattern);
  const auto* known = std::find_if(std::begin(words), std::end(words),
                                   [&](const CauseWord& entry) { return entry.word == word; });
  if (known == std::end(words)) return CauseForm::unknown;
  if (word.size() != pattern.size()) {
    const std::string_view rest = pattern.substr(word.size() + 1);
    if (!rest.ends_with(')') || !takes(word, rest.substr(0, rest.size() - 1))) {
      return CauseForm::bad_argument;
    }
  }
  return known->retried ? CauseForm::known : CauseForm::never_retried;
}

bool is_loss(std::string_view cause_word) {
  return cause_word == "node_lost" || cause_word == "preempted";
}

std::vector<std::string> cause_words() {
  std::vector<std::string> all;
  for (const CauseWord& known : words) {
    if (known.retried) all.emplace_back(known.word);
  }
  return all;
}

}  // namespace headway::inline v0
