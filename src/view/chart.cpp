// Charts of jobs and their states.
#include <headway/view/chart.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <variant>

namespace headway::inline v0 {

namespace {

using Index = std::uint32_t;

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const auto& part : parts) {
    if (part.empty()) continue;
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

std::string counted(std::uint32_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string request_of(const PipelineJob& job, const JobTask& task) {
  if (!task.has_session() || task.shape.value >= job.shapes().size()) return {};
  std::vector<std::string> parts;
  for (const auto& [slot, quantity] : job.demand(task.shape)) {
    const auto& name = job.slots()[slot.value];
    parts.push_back(to_string(Quantity{quantity}, unit_of(name)) + ' ' + name);
  }
  return joined(parts, " · ");
}

// --- a job --------------------------------------------------------------------------------------

std::vector<Arrow> arrows_of(const PipelineJob& job) {
  std::vector<Arrow> arrows;
  for (Index t = 0; t < job.tasks().size(); ++t) {
    for (const auto& edge : job.predecessors(TaskId{t})) {
      arrows.push_back({edge.task.value, t, edge.condition});
    }
  }
  return arrows;
}

Card card_of(const PipelineJob& job, TaskId id) {
  const JobTask& task = job.task(id);
  Card card;
  card.name = job.written(id).name;
  card.count = task.kind == TaskKind::map ? 0 : task.count;
  card.fan_out =
      task.count != 1 || job.written(id).matrix.has_value() || task.kind == TaskKind::map;
  card.request = request_of(job, task);
  card.summary = job.written(id).description;
  return card;
}

// --- the status of a job ------------------------------------------------------------------------

std::string span_text(Instant started, Instant ended, std::optional<Instant> now) {
  if (started.us == 0) return {};
  if (ended.us != 0) return readable(ended - started);
  return now ? readable(*now - started) : std::string{};
}

std::string attempts_text(Attempt attempts) {
  return attempts > 1 ? fmt::format("{} attempts", attempts) : std::string{};
}

/// The cause where it says more than the state does.
std::string cause_text(const InstanceStatus& instance) {
  const auto kind = instance.cause.kind;
  if (kind == Cause::Kind::upstream || kind == Cause::Kind::cancelled_by_user) return {};
  return to_string(instance.cause);
}

/// What an instance that waits holds out for, and until when.
std::string waiting_text(const Task& task, const InstanceStatus& instance) {
  std::string what;
  if (task.callback) what = "for a callback";
  if (std::holds_alternative<ApprovalBody>(task.body)) what = "for an answer";
  if (std::holds_alternative<RepeatBody>(task.body)) what = "for its next round";
  constexpr std::int64_t second = 1'000'000;  // microseconds
  const Instant until{instance.until.us - instance.until.us % second};
  const std::string end = until.us == 0 ? std::string() : "until " + to_string(until);
  const std::string words = joined({what, end}, " ");
  return joined({words, instance.message}, ": ");
}

/// One line beside the state: of a success after failures, none of what those said.
std::string message_of(const JobStatus& status, InstanceId id) {
  const InstanceStatus& instance = status.instance(id);
  if (instance.state == InstanceState::waiting) {
    return waiting_text(status.graphs().written(id), instance);
  }
  const bool overcome = instance.state == InstanceState::succeeded && instance.attempts > 0;
  return overcome ? std::string() : instance.message;
}

std::string state_detail(const JobStatus& status, InstanceId id, std::optional<Instant> now) {
  const InstanceStatus& instance = status.instance(id);
  return joined({std::string(to_string(instance.state)), cause_text(instance),
                 span_text(instance.started, instance.ended, now), attempts_text(instance.attempts),
                 message_of(status, id)},
                ", ");
}

/// When the first instance of a task began and the last one ended; 0 while one goes on.
struct Lifetime {
  Instant started{};
  Instant ended{};
  bool open = false;

  void add(const InstanceStatus& instance) {
    if (instance.started.us != 0 && (started.us == 0 || instance.started < started)) {
      started = instance.started;
    }
    if (!is_terminal(instance.state)) open = true;
    ended = std::max(ended, instance.ended);
  }
};

/// The instances a card stands for: those of its task, or the elements of its map.
std::pair<Index, Index> range_of(const JobStatus& status, const JobTask& task) {
  if (task.kind == TaskKind::map) {
    for (const Index index : status.graphs().of_owner(task.first)) {
      const JobGraph& graph = status.graphs().at(index);
      const bool elements = graph.kind == GraphKind::elements && graph.end() > graph.first.value;
      if (elements) return {graph.first.value, graph.end()};
    }
  }
  return {task.first.value, task.first.value + task.count};
}

/// A map that has ended is what became of it, for it may bear failures.
InstanceState state_of(const Card& card, const JobStatus& status, const JobTask& task) {
  const InstanceState own = status.instance(task.first).state;
  return task.kind == TaskKind::map && is_terminal(own) ? own : card.tally.together();
}

void colour(Card& card, const JobStatus& status, TaskId id, std::optional<Instant> now) {
  const JobTask& task = status.job().task(id);
  const auto [first, last] = range_of(status, task);
  if (task.kind == TaskKind::map && first != task.first.value) card.count = last - first;
  Lifetime lifetime;
  for (Index i = first; i < last; ++i) {
    const InstanceStatus& instance = status.instance(InstanceId{i});
    card.tally.add(instance.state);
    card.attempts = std::max(card.attempts, instance.attempts);
    lifetime.add(instance);
    const bool worse = instance.state == InstanceState::failed && card.cause.empty();
    if (worse || last - first == 1) {
      card.cause = cause_text(instance);
      card.message = message_of(status, InstanceId{i});
    }
    if (card.fan_out) {
      card.elements.push_back(
          {status.name(InstanceId{i}), instance.state, state_detail(status, InstanceId{i}, now)});
    }
  }
  card.state = state_of(card, status, task);
  const Instant ended = lifetime.open ? Instant{} : lifetime.ended;
  card.duration = span_text(lifetime.started, ended, now);
}

/// What the instances of such a graph are shown under; empty of one that a card stands for.
std::string_view title_of(GraphKind kind) {
  if (kind == GraphKind::compensation) return "compensations";
  const bool follows = kind == GraphKind::on_failure || kind == GraphKind::finally;
  return follows ? to_string(kind) : std::string_view{};
}

std::vector<Ending> endings_of(const JobStatus& status, std::optional<Instant> now) {
  std::vector<Ending> endings;
  for (Index g = 0; g < status.graphs().size(); ++g) {
    const JobGraph& graph = status.graphs().at(g);
    const std::string_view title = title_of(graph.kind);
    if (title.empty()) continue;
    auto ending = std::find_if(endings.begin(), endings.end(),
                               [&](const Ending& known) { return known.title == title; });
    if (ending == endings.end()) {
      ending = endings.insert(ending, {.title = std::string(title)});
    }
    for (Index i = graph.first.value; i < graph.end(); ++i) {
      const InstanceId id{i};
      ending->elements.push_back(
          {status.name(id), status.instance(id).state, state_detail(status, id, now)});
    }
  }
  return endings;
}

}  // namespace

std::uint32_t Tally::total() const {
  std::uint32_t sum = 0;
  for (std::uint32_t count : counts) sum += count;
  return sum;
}

std::uint32_t Tally::ended() const {
  std::uint32_t sum = 0;
  for (InstanceState state : states_in_order()) sum += is_terminal(state) ? of(state) : 0;
  return sum;
}

InstanceState Tally::together() const {
  using enum InstanceState;
  for (InstanceState state : {running, starting, retrying, waiting, unknown}) {
    if (of(state) > 0) return state;
  }
  if (const auto open = total() - ended(); open > 0) {
    if (ended() > 0 && of(ready) > 0) return running;
    return of(ready) > 0 ? ready : pending;
  }
  for (InstanceState state : {failed, cancelled, upstream_failed, succeeded}) {
    if (of(state) > 0) return state;
  }
  return of(skipped) > 0 ? skipped : succeeded;
}

const std::array<InstanceState, instance_states>& states_in_order() {
  using enum InstanceState;
  static constexpr std::array<InstanceState, instance_states> order{
      succeeded, running, starting, failed,    upstream_failed, retrying,
      waiting,   unknown, skipped,  cancelled, ready,           pending};
  return order;
}

Chart::Chart(const PipelineJob& job)
    : title(job.name()), kind("job"), instances(job.instance_count()) {
  for (Index t = 0; t < job.tasks().size(); ++t) cards.push_back(card_of(job, TaskId{t}));
  arrows = arrows_of(job);
}

Chart::Chart(const JobStatus& status, std::optional<Instant> now) : Chart(status.job()) {
  state = status.state();
  duration = span_text(status.started(), status.ended(), now);
  for (const auto& instance : status.instances()) tally.add(instance.state);
  instances = static_cast<Index>(status.instances().size());
  for (Index t = 0; t < cards.size(); ++t) colour(cards[t], status, TaskId{t}, now);
  endings = endings_of(status, now);
}

std::string readable(Duration duration) {
  const std::int64_t us = std::max<std::int64_t>(duration.us, 0);
  const std::int64_t s = (us + 500'000) / 1'000'000;
  if (us == 0) return "0 s";
  if (us < 999'500) return fmt::format("{} ms", std::max<std::int64_t>((us + 500) / 1000, 1));
  if (us < 59'950'000) return fmt::format("{:.1f} s", static_cast<double>(us) / 1e6);
  if (s < 3600) return fmt::format("{}m {:02}s", s / 60, s % 60);
  if (s < 86'400) return fmt::format("{}h {:02}m", s / 3600, s % 3600 / 60);
  return fmt::format("{}d {:02}h", s / 86'400, s % 86'400 / 3600);
}

std::string Card::detail() const {
  if (!state) return request;
  const bool open = !is_terminal(*state) && attempts == 0;
  const bool waits = *state == InstanceState::waiting;
  return joined({std::string(to_string(*state)), waits ? message : cause, duration,
                 attempts_text(attempts), open ? request : std::string{}},
                " · ");
}

std::string Chart::subtitle() const {
  const auto tasks = counted(static_cast<Index>(cards.size()), "task");
  const bool folded = instances != cards.size() && instances != 0;
  if (!state) {
    return joined({kind, tasks, folded ? counted(instances, "instance") : std::string{}}, " · ");
  }
  const auto all = counted(instances, folded ? "instance" : "task");
  const auto ended =
      tally.ended() == instances ? all : fmt::format("{} of {} ended", tally.ended(), all);
  return joined({std::string(to_string(*state)), duration, ended}, " · ");
}

}  // namespace headway::inline v0
