// What belongs to a whole pipeline, by name: params, secrets, slots of the defaults.
#pragma once

#include <headway/model/pipeline.hpp>

#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace headway::inline v0 {

/// Borrows the pipeline. Of elements with one name, the first counts.
class PipelineIndex {
 public:
  explicit PipelineIndex(const Pipeline& pipeline) : pipeline_(pipeline) {
    for (const Param& param : pipeline.params) params_.emplace(param.name, &param);
    for (const Secret& secret : pipeline.secrets) secrets_.emplace(secret.name, &secret);
    for (const auto& [slot, quantity] : pipeline.defaults.resources) slots_.insert(slot);
  }

  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }
  [[nodiscard]] const Param* param(std::string_view name) const {
    const auto found = params_.find(name);
    return found == params_.end() ? nullptr : found->second;
  }
  [[nodiscard]] const Secret* secret(std::string_view name) const {
    const auto found = secrets_.find(name);
    return found == secrets_.end() ? nullptr : found->second;
  }
  /// Whether the defaults ask for it.
  [[nodiscard]] bool default_slot(std::string_view slot) const { return slots_.contains(slot); }

 private:
  const Pipeline& pipeline_;
  std::unordered_map<std::string_view, const Param*> params_;
  std::unordered_map<std::string_view, const Secret*> secrets_;
  std::unordered_set<std::string_view> slots_;
};

}  // namespace headway::inline v0
