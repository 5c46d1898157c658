// Events as JSON text and back: what the store keeps and `--json` prints.
#pragma once

#include <headway/event/event.hpp>
#include <headway/event/job_graphs.hpp>

#include <string>
#include <string_view>

namespace headway::inline v0 {

/// The body of a fact as one JSON object, instances by number; without time, job and the event's
/// word. JobStarted is `{}`: its durable form is the JobRecord.
std::string encode(const Fact& fact);

/// The inverse of `encode`; `word` is `name_of` the fact. Throws Error when the body is not one.
Fact decode(std::string_view word, std::string_view body);

/// One line of `run --json`, with the name that `graphs` know the instance by:
/// `{"time":…,"job":…,"event":…,"instance"?:name,"attempt"?,"cause"?,…}`.
std::string json_line(const Event& event, const JobGraphs& graphs);

/// The pipelines inside of `pipeline` as JSON, and attaching them again; empty where there are
/// none.
std::string encode_children(const Pipeline& pipeline);
void attach_children(Pipeline& pipeline, std::string_view children);

/// Values as JSON and back, artifacts kept apart from objects.
std::string encode_value(const Value& value);
std::string encode_values(const Values& values);
Values decode_values(std::string_view text);

}  // namespace headway::inline v0
