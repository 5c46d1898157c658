// FastTrack's files: from their keys to a pipeline.
#include "fasttrack_foreign.hpp"

#include <headway/interop/fasttrack.hpp>

#include <algorithm>
#include <array>

namespace headway::inline v0::fasttrack {
namespace {

void label(const Field& at, std::string_view name, Pipeline& pipeline) {
  auto text = at.text();
  if (text && !text->empty()) {
    pipeline.labels.emplace_back("fasttrack." + std::string(name), std::move(*text));
  }
}

void read_version(const Field& at, ForeignPipeline& target) {
  label(at, "version", target.pipeline);
}
void read_domain(const Field& at, Pipeline& target) { label(at, "domain", target); }
void read_scope(const Field& at, Pipeline& target) { label(at, "scope", target); }
void read_group(const Field& at, Pipeline& target) { label(at, "group", target); }
void read_storage_host(const Field& at, Pipeline& target) { label(at, "storage_host", target); }
void read_storage_name(const Field& at, Pipeline& target) { label(at, "storage_name", target); }

constexpr FieldKey<Pipeline> ownership_keys[] = {{"domain", read_domain},
                                                 {"domain_name", read_domain},
                                                 {"group_name", read_group},
                                                 {"scope", read_scope}};
constexpr FieldKey<Pipeline> storage_keys[] = {{"host", read_storage_host},
                                               {"name", read_storage_name}};

void read_ownership(const Field& at, ForeignPipeline& target) {
  read_fields(at, target.pipeline, std::span<const FieldKey<Pipeline>>(ownership_keys));
}
void read_storage(const Field& at, ForeignPipeline& target) {
  read_fields(at, target.pipeline, std::span<const FieldKey<Pipeline>>(storage_keys));
}

void read_pipeline_name(const Field& at, ForeignPipeline& target) {
  auto text = at.text();
  if (text && !text->empty()) target.pipeline.name = std::move(*text);
}
void read_pipeline_description(const Field& at, ForeignPipeline& target) {
  target.pipeline.description = at.text().value_or("");
}

void read_params(const Field& at, ForeignPipeline& /*target*/) {
  if (at.is_blank()) return;
  at.fail_at_key("not-convertible", "headway does not know what FastTrack's \"params\" mean",
                 {"no public file of FastTrack has any; write them under \"params\" of a headway "
                  "file instead"});
}

void read_task_name(const Field& at, ForeignTask& target) {
  target.task.name = at.text().value_or("");
  target.name_span = at.span();
  target.task.span = at.span();
}
void read_task_description(const Field& at, ForeignTask& target) {
  target.task.description = at.text().value_or("");
}

constexpr std::array<std::string_view, 2> served{"deployment", "serving"};
constexpr std::array<std::string_view, 2> custom{"Custom Task", "custom"};
constexpr std::array<std::string_view, 4> imported{"Import from GitHub", "Import from GitLab",
                                                   "github", "gitlab"};

template <std::size_t Size>
bool holds(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void read_type(const Field& at, ForeignTask& target) {
  const auto type = at.text();
  if (!type || type->empty() || target.unsupported || holds(custom, *type)) return;
  target.unsupported = true;
  const std::string named = "the task \"" + target.task.name + "\" is of type \"" + *type + '"';
  if (holds(served, *type)) {
    return at.fail("not-convertible", named + ", a service that stays up; headway has none",
                   {"start the service from a task's command, or leave this task to FastTrack"});
  }
  if (holds(imported, *type)) {
    return at.fail("not-convertible", named + ", whose code FastTrack fetches by itself",
                   {"write the `git clone` into the command and make the type \"custom\""});
  }
  at.fail("not-convertible", named + ", which headway does not know",
          {"a task with a command has the type \"custom\""},
          closest(*type, {"custom", "Custom Task"}));
}

void read_service(const Field& at, ForeignTask& target) {
  if (at.is_blank() || target.unsupported) return;
  target.unsupported = true;
  at.fail_at_key("not-convertible",
                 "the \"service\" of the task \"" + target.task.name +
                     "\" stays up; headway has "
                     "no such tasks",
                 {"start the service from a task's command, or leave this task to FastTrack"});
}

void read_module(const Field& at, ForeignTask& target) {
  if (at.is_blank() || target.unsupported) return;
  target.unsupported = true;
  at.fail("not-convertible",
          "the code at the \"module_uri\" of the task \"" + target.task.name +
              "\" would have to be fetched by FastTrack",
          {"fetch it in the command, for instance by `git clone`"});
}

void read_command(const Field& at, ForeignTask& target) {
  auto text = at.text();
  target.has_command = true;
  if (!text) return;
  if (text->find_first_not_of(" \t\r\n") == std::string::npos && !target.unsupported) {
    at.fail_at_key("empty-command", "the command of this task is empty",
                   {"write `true` for a task that does nothing"});
  }
  target.task.body = ScriptBody{.text = {std::move(*text), at.span()},
                                .shell = {std::begin(shell), std::end(shell)}};
}

void read_dependencies(const Field& at, ForeignTask& target) {
  if (!at.expect(Field::Kind::list)) return;
  at.each([&](const Field& item) {
    if (auto name = item.text()) {
      target.task.depends_on.push_back({std::move(*name), EdgeCondition::succeeded, item.span()});
    }
  });
}

void read_skip(const Field& at, ForeignTask& target) {
  target.skipped = at.flag().value_or(false);
  if (target.skipped) target.task.when = Text{"false", at.span()};
}

/// A reader of the session, as a reader of what has one.
template <class Owner, void (*Read)(const Field&, SessionPart&)>
void read_session(const Field& at, Owner& target) {
  Read(at, target.session);
}

constexpr FieldKey<ForeignTask> task_keys[] = {
    {"name", read_task_name},
    {"description", read_task_description},
    {"type", read_type},
    {"cluster_mode", read_session<ForeignTask, read_cluster_mode>},
    {"cluster_size", read_session<ForeignTask, read_cluster_size>},
    {"module_uri", read_module},
    {"command", read_command},
    {"environment", read_session<ForeignTask, read_environment>},
    {"resources", read_session<ForeignTask, read_resources>},
    {"resource_opts", read_session<ForeignTask, read_resource_opts>},
    {"dependencies", read_dependencies},
    {"mounts", read_session<ForeignTask, read_mounts>},
    {"skip", read_skip},
    {"continue_on_failure", read_session<ForeignTask, read_continue_on_failure>},
    {"retry", read_session<ForeignTask, read_retry>},
    {"service", read_service}};

void require(const Field& map, const yaml::Tree* value, std::string_view key) {
  if (value != nullptr && !value->word.empty()) return;
  map.fail("missing-key", map.path() + " needs the key \"" + std::string(key) + '"');
}

void read_tasks(const Field& at, ForeignPipeline& target) {
  if (!at.expect(Field::Kind::list)) return;
  at.each([&](const Field& item) {
    if (!item.is_map()) return item.refuse("a mapping");
    ForeignTask& foreign = target.tasks.emplace_back();
    if (const auto* name = item.tree().find("name")) foreign.task.name = name->word;
    require(item, item.tree().find("name"), "name");
    read_fields(item, foreign, std::span<const FieldKey<ForeignTask>>(task_keys));
    if (!foreign.has_command && !foreign.unsupported) require(item, nullptr, "command");
  });
}

constexpr FieldKey<ForeignPipeline> pipeline_keys[] = {
    {"version", read_version},
    {"name", read_pipeline_name},
    {"description", read_pipeline_description},
    {"ownership", read_ownership},
    {"storage", read_storage},
    {"environment", read_session<ForeignPipeline, read_environment>},
    {"resources", read_session<ForeignPipeline, read_resources>},
    {"resource_opts", read_session<ForeignPipeline, read_resource_opts>},
    {"mounts", read_session<ForeignPipeline, read_mounts>},
    {"params", read_params},
    {"tasks", read_tasks}};

Diagnostic conversion(const yaml::Tree& root, std::string_view name) {
  const auto* version = root.find("version");
  const bool told = version != nullptr && !version->word.empty();
  auto source = std::make_shared<Source>();
  source->name = name;
  return {.code = "converted-file",
          .message = "this is a FastTrack file" +
                     (told ? " of version " + version->word : std::string()) +
                     ", read as the headway pipeline it describes",
          .span = {std::move(source)},
          .notes = {"`headway import FILE --from fasttrack` shows that pipeline"},
          .severity = Severity::warning};
}

bool has_any(const yaml::Tree& map, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return map.find(name) != nullptr; });
}

/// What FastTrack's server of 22.09 says of a pipeline: its file is one of the texts in it.
bool is_answer(const yaml::Tree& root) {
  const auto* file = root.find("yaml");
  return file != nullptr && file->is_scalar() && root.find("dataflow") != nullptr;
}

Loaded refused_answer(const yaml::Tree& root) {
  Loaded result;
  Field(*root.find("yaml"), result.diagnostics)
      .fail_at_key("not-convertible",
                   "this is what FastTrack's server says of a pipeline; the file is the text under "
                   "\"yaml\"",
                   {"write that text to a file of its own, as with `jq -r .yaml`"});
  return result;
}

/// Lists of tasks are found elsewhere too; these words beside one are FastTrack's.
bool is_fasttrack(const yaml::Tree& root) {
  const auto* tasks = root.find("tasks");
  if (root.find("headway") != nullptr || tasks == nullptr) return false;
  if (tasks->kind != yaml::Tree::Kind::list) return false;
  if (has_any(root, {"ownership", "environment"})) return true;
  return !tasks->parts.empty() && tasks->parts.front().find("name") != nullptr &&
         has_any(tasks->parts.front(),
                 {"module_uri", "cluster_mode", "resource_opts", "dependencies", "environment"});
}

}  // namespace

bool recognises(std::string_view text, std::string_view name) {
  const auto has = [&](std::string_view part) { return text.find(part) != std::string_view::npos; };
  const bool own = text.starts_with("headway:") || has("\nheadway:") || has("\"headway\":");
  const bool foreign = has("tasks") || has("dataflow");
  if (own || !foreign) return false;  // large files of headway's own are not read twice
  Diagnostics ignored;
  const auto tree = yaml::read_tree(text, name, ignored);
  return tree && (is_fasttrack(*tree) || is_answer(*tree));
}

Loaded read(std::string_view text, std::string_view name) {
  Loaded result;
  const auto tree = yaml::read_tree(text, name, result.diagnostics);
  if (!tree) return result;
  if (is_answer(*tree)) return refused_answer(*tree);
  result.diagnostics.add(conversion(*tree, name));
  ForeignPipeline foreign;
  foreign.pipeline.name = "pipeline";
  foreign.pipeline.span = tree->span;
  const Field root(*tree, result.diagnostics);
  if (tree->find("tasks") == nullptr) {
    root.fail("missing-key", "a FastTrack file needs the key \"tasks\"");
  }
  read_fields(root, foreign, std::span<const FieldKey<ForeignPipeline>>(pipeline_keys));
  result.pipeline = assembled(std::move(foreign), result.diagnostics);
  result.diagnostics.sort();
  return result;
}

}  // namespace headway::inline v0::fasttrack
