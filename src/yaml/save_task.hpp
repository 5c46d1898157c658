// Tasks, bodies, settings and types as drafts.
#pragma once

#include "draft.hpp"

#include <headway/model/pipeline.hpp>

namespace headway::inline v0::yaml {

/// The whole file.
Draft draft_of_pipeline(const Pipeline& pipeline);

/// Tasks by name, a paragraph each.
Draft draft_of_tasks(const std::vector<Task>& tasks);

/// A map that begins with `type` and, for an enum, its `values`.
Draft draft_of_type(const Type& type);

/// Adds what was written of the settings, null included, and the sources where the reference has
/// them: amid the settings.
void add_settings(Draft& draft, const SessionSettings& settings,
                  const std::vector<Text>& sources = {});

/// Adds a body that runs in a session, as `command`, `script` with its `shell`, or `call`.
void add_session_body(Draft& task, const Body& body);
/// Adds any other body but a join.
void add_other_body(Draft& task, const Body& body);
void add_compensation(Draft& task, const CompensationBody& body);

Draft draft_of_texts(const std::vector<Text>& texts);
Draft draft_of_texts(const std::vector<std::string>& texts);
Draft draft_of_inputs(const std::vector<Input>& inputs);
Draft draft_of_outputs(const std::vector<ComputedOutput>& outputs);
Draft draft_of_duration(Duration duration);
/// An expression; true and false without quotes.
Draft draft_of_expression(const Text& expression);
Draft draft_of_number(std::int64_t value);

/// Adds a list or a map that has something in it.
void add_filled(Draft& draft, std::string_view key, Draft part);
/// Adds a text or a duration that says something.
void add_filled(Draft& draft, std::string_view key, const std::string& text);
void add_filled(Draft& draft, std::string_view key, Duration duration);

}  // namespace headway::inline v0::yaml
