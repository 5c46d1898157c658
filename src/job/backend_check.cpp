// What a backend is asked for that it cannot do.
#include "backend_check.hpp"

#include "pipeline_walk.hpp"

#include <set>
#include <string>
#include <utility>
#include <variant>

namespace headway::inline v0 {
namespace {

/// What starts a session of a body.
enum class Starts : std::uint8_t { nothing, process, callable };

struct StartOf {
  Starts operator()(const CommandBody& /*body*/) const { return Starts::process; }
  Starts operator()(const ScriptBody& /*body*/) const { return Starts::process; }
  Starts operator()(const CallBody& body) const {
    return body.target.value.starts_with("cpp:") ? Starts::callable : Starts::process;
  }
  template <class Other>
  Starts operator()(const Other& /*body*/) const {
    return Starts::nothing;
  }
};

/// Of one pipeline. Borrows everything.
class BackendCheck {
 public:
  BackendCheck(const CompileOptions& options, const Pipeline& pipeline, Findings& findings)
      : options_(options), defaults_(pipeline.defaults), findings_(findings) {}

  [[nodiscard]] BackendCheck inside(const Pipeline& inner) const {
    return {options_, inner, findings_};
  }

  void look_at(const Task& task) {
    const Starts body = std::visit(StartOf(), task.body);
    const Starts undo = task.compensate ? std::visit(StartOf(), *task.compensate) : Starts::nothing;
    if (body == Starts::callable || undo == Starts::callable) callable(task);
    if (body == Starts::process || undo == Starts::process) process(task);
  }

 private:
  void callable(const Task& task) {
    if (options_.capabilities.callables) return;
    refuse(Where{"tasks", task.name}.text(), task.span, "runs no C++ functions of this program",
           "start the job on a backend that does, or make it a command");
  }

  void process(const Task& task) {
    settings(task);
    if (options_.capabilities.processes) return;
    refuse(
        Where{"tasks", task.name}.text(), task.span, "starts no processes here",
        "commands, scripts and calls of Python are processes, which the program \"headway\" starts: it "
        "is neither beside this program or the library nor where HEADWAY_PROGRAM says; set that to its "
        "path");
  }

  void settings(const Task& task) {
    const SessionSettings& own = task.settings;
    const SessionSettings& all = defaults_;
    const Capabilities& can = options_.capabilities;
    const auto asks = [&](const auto& mine, const auto& general, std::string_view key, auto unmet) {
      const auto& setting = mine.or_else(general);
      if (!setting.given() || !unmet(*setting)) return;
      tell(task, key, mine.written(), setting.span());
    };
    asks(own.image, all.image, "image", [&](const std::string&) { return !can.images; });
    asks(own.mounts, all.mounts, "mounts",
         [&](const std::vector<Text>& mounts) { return !can.mounts && !mounts.empty(); });
    asks(own.sandbox, all.sandbox, "sandbox",
         [&](Sandbox sandbox) { return !can.sandbox && sandbox != Sandbox::none; });
    asks(own.cluster_size, all.cluster_size, "cluster",
         [&](std::uint32_t size) { return !can.clusters && size > 1; });
    asks(own.session, all.session, "session", [&](const SessionChoice& choice) {
      const bool other = !choice.backend.empty() && choice.backend != options_.backend;
      return other || (!can.options && !choice.options.empty());
    });
  }

  void tell(const Task& task, std::string_view key, bool is_own, const SourceSpan& span) {
    if (!is_own && !told_.insert(std::string(key)).second) return;
    const std::string path =
        is_own ? Where{"tasks", task.name, key}.text() : Where{"defaults", key}.text();
    const SourceSpan& place = span.line > 0 ? span : task.span;
    const auto [cannot, instead] = words_about(key, task);
    refuse(path, place, cannot, instead);
  }

  [[nodiscard]] std::pair<std::string, std::string> words_about(std::string_view key,
                                                                const Task& task) const {
    if (key == "image") {
      return {"runs nothing in container images",
              "without \"image\" the session has what is installed here"};
    }
    if (key == "mounts") {
      return {"mounts no folders",
              "without \"mounts\" a session names each folder by its own path"};
    }
    if (key == "sandbox") {
      return {"has no sandbox", "with \"sandbox: none\" the session sees what its user sees"};
    }
    if (key == "cluster") {
      return {"gives a session one node", "with \"cluster: {size: 1}\" it has one"};
    }
    const std::string& wanted = task.settings.session.or_else(defaults_.session)->backend;
    if (!wanted.empty() && wanted != options_.backend) {
      return {"is the one the job is started on, and the session asks for " + quoted(wanted),
              "leave \"backend\" out for whichever the job is started on"};
    }
    return {"knows no options of sessions", "leave \"options\" out; they are of other backends"};
  }

  void refuse(std::string path, const SourceSpan& span, const std::string& cannot,
              std::string instead) {
    findings_.add({.code = "unsupported-by-backend",
                   .message = "the backend " + quoted(options_.backend) + ' ' + cannot,
                   .span = span,
                   .path = std::move(path),
                   .notes = {std::move(instead)}});
  }

  const CompileOptions& options_;
  const SessionSettings& defaults_;
  Findings& findings_;
  std::set<std::string> told_{};  // keys of the defaults
};

}  // namespace

void check_backend(const Pipeline& pipeline, const CompileOptions& options, Findings& findings) {
  if (options.backend.empty()) return;
  BackendCheck check(options, pipeline, findings);
  PipelineWalk(findings).whole(pipeline, check);
}

}  // namespace headway::inline v0
