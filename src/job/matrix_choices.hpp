// Choices of a matrix: the values on its axes by number, and which of them are left out.
#pragma once

#include <headway/job/pipeline_job.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// The values on the axes of a grid, each once. Borrows the grid, and fills its axes and values.
class AxisChoices {
 public:
  explicit AxisChoices(PipelineJobParts::Grid& grid) : grid_(grid) {}

  void add_axis(const std::string& name);
  /// The number of `value` on an axis, added if it is new, and whether it was.
  std::pair<std::uint32_t, bool> choice(std::size_t axis, const Value& value);
  /// How many there are where none has the name.
  [[nodiscard]] std::size_t number_of(std::string_view axis) const;
  /// Where a value stands on an axis, if it does.
  [[nodiscard]] std::optional<std::uint32_t> place_of(std::size_t axis, const Value& value) const;

 private:
  PipelineJobParts::Grid& grid_;
  std::vector<std::unordered_map<std::string, std::uint32_t>> numbers_{};  // per axis, by text
};

/// What is left out, by the axes that are named: a combination is looked up once for each set of
/// axes, however many excludes there are.
class Exclusions {
 public:
  /// Excludes that can match nothing are passed over.
  Exclusions(const std::vector<Combination>& excluded, const AxisChoices& choices,
             std::size_t axes);

  [[nodiscard]] bool contain(const std::vector<std::uint32_t>& combination) const;

 private:
  using Choices = std::vector<std::uint32_t>;
  std::map<std::vector<bool>, std::set<Choices>> patterns_{};
};

}  // namespace headway::inline v0
