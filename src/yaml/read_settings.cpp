// Session settings: the keys that a task shares with `defaults`; null takes a default away.
#include "readers.hpp"
#include "shapes.hpp"

#include <limits>

namespace headway::inline v0::yaml {
namespace {

using Priority = std::numeric_limits<std::int32_t>;

constexpr std::string_view sandboxes[] = {"none", "bubblewrap"};  // as Sandbox has them
constexpr Shape sandbox_shape{.forms = form_word | form_null, .words = sandboxes};
constexpr Shape rule_shape{.forms = form_map, .keys = retry_table};
constexpr Shape retry_shape{.forms = form_integer | form_map | form_list | form_null,
                            .least = 0,
                            .most = largest_count,
                            .item = &rule_shape,
                            .keys = retry_table};
constexpr Shape timeout_shape{.forms = form_duration | form_map | form_null,
                              .pattern = duration_shape.pattern,
                              .keys = timeout_table};
constexpr Shape cache_shape{.forms = form_boolean | form_map | form_null, .keys = cache_table};
constexpr Shape requested_shape = or_null(counted_shape);
constexpr Shape requested_bytes = or_null(bytes_shape);
constexpr Shape resources_shape{
    .forms = form_map, .value = &requested_shape, .keys = requested_slots_table};
constexpr Shape env_shape{.forms = form_map, .value = &text_or_null};
constexpr Shape priority_shape{
    .forms = form_integer | form_null, .least = Priority::min(), .most = Priority::max()};
constexpr Shape session_shape{.forms = form_map | form_null, .keys = session_table};
constexpr Shape cluster_shape{.forms = form_map | form_null, .keys = cluster_table};

void read_version(const Place& at, CacheSettings& target) {
  if (auto version = read_string(at)) target.version = std::move(*version);
}
void read_ignored(const Place& at, CacheSettings& target) {
  if (auto names = at.words()) target.ignore = std::move(*names);
}
void read_max_age(const Place& at, CacheSettings& target) {
  if (auto age = read_positive_duration(at)) target.max_age = *age;
}
void read_serialize(const Place& at, CacheSettings& target) {
  target.serialize = at.boolean().value_or(false);
}

constexpr Key<CacheSettings> cache_rows[] = {
    {"version", &text_shape, read_version, "Another word is another result"},
    {"ignore", &texts_shape, read_ignored, "Params and inputs that do not change the result"},
    {"max_age", &duration_shape, read_max_age, "How old a result may be; default: any age"},
    {"serialize", &boolean_shape, read_serialize,
     "true: of equal tasks at one time one does the work, and the others wait for it"},
};
constexpr Keys<CacheSettings> cache_keys{cache_rows};

std::optional<CacheSettings> read_cache(const Place& at) {
  CacheSettings cache;
  if (at.element().kind == Kind::map) {
    read_keys(at, cache, cache_keys);
  } else {
    cache.enabled = at.boolean().value_or(false);
  }
  return cache;
}

void read_backend(const Place& at, SessionChoice& target) {
  if (auto backend = read_string(at)) target.backend = std::move(*backend);
}
void read_options(const Place& at, SessionChoice& target) {
  at.each_entry([&](const Place& option) {
    if (auto text = read_string(option)) target.options.emplace_back(option.key(), *text);
  });
}

constexpr Key<SessionChoice> session_rows[] = {
    {"backend", &text_shape, read_backend, "Which backend; default: the one the job started with"},
    {"options", &text_map_shape, read_options, "What that backend is told beside"},
};
constexpr Keys<SessionChoice> session_keys{session_rows};

std::optional<SessionChoice> read_session(const Place& at) {
  SessionChoice choice;
  read_keys(at, choice, session_keys);
  return choice;
}

void read_size(const Place& at, std::optional<std::uint32_t>& target) {
  target = read_count(at, 1);
}

constexpr Key<std::optional<std::uint32_t>> cluster_rows[] = {
    {"size", &positive_shape, read_size, "Containers or nodes for one session", Presence::required},
};
constexpr Keys<std::optional<std::uint32_t>> cluster_keys{cluster_rows};

std::optional<std::uint32_t> read_cluster(const Place& at) {
  std::optional<std::uint32_t> size;
  read_keys(at, size, cluster_keys);
  return size;
}

void read_resources(const Place& at, SessionSettings& target) {
  target.resources.reserve(at.element().count());
  at.each_entry([&](const Place& slot) {
    if (!slot.has_form(form_quantity | form_null)) return;
    Setting<Quantity> quantity;
    set(slot, quantity, read_quantity);
    if (quantity.written()) target.resources.emplace_back(slot.key(), std::move(quantity));
  });
}

void read_env(const Place& at, SessionSettings& target) {
  target.env.reserve(at.element().count());
  at.each_entry([&](const Place& variable) {
    if (!variable.has_form(form_text | form_null)) return;
    Setting<std::string> value;
    set(variable, value, read_string);
    if (value.written()) target.env.emplace_back(variable.key(), std::move(value));
  });
}

std::optional<std::vector<Text>> read_names(const Place& at) { return read_texts(at); }

std::optional<std::int32_t> read_priority(const Place& at) {
  auto number = at.integer(Priority::min(), Priority::max());
  if (!number) return {};
  return static_cast<std::int32_t>(*number);
}

std::optional<Sandbox> read_sandbox(const Place& at) {
  auto word = read_word(at, {sandboxes});
  if (!word) return {};
  return static_cast<Sandbox>(*word);
}

std::optional<bool> read_boolean(const Place& at) { return at.boolean(); }

/// Reads into one member of the settings.
template <auto member, auto read>
void into(const Place& at, SessionSettings& target) {
  set(at, target.*member, read);
}

using S = SessionSettings;
constexpr Key<SessionSettings> rows[] = {
    {"retry", &retry_shape, read_retry, "A number of retries, a rule, or a list of rules"},
    {"timeout", &timeout_shape, read_timeout, "How long a session may take, or {run, queue, …}"},
    {"cache", &cache_shape, into<&S::cache, read_cache>,
     "true: an equal result of an earlier job is used again; or {version, ignore, …}"},
    {"allow_failure", &boolean_or_null, into<&S::allow_failure, read_boolean>,
     "true: its failure fails neither the job nor its succeeded edges"},
    {"resources", &resources_shape, read_resources, "How much of each slot a session holds"},
    {"estimate", &duration_or_null, into<&S::estimate, read_duration>,
     "How long it may take: a hint for the order"},
    {"priority", &priority_shape, into<&S::priority, read_priority>, "Larger is sooner; default 0"},
    {"image", &text_or_null, into<&S::image, read_string>, "The container image of the session"},
    {"env", &env_shape, read_env, "Variables of the session"},
    {"secrets", &texts_or_null, into<&S::secrets, read_names>,
     "Secrets of the pipeline, as variables of these names"},
    {"mounts", &texts_or_null, into<&S::mounts, read_names>,
     "Folders that the session sees: source:/target or source:/target:ro"},
    {"workdir", &text_or_null, into<&S::workdir, read_string>,
     "Where the process starts; default: the folder of the file"},
    {"sandbox", &sandbox_shape, into<&S::sandbox, read_sandbox>,
     "bubblewrap: the session sees only its own folders; default none"},
    {"session", &session_shape, into<&S::session, read_session>, "The backend and its options"},
    {"cluster", &cluster_shape, into<&S::cluster_size, read_cluster>,
     "Several containers or nodes for one session"},
    {"checkpoint", &boolean_or_null, into<&S::checkpoint, read_boolean>,
     "true: $HEADWAY_CHECKPOINT survives from attempt to attempt"},
    {"interruptible", &boolean_or_null, into<&S::interruptible, read_boolean>,
     "true: may run where it can be preempted"},
};
constexpr Keys<SessionSettings> keys{rows};

constexpr KeyFacts requested_slots[] = {
    {"cpu", &requested_shape, "Cores; default 1"},
    {"mem", &requested_bytes, "Memory, such as 512Mi"},
    {"gpu", &requested_shape, "Devices; below 1 a share of one"},
    {"disk", &requested_bytes, "Disk, such as 10Gi"},
    {"gpu_mem", &requested_bytes, "Memory of devices, such as 8Gi"}};

}  // namespace

const Keys<SessionSettings>& settings_keys() { return keys; }

Table cache_table() { return table_of("cache", "When a result may be used again", cache_keys); }
Table session_table() { return table_of("session", "Which backend runs it", session_keys); }
Table cluster_table() { return table_of("cluster", "The size of a session", cluster_keys); }
Table requested_slots_table() {
  return {.name = "requested_slots",
          .keys = {std::begin(requested_slots), std::end(requested_slots)}};
}

}  // namespace headway::inline v0::yaml
