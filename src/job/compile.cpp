// Compilation: binding the params, then graph by graph.
#include "analysis.hpp"
#include "backend_check.hpp"
#include "callable_check.hpp"
#include "capacity_check.hpp"
#include "checks.hpp"
#include "graph_compiler.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/job/compile.hpp>
#include <headway/job/expression.hpp>

#include <memory>
#include <string>
#include <utility>

namespace headway::inline v0 {
namespace {

class Compiler {
 public:
  Compiler(std::shared_ptr<const Pipeline> pipeline, const CompileOptions& options)
      : pipeline_(std::move(pipeline)), options_(options), index_(*pipeline_) {}

  std::shared_ptr<const PipelineJob> compile() {
    bind_params();
    const CompileContext context{options_, params_, findings_};
    auto job = compile_graph(analyse(pipeline_, params_, findings_), context);
    check_callables(*pipeline_, options_, findings_);
    check_capacity(*pipeline_, options_, findings_);
    check_backend(*pipeline_, options_, findings_);
    refuse_if_wrong();
    return job;
  }

 private:
  [[nodiscard]] const Pipeline& pipeline() const { return *pipeline_; }

  void bind_params() {
    for (const auto& [name, value] : options_.params) {
      if (index_.param(name)) continue;
      findings_.add(
          {.code = "unknown-param",
           .message = "there is no param " + quoted(name),
           .span = pipeline().span,
           .path = Where{"params", name}.text(),
           .notes = {"it was given for this job, and the pipeline declares no such param"},
           .candidates = findings_.candidates(name, pipeline().params)});
    }
    for (const Param& param : pipeline().params) bind(param);
  }

  void bind(const Param& param) {
    if (const auto given = options_.params.find(param.name); given != options_.params.end()) {
      if (check_param_value(param, given->second, "the value given for", param.span, findings_)) {
        params_.emplace(param.name, given->second);
      }
    } else if (param.default_value) {
      params_.emplace(param.name, *param.default_value);
    } else {
      findings_.add({.code = "missing-param",
                     .message = "the param " + quoted(param.name) + " has no default and no value",
                     .span = param.span,
                     .path = Where{"params", param.name}.text(),
                     .notes = {"give it: -p " + param.name + "=…"}});
    }
  }

  void refuse_if_wrong() {
    Diagnostics all = findings_.take();
    if (!all.has_errors()) return;
    all.sort();
    throw InvalidPipeline(std::move(all));
  }

  const std::shared_ptr<const Pipeline> pipeline_;
  const CompileOptions& options_;
  PipelineIndex index_;
  Findings findings_;
  Values params_;
};

}  // namespace

std::shared_ptr<const PipelineJob> compile(const Pipeline& pipeline,
                                           const CompileOptions& options) {
  return Compiler(std::make_shared<const Pipeline>(pipeline), options).compile();
}

}  // namespace headway::inline v0
