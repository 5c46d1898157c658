// Charts of pipelines that are no job yet: edges as written and as references imply.
#include <headway/view/chart.hpp>

#include <headway/job/outline.hpp>

namespace headway::inline v0 {

namespace {

std::string request_of(const SessionSettings& settings) {
  std::string text;
  for (const auto& [slot, quantity] : settings.resources) {
    if (!quantity.given() || quantity->raw == 0) continue;
    if (!text.empty()) text += " · ";
    text += to_string(*quantity, unit_of(slot)) + ' ' + slot;
  }
  return text;
}

std::vector<Arrow> arrows_of(const Outline& outline) {
  std::vector<Arrow> arrows;
  for (std::uint32_t t = 0; t < outline.predecessors.size(); ++t) {
    for (const JobEdge& edge : outline.predecessors[t]) {
      arrows.push_back({edge.task.value, t, edge.condition});
    }
  }
  return arrows;
}

}  // namespace

Chart::Chart(const Pipeline& pipeline) : title(pipeline.name), kind("pipeline") {
  const Outline known = outline(pipeline);
  for (std::size_t t = 0; t < pipeline.tasks.size(); ++t) {
    const Task& task = pipeline.tasks[t];
    Card card;
    card.name = task.name;
    card.fan_out = task.matrix.has_value() || task.map.has_value();
    card.count = known.instances[t];
    if (task.has_session()) card.request = request_of(merge(pipeline.defaults, task.settings));
    card.summary = task.description;
    cards.push_back(std::move(card));
  }
  arrows = arrows_of(known);
}

}  // namespace headway::inline v0
