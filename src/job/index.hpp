// The elements of a pipeline by name.
#pragma once

#include <headway/model/pipeline.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace headway::inline v0 {

/// Borrows the pipeline. Of elements with one name, the first counts.
class PipelineIndex {
 public:
  explicit PipelineIndex(const Pipeline& pipeline) : pipeline_(pipeline) {
    tasks_.reserve(pipeline.tasks.size());
    for (std::uint32_t t = 0; t < pipeline.tasks.size(); ++t) {
      tasks_.emplace(pipeline.tasks[t].name, t);
    }
    for (const Param& param : pipeline.params) params_.emplace(param.name, &param);
    for (const Secret& secret : pipeline.secrets) secrets_.emplace(secret.name, &secret);
  }

  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }
  [[nodiscard]] std::optional<std::uint32_t> task(std::string_view name) const {
    const auto found = tasks_.find(name);
    return found == tasks_.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] const Param* param(std::string_view name) const {
    const auto found = params_.find(name);
    return found == params_.end() ? nullptr : found->second;
  }
  [[nodiscard]] const Secret* secret(std::string_view name) const {
    const auto found = secrets_.find(name);
    return found == secrets_.end() ? nullptr : found->second;
  }

 private:
  const Pipeline& pipeline_;
  std::unordered_map<std::string_view, std::uint32_t> tasks_;
  std::unordered_map<std::string_view, const Param*> params_;
  std::unordered_map<std::string_view, const Secret*> secrets_;
};

}  // namespace headway::inline v0
