// FastTrack's files: from a pipeline to their keys.
#include "binary_size.hpp"
#include "fasttrack_parts.hpp"
#include "refusals.hpp"

#include <headway/interop/fasttrack.hpp>
#include <headway/yaml/tree.hpp>

#include <algorithm>

namespace headway::inline v0::fasttrack {
namespace {

using yaml::Tree;

constexpr std::string_view newest_version = "26.4.4";
constexpr std::size_t longest_foreign_name = 19;
constexpr std::int64_t device = 1000;  // thousandths

Tree text(std::string_view value) { return Tree::of_text(std::string(value)); }

/// A label that import made of a key, or what FastTrack takes for granted.
std::string label(const Pipeline& pipeline, std::string_view name, std::string_view otherwise) {
  for (const auto& [key, value] : pipeline.labels) {
    if (key == "fasttrack." + std::string(name)) return value;
  }
  return std::string(otherwise);
}

/// A word for /bin/sh that stands for itself.
std::string in_shell(std::string_view word) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+.,:/@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) {
    return std::string(word);
  }
  std::string quoted = "'";
  for (char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + '\'';
}

/// The body as a text for /bin/sh.
struct ShellText {
  std::string operator()(const ScriptBody& body) const {
    if (std::equal(body.shell.begin(), body.shell.end(), std::begin(shell), std::end(shell))) {
      return body.text.value;
    }
    std::string line;
    for (const auto& word : body.shell) line += in_shell(word) + ' ';
    return line + in_shell(body.text.value);
  }
  std::string operator()(const CommandBody& body) const {
    std::string line;
    for (const auto& word : body.argv) line += (line.empty() ? "" : " ") + in_shell(word.value);
    return line;
  }
  template <class Other>
  std::string operator()(const Other& /*body*/) const {
    return "true";  // a join; all else has been refused
  }
};

std::string_view option(const SessionSettings& settings, std::string_view name) {
  return settings.session.given() ? find(settings.session->options, name) : std::string_view();
}

std::string_view option(const SessionSettings& settings, std::string_view name,
                        std::string_view otherwise) {
  const auto value = option(settings, name);
  return value.empty() ? otherwise : value;
}

Tree envs(const SessionSettings& settings) {
  auto envs = Tree::map();
  for (const auto& [name, value] : settings.env) {
    if (value.given() && name != job_variable) envs.entry(name, text(*value));
  }
  if (!settings.secrets.given()) return envs;
  for (const auto& secret : *settings.secrets) {
    envs.entry(secret.value, text("${{ secrets." + secret.value + " }}"));
  }
  return envs;
}

Tree environment(const SessionSettings& settings) {
  return Tree::map()
      .entry("project", text(option(settings, option_project, "default")))
      .entry("scaling-group", text(option(settings, option_scaling_group, "default")))
      .entry("image", text(settings.image.value_or("")))
      .entry("envs", envs(settings));
}

Quantity amount(const SessionSettings& settings, std::string_view slot, Quantity otherwise) {
  for (const auto& [name, quantity] : settings.resources) {
    if (name == slot && quantity.given()) return *quantity;
  }
  return otherwise;
}

/// Shares where the file was of a cluster that has shares, or where they are part of a device.
void add_gpu(Tree& resources, const SessionSettings& settings) {
  const auto gpu = amount(settings, "gpu", {});
  if (gpu.raw == 0) return;
  const auto exact = parse_quantity(option(settings, option_cuda_shares), Unit::thousandth);
  const bool shares = exact || gpu.raw % device != 0;
  const bool rounded = exact && (exact->raw + device - 1) / device * device == gpu.raw;
  resources.entry(shares ? "cuda.shares" : "cuda.device",
                  text(to_string(rounded ? *exact : gpu, Unit::thousandth)));
}

Tree resources(const SessionSettings& settings) {
  auto resources = Tree::map();
  resources.entry("cpu", Tree::of_integer(amount(settings, "cpu", {device}).raw / 1000));
  if (const auto mem = amount(settings, "mem", {}); mem.raw > 0) {
    resources.entry("mem", text(binary_size(mem)));
  }
  add_gpu(resources, settings);
  return resources;
}

Tree mounts(const SessionSettings& settings) {
  auto mounts = Tree::list();
  if (!settings.mounts.given()) return mounts;
  for (const auto& mount : *settings.mounts) {
    const auto colon = mount.value.find(':');
    const std::string source = mount.value.substr(0, colon);
    std::string target = mount.value.substr(colon + 1);
    if (target.starts_with(home)) target.erase(0, home.size());
    const bool by_itself = target == source;
    mounts.item(text(by_itself ? source : source + ':' + target));
  }
  return mounts;
}

void add_retry(Tree& task, const SessionSettings& settings) {
  if (!settings.retry.given() || settings.retry->empty()) return;
  const auto& rule = settings.retry->front();
  task.entry("retry", Tree::map()
                          .entry("max_attempts", Tree::of_integer(std::int64_t{rule.limit} + 1))
                          .entry("delay", Tree::of_integer(rule.backoff.initial.us / 1'000'000)));
}

Tree dependencies(const Task& task) {
  auto names = Tree::list();
  for (const auto& edge : task.depends_on) names.item(text(edge.task));
  return names;
}

Tree tree_of(const Task& task, const SessionSettings& settings) {
  const auto size = settings.cluster_size.value_or(1);
  const auto mode = size > 1 ? option(settings, option_cluster_mode, on_many_nodes) : on_one_node;
  auto tree = Tree::map();
  tree.entry("name", text(task.name))
      .entry("description", text(task.description))
      .entry("type", text("custom"))
      .entry("dependencies", dependencies(task))
      .entry("skip", Tree::of_boolean(is_skipped(task)))
      .entry("continue_on_failure", Tree::of_boolean(settings.allow_failure.value_or(false)))
      .entry("cluster_mode", text(mode))
      .entry("cluster_size", Tree::of_integer(size))
      .entry("module_uri", text(""))
      .entry("environment", environment(settings))
      .entry("resources", resources(settings))
      .entry("resource_opts",
             Tree::map().entry("shmem", text(option(settings, option_shmem, "0g"))))
      .entry("mounts", mounts(settings));
  add_retry(tree, settings);
  tree.entry("command", text(std::visit(ShellText{}, task.body)));
  return tree;
}

void require_image(const Task& task, const SessionSettings& settings, Diagnostics& found) {
  if (settings.image.given()) return;
  found.add({.code = "missing-key",
             .message = "in FastTrack the task \"" + task.name + "\" needs an image",
             .span = task.span,
             .path = "tasks." + task.name + ".image",
             .notes = {"write one here, or for all tasks under \"defaults\": image: "
                       "\"cr.backend.ai/stable/python:3.11-ubuntu22.04\""}});
}

void advise_name(const Task& task, Diagnostics& found) {
  if (task.name.size() <= longest_foreign_name) return;
  found.add({.code = "long-name",
             .message = "the name \"" + task.name + "\" may be too long for FastTrack",
             .span = task.span,
             .path = "tasks." + task.name,
             .notes = {"its tasks have names of fewer than 20 characters"},
             .severity = Severity::warning});
}

void advise_secret(const Secret& secret, Diagnostics& found) {
  found.add({.code = "foreign-secret",
             .message = "FastTrack takes the secret \"" + secret.name + "\" from its own store",
             .span = secret.reference.span,
             .path = "secrets." + secret.name,
             .notes = {"create a secret of this name there; where it comes from here is not "
                       "written to the file"},
             .severity = Severity::warning});
}

/// Says what the file says of tasks that say nothing of it.
class FilledIn {
 public:
  void note(const SessionSettings& settings) {
    project_ = project_ || option(settings, option_project).empty();
    scaling_group_ = scaling_group_ || option(settings, option_scaling_group).empty();
    cpu_ = cpu_ || amount(settings, "cpu", {-1}).raw < 0;
  }

  void tell(const Pipeline& pipeline, Diagnostics& found) const {
    std::string words;
    const auto add = [&](bool filled, std::string_view word) {
      if (filled) words += (words.empty() ? "" : ", ") + std::string(word);
    };
    add(project_, "project: default");
    add(scaling_group_, "scaling-group: default");
    add(cpu_, "cpu: 1");
    if (words.empty()) return;
    found.add({.code = "filled-in",
               .message = "where tasks do not say so, FastTrack's file has " + words,
               .span = pipeline.span,
               .notes = {"import reads them like all the rest; said under \"defaults\" they are "
                         "the same here and there"},
               .severity = Severity::warning});
  }

 private:
  bool project_ = false;
  bool scaling_group_ = false;
  bool cpu_ = false;
};

Tree ownership(const Pipeline& pipeline) {
  auto tree = Tree::map();
  tree.entry("domain", text(label(pipeline, "domain", "default")))
      .entry("scope", text(label(pipeline, "scope", "user")));
  const auto group = label(pipeline, "group", "");
  if (!group.empty()) tree.entry("group_name", text(group));
  return tree;
}

void add_storage(Tree& document, const Pipeline& pipeline) {
  auto storage = Tree::map();
  for (const std::string part : {"host", "name"}) {
    const auto value = label(pipeline, "storage_" + part, "");
    if (!value.empty()) storage.entry(part, text(value));
  }
  if (!storage.parts.empty()) document.entry("storage", std::move(storage));
}

}  // namespace

Written write(const Pipeline& pipeline) {
  Written result;
  Refusals refusals(result.diagnostics);
  refuse_parts(pipeline, refusals);
  for (const auto& secret : pipeline.secrets) advise_secret(secret, result.diagnostics);
  FilledIn filled_in;
  auto tasks = Tree::list();
  for (const auto& task : pipeline.tasks) {
    const auto settings = merge(pipeline.defaults, task.settings);
    refuse_parts(task, pipeline, refusals);
    refuse_parts(settings, "tasks." + task.name, refusals);
    require_image(task, settings, result.diagnostics);
    advise_name(task, result.diagnostics);
    filled_in.note(settings);
    tasks.item(tree_of(task, settings));
  }
  if (!result.diagnostics.has_errors()) filled_in.tell(pipeline, result.diagnostics);
  result.diagnostics.sort();
  if (result.diagnostics.has_errors()) return result;
  auto document = Tree::map();
  document.entry("version", text(label(pipeline, "version", newest_version)))
      .entry("name", text(pipeline.name))
      .entry("description", text(pipeline.description))
      .entry("ownership", ownership(pipeline));
  add_storage(document, pipeline);
  document.entry("environment", Tree::map().entry("envs", Tree::map()))
      .entry("params", Tree::list())
      .entry("tasks", std::move(tasks));
  result.text = yaml::write(document);
  return result;
}

}  // namespace headway::inline v0::fasttrack
