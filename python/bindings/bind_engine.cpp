// Engine: what runs jobs in this process.
#include "bindings.hpp"
#include "conversions.hpp"
#include "draft.hpp"
#include "running_job.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/job/compile.hpp>
#include <headway/run/params.hpp>
#include <headway/session/inventory.hpp>
#include <headway/session/local.hpp>

namespace headway::python {

LocalEngine::LocalEngine(const std::string& store, const Resources& slots,
                         const std::string& program, const std::string& python) {
  const WithoutGil released;
  config_ = store_config(store);
  parts_ = std::make_unique<Parts>(config_, store, slots, program, python);
}

void LocalEngine::close() {
  if (forked_) return;
  const WithoutGil released;
  closing_ = true;
  const std::unique_lock lock(mutex_);
  parts_.reset();
  closed_ = true;
}

void LocalEngine::abandon() {
  forked_ = true;
  CallAway::count() = 0;  // of threads that are not here
  [[maybe_unused]] const auto* left_to_the_parent = parts_.release();
}

void LocalEngine::throw_if_forked() const {
  if (forked_) {
    throw SessionError(
        "the engine of this job lives in the parent process; it cannot be used in "
        "a forked child");
  }
}

namespace {

RunningJob start(const std::shared_ptr<LocalEngine>& engine, PipelineBuilder& builder,
                 const py::dict& params, const std::string& job_name, const std::string& slots,
                 const bool clean_env, const bool no_cache) {
  const Pipeline pipeline = built(builder);  // a copy: other threads may go on building
  const Values values = bound(pipeline, to_values(params));
  const StoreConfig& config = engine->config();
  const StartOptions options{.job_name = job_name,
                             .slots = slots,
                             .clean_env = clean_env || config.clean_env,
                             .no_cache = no_cache || config.no_cache};
  return {engine, engine->use([&](Executor& executor) {
            return executor.start(pipeline, values, options);
          })};
}

/// Finds what `start` would find, before there is an engine. Throws InvalidPipeline.
void check(PipelineBuilder& builder, const py::dict& params, const std::string& store,
           const PythonAmounts& slots) {
  const Pipeline pipeline = built(builder);
  const Values values = bound(pipeline, to_values(params));
  const Resources said = to_resources(slots);
  const WithoutGil released;
  const StoreConfig config = store_config(store);
  Capabilities can = local_capabilities();
  const Quota& quota = quota_of(config.policy.quotas, owner_of({}));
  can.processes = true;  // where the program is that starts them, the engine is told
  [[maybe_unused]] const auto job =
      compile(pipeline, {.params = values,
                         .nodes = {inventory(config.slots_with(said))},
                         .quota = quota.max_slots,
                         .check_callables = true,
                         .backend = "local",
                         .capabilities = can});
}

RunningJob resume(const std::shared_ptr<LocalEngine>& engine, const std::string& job) {
  JobId id;
  if (!parse(job, id)) throw Error('"' + job + "\" is no job id");
  return {engine, engine->use([&](Executor& executor) { return executor.resume(id); })};
}

RunningJob rerun(const std::shared_ptr<LocalEngine>& engine, const std::string& job,
                 const std::vector<std::string>& from) {
  JobId id;
  if (!parse(job, id)) throw Error('"' + job + "\" is no job id");
  return {engine,
          engine->use([&](Executor& executor) { return executor.rerun(id, {.from = from}); })};
}

}  // namespace

void bind_engine(py::module_& module) {
  py::class_<LocalEngine, std::shared_ptr<LocalEngine>>(module, "Engine")
      .def(py::init([](const std::string& store, const PythonAmounts& slots,
                       const std::string& program, const std::string& python) {
        return std::make_shared<LocalEngine>(store, to_resources(slots), program, python);
      }))
      .def_property_readonly("open", &LocalEngine::open)
      .def("close", &LocalEngine::close)
      .def("abandon", &LocalEngine::abandon)
      .def("start", start)
      .def("resume", resume)
      .def("rerun", rerun);
  module.def("check", check);
}

}  // namespace headway::python
