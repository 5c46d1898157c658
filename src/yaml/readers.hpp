// Readers: from a checked place of the document to a part of the model, one function for each part.
#pragma once

#include "keys.hpp"

#include <headway/model/pipeline.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace headway::inline v0::yaml {

/// Each reads the value at `at`, whose form is right, into `target`; what is wrong inside of it
/// becomes findings and leaves the target as it was.
void read_pipeline(const Place& at, Pipeline& target);
void read_params(const Place& at, Pipeline& target);
void read_tasks(const Place& at, Pipeline& target);
void read_body_command(const Place& at, Task& target);
void read_body_script(const Place& at, Task& target);
void read_body_call(const Place& at, Task& target);
void read_shell(const Place& at, Task& target);
void read_matrix(const Place& at, Task& target);
void read_outputs(const Place& at, Task& target);

/// The keys of `defaults`, which are also keys of a task.
std::span<const Key<SessionSettings>> settings_keys();

/// A text with its place.
std::optional<Text> read_text(const Place& at);
/// `512Mi`, `0.5`: a quantity of the slot that the entry's key names.
std::optional<Quantity> read_quantity(const Place& at);
std::optional<Duration> read_duration(const Place& at);
std::optional<std::uint32_t> read_count(const Place& at, std::uint32_t min);
/// A type word; `enum` still lacks its values.
std::optional<Type> read_type(const Place& at);
/// Puts the `values` of a declaration into its enum; `at` is the declaration.
void complete_enum(const Place& at, Type& type,
                   const std::optional<std::vector<std::string>>& values);

}  // namespace headway::inline v0::yaml
