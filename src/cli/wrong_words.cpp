// Words on the command line that are wrong, or come in a later version.
#include "cli/wrong_words.hpp"

#include "cli/report.hpp"

#include <headway/base/diagnostic.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace headway::cli {

namespace {

/// Verbs of the reference that come later.
constexpr std::array<std::string_view, 3> later_verbs{"shell", "lineage", "gc"};

}  // namespace

std::string verb_complaint(const CLI::App& app, std::string_view word) {
  if (word.starts_with('-')) return {};
  std::vector<std::string> known;
  for (const CLI::App* verb : app.get_subcommands({})) {
    if (verb->get_name() == word) return {};
    if (!verb->get_group().empty()) known.push_back(verb->get_name());
  }
  const auto later = std::find(later_verbs.begin(), later_verbs.end(), word);
  if (later != later_verbs.end()) return std::string(word) + " is not supported yet";
  const auto candidates = closest(word, known);
  const std::string meant =
      candidates.empty() ? "" : "; did you mean \"" + candidates.front() + "\"?";
  return "there is no verb \"" + printable(word) + '"' + meant;
}

std::string complaint(const CLI::App* app, const CLI::Error& wrong) {
  const auto verbs = app->get_subcommands();
  const auto unknown = app->remaining(true);
  if (verbs.empty() && unknown.empty()) return app->help();
  std::string what = wrong.what();
  if (what.starts_with(": ")) what.erase(0, 2);  // of an option that is not listed
  if (!unknown.empty()) {
    const bool option = unknown.front().starts_with('-');
    what = (option ? "there is no option " : "this is one word too many: ") + unknown.front();
  }
  const std::string of = verbs.empty() ? "" : verbs.front()->get_name() + ' ';
  return "headway: " + printable(what) + "\nsee:  headway " + of + "--help\n";
}

void add_later(CLI::App* verb, const std::string& name, Later kind) {
  const std::string refusal = name + " is not supported yet";
  if (kind == Later::flag) {
    verb->add_flag(name, [refusal](std::int64_t) { throw CLI::ValidationError(refusal); })
        ->group("");
  } else {
    const auto refuse = [refusal](const auto&...) { return std::string(refusal); };
    verb->add_option(name)->check(CLI::Validator(refuse, ""))->group("");
  }
}

}  // namespace headway::cli
