// Checking what was brought against what is declared.
#include "given_outputs.hpp"

#include "evaluation.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/event/codec.hpp>
#include <headway/model/with_floats.hpp>
#include <headway/yaml/load.hpp>

#include <algorithm>
#include <utility>

namespace headway::inline v0 {

namespace {

void say(std::string* why, std::string reason) {
  if (why != nullptr) *why = std::move(reason);
}

std::optional<Values> parsed(std::string_view text, std::string* why) {
  if (text.empty()) return Values{};
  try {
    Value value = yaml::load_value(text, "outputs");
    if (auto* values = value.get_if<Values>()) return std::move(*values);
  } catch (const InvalidPipeline& invalid) {
    say(why, invalid.what());
    return {};
  }
  say(why, "outputs are a JSON object");
  return {};
}

}  // namespace

std::optional<Values> given_outputs(const Task& task, std::string_view text,
                                    const std::shared_ptr<const Values>& left, std::string* why) {
  auto given = parsed(text, why);
  if (!given) return {};
  Values outputs = left ? *left : Values{};
  for (auto& [name, value] : *given) {
    const auto declared = std::find_if(
        task.outputs.begin(), task.outputs.end(),
        [&wanted = name](const OutputDeclaration& output) { return output.name == wanted; });
    if (declared == task.outputs.end()) {
      say(why, "the task \"" + task.name + "\" has no output \"" + name + '"');
      return {};
    }
    outputs[name] = with_floats(std::move(value), declared->type);
  }
  for (const OutputDeclaration& declared : task.outputs) {
    const Value& value = outputs[declared.name];
    if (conforms(value, declared.type)) continue;
    say(why, "the output \"" + declared.name + "\" is declared " + to_string(declared.type) +
                 (value.is_null() ? ", and was not given" : ", and not " + to_json(value)));
    return {};
  }
  return outputs;
}

bool is_ended_by_cancel(const JobGraphs& graphs, InstanceId id) {
  for (std::uint32_t graph = graphs.index_of(id); graph != 0; graph = graphs.at(graph).enclosing) {
    const GraphKind kind = graphs.at(graph).kind;
    if (kind == GraphKind::compensation || kind == GraphKind::finally) return false;
  }
  return true;
}

std::optional<InstanceEnded> answer_to_approval(const JobStatus& status,
                                                const ApprovalAnswer& answer, std::string* why) {
  const auto id = status.graphs().find(answer.instance);
  const auto* approval =
      id ? std::get_if<ApprovalBody>(&status.graphs().written(*id).body) : nullptr;
  if (approval == nullptr) {
    say(why, "there is no approval \"" + answer.instance + '"');
    return {};
  }
  const InstanceStatus& instance = status.instance(*id);
  if (instance.state != InstanceState::waiting) {
    say(why, '"' + answer.instance + "\" waits for nobody: it is " +
                 std::string(to_string(instance.state)));
    return {};
  }
  const auto& asked = approval->approvers;
  const auto is_asked = [&](const Text& user) { return user.value == answer.by; };
  if (!asked.empty() && std::none_of(asked.begin(), asked.end(), is_asked)) {
    say(why, '"' + answer.by + "\" is not among the approvers of \"" + answer.instance + '"');
    return {};
  }
  if (instance.until.us != 0 && answer.time > instance.until) {
    say(why, "the answer came after the deadline");
    return {};
  }
  if (!answer.approved) {
    return InstanceEnded{.instance = *id,
                         .state = InstanceState::failed,
                         .cause = {Cause::Kind::rejected},
                         .message = "rejected by " + answer.by};
  }
  const Task& task = status.graphs().written(*id);
  auto outputs = given_outputs(task, answer.outputs, nullptr, why);
  if (!outputs) return {};
  InstanceEnded ended = success(*id, task, std::move(*outputs));
  ended.message = "approved by " + answer.by;
  return ended;
}

}  // namespace headway::inline v0
