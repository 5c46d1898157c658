// Readers: from a checked place of the document to a part of the model, one function for each part.
#pragma once

#include "keys.hpp"

#include <headway/model/pipeline.hpp>

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0::yaml {

/// Each reads the value at `at`, whose form is right, into `target`; what is wrong inside of it
/// becomes findings and leaves the target as it was.
void read_pipeline(const Place& at, Pipeline& target);
void read_params(const Place& at, Pipeline& target);
void read_tasks(const Place& at, std::vector<Task>& target);
void read_notify(const Place& at, Pipeline& target);
void read_command(const Place& at, Task& target);
void read_script(const Place& at, Task& target);
void read_shell(const Place& at, Task& target);
void read_call(const Place& at, Task& target);
void read_repeat(const Place& at, Task& target);
void read_inner_pipeline(const Place& at, Task& target);
void read_approval(const Place& at, Task& target);
void read_wait(const Place& at, Task& target);
void read_fail(const Place& at, Task& target);
void read_callback(const Place& at, Task& target);
void read_compensate(const Place& at, Task& target);
void read_matrix(const Place& at, Task& target);
void read_map(const Place& at, Task& target);
void read_outputs(const Place& at, Task& target);
void read_retry(const Place& at, SessionSettings& target);
void read_timeout(const Place& at, SessionSettings& target);

/// The keys of `defaults`, which are also keys of a task.
const Keys<SessionSettings>& settings_keys();

/// The keys of each mapping, for a schema.
Table pipeline_table();
Table param_table();
Table limits_table();
Table notification_table();
Table defaults_table();
Table task_table();
Table output_table();
Table matrix_table();
Table map_table();
Table repeat_table();
Table inner_pipeline_table();
Table approval_table();
Table wait_table();
Table fail_table();
Table callback_table();
Table compensate_table();
Table retry_table();
Table backoff_table();
Table timeout_table();
Table cache_table();
Table session_table();
Table cluster_table();
Table requested_slots_table();
Table limited_slots_table();
Table raised_slots_table();

/// The place of a part of a text, where the text stands in the file as it reads.
SourceSpan part_of(const Place& at, std::size_t offset, std::size_t length);

std::optional<std::string> read_string(const Place& at);
/// A text with its place.
std::optional<Text> read_text(const Place& at);
std::vector<Text> read_texts(const Place& at);
/// An expression; a `${{ }}` around it is dropped.
std::optional<Text> read_expression(const Place& at);
/// Words, of which a value is one.
struct Vocabulary {
  std::span<const std::string_view> words;
  std::string_view code = "unknown-word";
  std::string_view noun{};  // `condition of an edge`; empty: `word that "sandbox" takes`
};

/// The number of the word among those known; a finding where it is none of them.
std::optional<std::size_t> read_word(const Place& at, const Vocabulary& known);
/// `512Mi`, `0.5`: a quantity of the slot that the entry's key names.
std::optional<Quantity> read_quantity(const Place& at);
std::optional<Duration> read_duration(const Place& at);
/// A duration above zero.
std::optional<Duration> read_positive_duration(const Place& at);
std::optional<std::uint32_t> read_count(const Place& at, std::uint32_t min);
/// A type word; `enum` still lacks its values.
std::optional<Type> read_type(const Place& at);
/// What is declared without a type that can be read is taken for, so that no use of it is told of.
inline Type unknown_type() { return {.kind = Type::Kind::json}; }
/// Puts the `values` of a declaration into its enum; `at` is the declaration.
void complete_enum(const Place& at, Type& type,
                   const std::optional<std::vector<std::string>>& values);
std::vector<Input> read_inputs(const Place& at);
std::vector<ComputedOutput> read_computed_outputs(const Place& at);

/// Null becomes a null setting; else what `read` gives, if it gives something.
template <class T, class Read>
void set(const Place& at, Setting<T>& setting, const Read& read) {
  if (at.is_null()) {
    setting = Setting<T>::null(at.span());
  } else if (auto value = read(at)) {
    setting = Setting<T>(std::move(*value), at.span());
  }
}

}  // namespace headway::inline v0::yaml
