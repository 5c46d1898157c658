// Pipeline: the builder, and what can be asked of the pipeline it holds.
#include "bindings.hpp"
#include "conversions.hpp"
#include "draft.hpp"
#include "without_gil.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/job/validate.hpp>
#include <headway/run/check.hpp>
#include <headway/run/params.hpp>
#include <headway/view/svg.hpp>
#include <headway/view/text.hpp>
#include <headway/yaml/save.hpp>

namespace headway::python {

std::unique_ptr<PipelineBuilder> builder_of(Pipeline pipeline) {
  auto builder = std::make_unique<PipelineBuilder>(WrittenName(pipeline.name, CallSite{}));
  draft_of(*builder).pipeline() = std::move(pipeline);
  return builder;
}

namespace {

Diagnostics findings_of(PipelineBuilder& builder) {
  Diagnostics found;
  try {
    draft_of(builder).throw_mistakes({});
  } catch (const InvalidPipeline& invalid) {
    found = invalid.diagnostics();
  }
  for (const Diagnostic& finding : validate(pipeline_of(builder))) {
    const auto same = [&](const Diagnostic& known) {
      return known.code == finding.code && known.path == finding.path &&
             known.span.line == finding.span.line;
    };
    if (std::none_of(found.begin(), found.end(), same)) found.add(finding);
  }
  found.sort();
  return with_python_lines(found);
}

}  // namespace

Pipeline built(PipelineBuilder& builder) {
  try {
    return builder.build();
  } catch (const InvalidPipeline&) {
    throw InvalidPipeline(findings_of(builder));
  }
}

namespace {

/// What is known of a param; an absent key is None.
struct ParamRequest {
  std::string type{};
  std::vector<std::string> words{};
  std::optional<py::object> default_value{};  // inside: may be None, which is a value
  py::object least = py::none();
  py::object most = py::none();
  std::string description{};
};

Type type_of_request(PipelineDraft& draft, const std::string& name, const ParamRequest& request,
                     const SourceSpan& span) {
  if (!request.words.empty()) return {.kind = Type::Kind::enumeration, .values = request.words};
  if (request.type.empty()) {
    return request.default_value ? type_of(to_value(*request.default_value)) : Type{};
  }
  const auto type = parse_type(request.type);
  if (!type) {
    draft.mistake("unknown-type", '"' + request.type + "\" is no type", span, "params." + name,
                  {"types are " + std::string(detail::all_type_words)});
  }
  return type.value_or(Type{});
}

void add_param(PipelineBuilder& builder, const std::string& name, const ParamRequest& request,
               const Place& at) {
  auto& draft = draft_of(builder);
  Param param{.name = name, .description = request.description};
  param.type = type_of_request(draft, name, request, draft.span(at.site()));
  const auto given = [&](py::handle value) { return with_floats(to_value(value), param.type); };
  if (request.default_value) param.default_value = given(*request.default_value);
  if (!request.least.is_none()) param.min = given(request.least);
  if (!request.most.is_none()) param.max = given(request.most);
  draft.add_param({name, at.site()}, std::move(param));
}

void set_limits(PipelineBuilder& builder, std::optional<std::uint32_t> max_parallel,
                const PythonAmounts& slots, const Place& at) {
  builder.limits({.max_parallel = max_parallel, .slots = to_amounts(slots)}, at.site());
}

Pipeline read(const std::string& path) {
  const WithoutGil released;
  return load_file(path);
}

void bind_looks(py::class_<PipelineBuilder>& pipeline) {
  pipeline.def("to_yaml", [](PipelineBuilder& p) { return to_str(yaml::save(built(p))); })
      .def("findings", [](PipelineBuilder& p) { return to_python(findings_of(p)); })
      .def("svg", [](PipelineBuilder& p) { return to_str(svg(pipeline_of(p))); })
      .def("text", [](PipelineBuilder& p) { return to_str(text(pipeline_of(p))); })
      .def("equals",
           [](PipelineBuilder& p, PipelineBuilder& q) { return pipeline_of(p) == pipeline_of(q); });
}

void bind_whole(py::class_<PipelineBuilder>& pipeline) {
  pipeline
      .def(py::init([](const std::string& name, const Place& at) {
        return std::make_unique<PipelineBuilder>(WrittenName(name, at.site()));
      }))
      .def_static("load", [](const std::string& path) { return builder_of(read(path)); })
      .def_static("loads", [](const std::string& text,
                              const std::string& name) { return builder_of(load(text, name)); })
      .def_property_readonly("name", [](PipelineBuilder& p) { return to_str(pipeline_of(p).name); })
      .def_property(
          "folder", [](PipelineBuilder& p) { return to_str(pipeline_of(p).folder); },
          [](PipelineBuilder& p, std::string folder) { pipeline_of(p).folder = std::move(folder); })
      .def("counts",
           [](PipelineBuilder& p) {
             return std::pair(pipeline_of(p).params.size(), pipeline_of(p).tasks.size());
           })
      .def("description",
           [](PipelineBuilder& p, std::string text) { p.description(std::move(text)); })
      .def("label", [](PipelineBuilder& p, std::string name,
                       std::string value) { p.label(std::move(name), std::move(value)); })
      .def("secret",
           [](PipelineBuilder& p, const std::string& name, std::string reference, const Place& at) {
             p.secret({name, at.site()}, std::move(reference));
           })
      .def("limits", set_limits);
}

void bind_parts(py::class_<PipelineBuilder>& pipeline) {
  pipeline
      .def("param",
           [](PipelineBuilder& p, const std::string& name, std::string type,
              std::vector<std::string> words, const py::tuple& default_value, py::object least,
              py::object most, std::string description, const Place& at) {
             ParamRequest request{.type = std::move(type),
                                  .words = std::move(words),
                                  .least = std::move(least),
                                  .most = std::move(most),
                                  .description = std::move(description)};
             if (!default_value.empty()) request.default_value = default_value[0];
             add_param(p, name, request, at);
           })
      .def(
          "output",
          [](PipelineBuilder& p, const std::string& name, std::string expression, const Place& at) {
            p.output({name, at.site()}, std::move(expression));
          })
      .def("mistake",
           [](PipelineBuilder& p, std::string code, std::string message, const Place& at,
              std::string path, std::vector<std::string> notes) {
             auto& draft = draft_of(p);
             draft.mistake(std::move(code), std::move(message), draft.span(at.site()),
                           std::move(path), std::move(notes));
           })
      .def(
          "task",
          [](PipelineBuilder& p, const std::string& name, const Place& at) {
            return p.task({name, at.site()});
          },
          py::keep_alive<0, 1>())
      .def("defaults", &PipelineBuilder::defaults, py::keep_alive<0, 1>());
}

/// How a job ends, and who is told.
void bind_endings(py::class_<PipelineBuilder>& pipeline) {
  pipeline.def("fail_fast", [](PipelineBuilder& p) { p.fail_fast(); })
      .def("rollback", [](PipelineBuilder& p) { p.rollback(); })
      .def("notify",
           [](PipelineBuilder& p, std::vector<std::string> events, std::string slack,
              std::string webhook, const Place& at) {
             p.notify({std::move(events), std::move(slack), std::move(webhook)}, at.site());
           })
      .def(
          "on_failure",
          [](PipelineBuilder& p, const std::string& name, const Place& at) {
            return p.on_failure({name, at.site()});
          },
          py::keep_alive<0, 1>())
      .def(
          "finally_",
          [](PipelineBuilder& p, const std::string& name, const Place& at) {
            return p.finally({name, at.site()});
          },
          py::keep_alive<0, 1>());
}

}  // namespace

void bind_pipeline(py::module_& module) {
  py::class_<PipelineBuilder> pipeline(module, "Pipeline");
  bind_whole(pipeline);
  bind_parts(pipeline);
  bind_endings(pipeline);
  bind_looks(pipeline);
  module.def("parse_duration", [](const std::string& text) -> std::optional<std::int64_t> {
    const auto duration = parse_duration(text);
    if (!duration) return {};
    return duration->us;
  });
}

}  // namespace headway::python
