// FastTrack's session keys: environment, mounts, cluster, retry. Resources have a file of their
// own.
#include "fasttrack_parts.hpp"

#include <headway/base/name.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace headway::inline v0::fasttrack {
namespace {

void set_option(const Field& at, std::string_view name, SessionPart& target) {
  auto value = at.text();
  if (value && !value->empty()) put(target.options, name, std::move(*value));
}

void read_project(const Field& at, SessionPart& target) { set_option(at, option_project, target); }
void read_scaling_group(const Field& at, SessionPart& target) {
  set_option(at, option_scaling_group, target);
}

void read_image(const Field& at, SessionPart& target) {
  auto image = at.text();
  if (image && !image->empty()) target.settings.image = {std::move(*image), at.span()};
}

/// The name in `secrets.NAME`, spelled as headway spells names; empty where it is none.
std::string secret_name(std::string_view inside) {
  constexpr std::string_view prefix = "secrets.";
  while (inside.starts_with(' ')) inside.remove_prefix(1);
  while (inside.ends_with(' ')) inside.remove_suffix(1);
  if (!inside.starts_with(prefix)) return {};
  std::string name(inside.substr(prefix.size()));
  std::replace(name.begin(), name.end(), '-', '_');
  return is_name(name) ? name : std::string();
}

void declare(const std::string& name, const SourceSpan& span, std::vector<Secret>& secrets) {
  for (const auto& known : secrets) {
    if (known.name == name) return;
  }
  secrets.push_back({name, {"env:" + name, span}});
}

/// The value with its placeholders as headway writes them; nothing where one has no meaning.
std::optional<std::string> with_secrets(const Field& at, const std::string& value,
                                        std::vector<Secret>& secrets) {
  std::string result;
  std::string_view rest = value;
  for (auto open = rest.find("${{"); open != std::string_view::npos; open = rest.find("${{")) {
    const auto close = rest.find("}}", open);
    const auto name = close == std::string_view::npos
                          ? std::string()
                          : secret_name(rest.substr(open + 3, close - open - 3));
    if (name.empty() || (open > 0 && rest[open - 1] == '$')) {
      at.fail("not-convertible", "this placeholder means nothing to FastTrack or to headway",
              {"FastTrack fills in ${{ secrets.NAME }} alone and leaves all else as text"});
      return {};
    }
    declare(name, at.span(), secrets);
    result.append(rest.substr(0, open)).append("${{ secrets." + name + " }}");
    rest.remove_prefix(close + 2);
  }
  return result.append(rest);
}

void read_envs(const Field& at, SessionPart& target) {
  if (!at.expect(Field::Kind::map)) return;
  at.each([&](const Field& variable) {
    auto value = variable.text();
    if (value) value = with_secrets(variable, *value, target.secrets);
    if (!value) return;
    target.settings.env.emplace_back(variable.key(),
                                     Setting<std::string>(std::move(*value), variable.span()));
  });
}

constexpr FieldKey<SessionPart> environment_keys[] = {{"project", read_project},
                                                      {"scaling-group", read_scaling_group},
                                                      {"image", read_image},
                                                      {"envs", read_envs}};

/// `source:/target` for `folder`, `folder:alias` and `folder:/path`.
std::optional<std::string> mount(const Field& at, const std::string& written) {
  const auto colon = written.find(':');
  const std::string source = written.substr(0, colon);
  std::string target =
      colon == std::string::npos ? source.substr(0, source.find('/')) : written.substr(colon + 1);
  if (source.empty() || target.empty() || target.find(':') != std::string::npos) {
    at.fail("wrong-type", "a mount is \"folder\" or \"folder:alias\", not \"" + written + '"');
    return {};
  }
  if (target.front() != '/') target.insert(0, home);
  return source + ':' + target;
}

void read_delay(const Field& at, RetryRule& target) {
  constexpr std::int64_t second = 1'000'000;
  const auto seconds = at.count(0);
  if (!seconds || *seconds == 0) return;
  if (*seconds > std::numeric_limits<std::int64_t>::max() / second) return at.refuse("a pause");
  const Duration pause{*seconds * second};
  target.backoff = {.initial = pause, .multiplier = 1.0};
  target.backoff.max = std::max(pause, target.backoff.max);
}

void read_attempts(const Field& at, RetryRule& target) {
  const auto attempts = at.count(0);
  if (!attempts) return;
  if (*attempts > std::numeric_limits<std::int32_t>::max()) return at.refuse("a smaller number");
  target.limit = static_cast<std::uint32_t>(std::max<std::int64_t>(*attempts, 1) - 1);
}

constexpr FieldKey<RetryRule> retry_keys[] = {{"max_attempts", read_attempts},
                                              {"delay", read_delay}};

}  // namespace

void read_environment(const Field& at, SessionPart& target) {
  read_fields(at, target, std::span<const FieldKey<SessionPart>>(environment_keys));
}

void read_mounts(const Field& at, SessionPart& target) {
  if (!at.expect(Field::Kind::list)) return;
  std::vector<Text> mounts;
  at.each([&](const Field& item) {
    auto written = item.text();
    if (written) written = mount(item, *written);
    if (written) mounts.push_back({std::move(*written), item.span()});
  });
  target.settings.mounts = {std::move(mounts), at.span()};
}

void read_cluster_mode(const Field& at, SessionPart& target) {
  const auto mode = at.text();
  if (!mode || mode->empty()) return;
  constexpr std::array modes{on_one_node, on_many_nodes};
  if (std::find(modes.begin(), modes.end(), *mode) == modes.end()) {
    const std::vector<std::string> known(modes.begin(), modes.end());
    return at.fail("not-convertible", "there is no cluster mode \"" + *mode + '"',
                   {"modes are single-node and multi-node"}, closest(*mode, known));
  }
  target.cluster_mode = *mode;
}

void read_cluster_size(const Field& at, SessionPart& target) {
  const auto size = at.count(1);
  if (!size || *size == 1) return;
  if (*size > std::numeric_limits<std::int32_t>::max()) return at.refuse("a smaller number");
  target.settings.cluster_size = {static_cast<std::uint32_t>(*size), at.span()};
}

void read_retry(const Field& at, SessionPart& target) {
  if (at.is_blank()) return;
  RetryRule rule;
  read_fields(at, rule, std::span<const FieldKey<RetryRule>>(retry_keys));
  if (rule.limit == 0 && rule.backoff.initial.us > 0) {
    at.warn("left-out", "a \"delay\" without a second attempt was left out",
            {"the task is tried once: \"max_attempts\" counts the first try too"});
  }
  if (rule.limit > 0) target.settings.retry = {{std::move(rule)}, at.span()};
}

void read_continue_on_failure(const Field& at, SessionPart& target) {
  const auto goes_on = at.flag();
  if (goes_on && *goes_on) target.settings.allow_failure = {true, at.span()};
}

}  // namespace headway::inline v0::fasttrack
