// Analysis: the checks of a pipeline, graph by graph, inner ones where they stand.
#include "analysis.hpp"

#include "checks.hpp"
#include "key_check.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace headway::inline v0 {
namespace {

/// Pipelines inside pipelines inside pipelines.
constexpr std::size_t deepest_pipeline = 16;

enum class Keep : std::uint8_t { findings, graphs };

/// What all pipelines of one analysis share.
struct Inspection {
  Findings& findings;
  Keep keep = Keep::findings;
  std::uint64_t instances = 0;
  std::size_t depth = 0;
  /// By the file it was read from, so that each is checked once, or by itself where it is of a
  /// program: what its jobs give.
  std::map<std::pair<std::string, const Pipeline*>, std::shared_ptr<const NamedTypes>> inner{};
};

/// The body of a repeat, and the bodies of the repeats in it.
struct Body {
  std::uint32_t task = 0;
  std::unique_ptr<CheckedGraph> graph{};
  std::vector<Body> inner{};
};

void check_literals(const Pipeline& pipeline, Findings& findings) {
  for (const auto& [name, text] : pipeline.labels) {
    check_literal(text, pipeline.span, {"labels", name}, findings);
  }
  check_literal(pipeline.name, pipeline.span, {"name"}, findings);
}

void check_limits(const Pipeline& pipeline, Findings& findings) {
  const auto& cap = pipeline.limits.max_parallel;
  if (cap && cap->value == 0) {
    findings.add({.code = "out-of-range",
                  .message = "\"max_parallel\" is zero: nothing could start",
                  .span = cap->span,
                  .path = "limits.max_parallel",
                  .notes = {"leave it out for no cap"}});
  }
}

/// Of one pipeline. Borrows everything.
class PipelineAnalysis {
 public:
  PipelineAnalysis(const Pipeline& pipeline, const Values& params, Inspection& inspection)
      : pipeline_(pipeline),
        params_(params),
        inspection_(inspection),
        findings_(inspection.findings),
        index_(pipeline),
        tasks_(index_, pipeline.tasks, GraphNames::tasks) {}

  Analysis all() {
    whole();
    Analysis analysis = graph(tasks_, bodies_of(tasks_));
    KeyCheck keys(tasks_, nullptr, findings_);
    keys.defaults();
    outputs_ = std::make_shared<const NamedTypes>(keys.job_outputs());
    keys.notifications();
    if (!pipeline_.on_failure.empty()) {
      analysis.on_failure.push_back(end(pipeline_.on_failure, "on_failure"));
    }
    if (!pipeline_.finally.empty()) analysis.finally.push_back(end(pipeline_.finally, "finally"));
    return analysis;
  }

  /// What its jobs give, once all was checked.
  [[nodiscard]] const std::shared_ptr<const NamedTypes>& outputs() const { return outputs_; }

 private:
  void whole() {
    check_literals(pipeline_, findings_);
    check_limits(pipeline_, findings_);
    check_names(pipeline_, findings_);
    check_task_names(pipeline_, findings_);
    check_params(pipeline_, findings_);
    check_settings(pipeline_.defaults, index_, {"defaults"}, findings_);
    check_notifications(pipeline_, findings_);
  }

  Analysis end(const std::vector<Task>& tasks, const std::string& key) {
    const Findings::Within within(findings_, {}, key);
    CheckedGraph checked(index_, tasks, GraphNames::end, &tasks_);
    return graph(checked, bodies_of(checked));
  }

  /// The bodies in a graph. What their tasks give is known from here on.
  std::vector<Body> bodies_of(CheckedGraph& graph) {
    std::vector<Body> bodies;
    for (std::uint32_t t = 0; t < graph.tasks().size(); ++t) {
      const Task& task = graph.task(t);
      if (const auto* repeat = std::get_if<RepeatBody>(&task.body)) {
        bodies.push_back(body_of(*repeat, graph, t));
      } else if (const auto* inner = std::get_if<PipelineBody>(&task.body);
                 inner && inner->loaded) {
        give(graph, t, outputs_of(*inner->loaded, task), "pipeline");
      }
    }
    return bodies;
  }

  Body body_of(const RepeatBody& repeat, CheckedGraph& outer, std::uint32_t number) {
    const Where where{"tasks", outer.task(number).name, "repeat"};
    Body body{.task = number,
              .graph = std::make_unique<CheckedGraph>(index_, repeat.tasks, GraphNames::round,
                                                      &outer, number)};
    {
      const Findings::Within within(findings_, where.text(), "tasks");
      body.inner = bodies_of(*body.graph);
    }
    auto unknown = std::make_shared<NamedTypes>();
    for (const ComputedOutput& output : repeat.outputs) unknown->add(output.name, {});
    body.graph->set_round_outputs(std::move(unknown));
    auto outputs = std::make_shared<const NamedTypes>(
        KeyCheck(*body.graph, nullptr, findings_).round_outputs(repeat, where));
    body.graph->set_round_outputs(outputs);
    give(outer, number, std::move(outputs), "repeat");
    return body;
  }

  /// An inner graph gives `found`; what the task declares beside must be among it.
  void give(CheckedGraph& graph, std::uint32_t number, std::shared_ptr<const NamedTypes> found,
            std::string_view key) {
    const Task& task = graph.task(number);
    if (task.outputs.empty()) return graph.set_outputs(number, std::move(found));
    NamedTypes both;
    for (const OutputDeclaration& output : task.outputs) {
      both.add(output.name, output.type);
      if (!output.value && !output.path) check_given(task, output, *found, key, findings_);
    }
    if (findings_.affords(found->entries().size())) {
      for (const auto& entry : found->entries()) both.add(entry.name, entry.type);
    }
    graph.set_outputs(number, std::make_shared<const NamedTypes>(std::move(both)));
    keep_alive_.push_back(std::move(found));  // whose names are borrowed
  }

  /// What jobs of an inner pipeline give. Checks it when it comes up first.
  std::shared_ptr<const NamedTypes> outputs_of(const Pipeline& inner, const Task& task) {
    const auto& source = inner.span.source;
    const std::string file = source && !source->text.empty() ? source->name : std::string();
    const auto [known, fresh] =
        inspection_.inner.try_emplace({file, file.empty() ? &inner : nullptr});
    if (!fresh) return known->second ? known->second : std::make_shared<const NamedTypes>();
    if (inspection_.depth >= deepest_pipeline) {
      findings_.add({.code = "pipeline-inside-itself",
                     .message = "pipelines stand inside pipelines more than " +
                                std::to_string(deepest_pipeline) + " deep",
                     .span = task.span,
                     .path = Where{"tasks", task.name, "pipeline"}.text(),
                     .notes = {"does one of them start itself?"}});
      return std::make_shared<const NamedTypes>();
    }
    Findings::Within within(findings_, Where{"tasks", task.name, "pipeline"}.text(), "tasks");
    ++inspection_.depth;
    const Keep keep = std::exchange(inspection_.keep, Keep::findings);
    const std::uint64_t instances = std::exchange(inspection_.instances, 0);
    const Values params = defaults_of(inner);
    PipelineAnalysis analysis(inner, params, inspection_);
    analysis.all();
    inspection_.keep = keep;
    inspection_.instances = instances;
    --inspection_.depth;
    return known->second = analysis.outputs();
  }

  /// The checks of one graph, and of the bodies inside it.
  Analysis graph(CheckedGraph& checked, std::vector<Body> bodies) {
    Analysis analysis;
    for (const Task& task : checked.tasks()) {
      check_task(task, findings_);
      check_settings(task.settings, index_, {"tasks", task.name}, findings_);
    }
    analysis.predecessors = check_edges(checked, findings_);
    analysis.grids = expand_all(checked);
    for (Body& body : bodies) {
      const Task& task = checked.task(body.task);
      analysis.bodies.push_back(round(body, std::get<RepeatBody>(task.body), task));
      analysis.repeats.push_back(body.task);
    }
    if (inspection_.keep == Keep::graphs) {
      if (&checked != &tasks_) analysis.pipeline = with_tasks(pipeline_, checked.tasks());
    } else {
      analysis = {};
    }
    return analysis;
  }

  Analysis round(Body& body, const RepeatBody& repeat, const Task& task) {
    KeyCheck(*body.graph, nullptr, findings_).until(repeat, {"tasks", task.name, "repeat"});
    const Findings::Within within(findings_, Where{"tasks", task.name, "repeat"}.text(), "tasks");
    check_task_names(repeat.tasks, findings_);
    return graph(*body.graph, std::move(body.inner));
  }

  /// The combinations of every task. Stops where they are too many for one job.
  std::vector<PipelineJobParts::Grid> expand_all(const CheckedGraph& checked) {
    const auto& tasks = checked.tasks();
    std::vector<PipelineJobParts::Grid> grids(tasks.size());
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      const bool enough = inspection_.instances > most_instances;  // told already
      inspection_.instances += 1;
      if (!tasks[t].matrix || enough) continue;
      auto grid = expand_matrix(tasks[t], index_, params_, findings_);
      if (!grid) continue;
      inspection_.instances += grid->choices.size() / grid->axes.size();
      if (inspection_.instances > most_instances) too_many(tasks[t]);
      grids[t] = std::move(*grid);
    }
    return grids;
  }

  void too_many(const Task& task) {
    findings_.add(
        {.code = "fan-out-too-large",
         .message = "the job would have more than " + std::to_string(most_instances) + " instances",
         .span = task.matrix->span,
         .path = Where{"tasks", task.name, "matrix"}.text(),
         .notes = {"all matrices up to this one count; make two jobs of it"}});
  }

  const Pipeline& pipeline_;
  const Values& params_;
  Inspection& inspection_;
  Findings& findings_;
  PipelineIndex index_;
  CheckedGraph tasks_;
  std::shared_ptr<const NamedTypes> outputs_ = std::make_shared<const NamedTypes>();
  std::vector<std::shared_ptr<const NamedTypes>> keep_alive_;
};

}  // namespace

Values defaults_of(const Pipeline& pipeline) {
  Values defaults;
  for (const Param& param : pipeline.params) {
    if (param.default_value) defaults.emplace(param.name, *param.default_value);
  }
  return defaults;
}

std::shared_ptr<const Pipeline> with_tasks(const Pipeline& pipeline, std::vector<Task> tasks) {
  return std::make_shared<const Pipeline>(Pipeline{.name = pipeline.name,
                                                   .params = pipeline.params,
                                                   .secrets = pipeline.secrets,
                                                   .defaults = pipeline.defaults,
                                                   .tasks = std::move(tasks),
                                                   .span = pipeline.span,
                                                   .folder = pipeline.folder});
}

const Analysis& Analysis::body_of(std::uint32_t task) const {
  if (bodies.size() == 1) return bodies.front();
  const auto at = std::lower_bound(repeats.begin(), repeats.end(), task);
  return bodies[static_cast<std::size_t>(at - repeats.begin())];
}

Analysis analyse(std::shared_ptr<const Pipeline> pipeline, const Values& params,
                 Findings& findings) {
  Inspection inspection{.findings = findings, .keep = Keep::graphs};
  Analysis analysis = PipelineAnalysis(*pipeline, params, inspection).all();
  analysis.pipeline = std::move(pipeline);
  return analysis;
}

void inspect(const Pipeline& pipeline, Findings& findings) {
  Inspection inspection{.findings = findings};
  const Values params = defaults_of(pipeline);
  PipelineAnalysis(pipeline, params, inspection).all();
}

}  // namespace headway::inline v0
