// Diff: how two pipelines differ in what they say, whatever they look like.
#pragma once

#include <headway/model/pipeline.hpp>
#include <headway/yaml/tree.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// One difference. A value.
struct Difference {
  enum class Kind : std::uint8_t { added, removed, changed, renamed };
  Kind kind = Kind::changed;
  std::vector<std::string> path{};  // keys from the top: tasks, train, resources, cpu
  yaml::Tree before{};              // of what was added: nothing; of a renamed task: its old name
  yaml::Tree after{};               // of what was removed: nothing; of a renamed task: its new name
  friend bool operator==(const Difference&, const Difference&) = default;
};

/// All differences, a section of the file after the other; none where the pipelines mean the same.
using PipelineDiff = std::vector<Difference>;

std::string_view to_string(Difference::Kind kind);

/// Compares canonical forms key by key, so that order of keys, spelling of quantities and layout
/// count for nothing. A task that left and one that came with an equal body are one renamed task,
/// and references to it are no differences.
PipelineDiff diff(const Pipeline& before, const Pipeline& after);

/// For a person: a paragraph a section, long texts by their lines. Ends in a line break unless
/// empty.
std::string text(const PipelineDiff& differences);

}  // namespace headway::inline v0
