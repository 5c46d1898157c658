// Progress of a job.
#include "cli/progress.hpp"

#include "cli/report.hpp"

#include <headway/run/explanation.hpp>
#include <headway/view/chart.hpp>
#include <headway/view/text.hpp>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace headway::cli {

namespace {

std::string coloured(const std::string& text, InstanceState state, bool colour) {
  return colour ? std::string(ansi_colour(state)) + text + "\x1b[0m" : text;
}

std::string why(Cause cause, const std::string& message) {
  return to_string(cause) + (message.empty() ? "" : ": " + printable(message));
}

std::size_t terminal_width() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
}

/// At most that many bytes, which are no fewer than columns, and whole code points.
std::string cut(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  text.resize(most);
  return text;
}

}  // namespace

Progress::Progress(JobId id, JobStatus status)
    : id_(id),
      status_(std::move(status)),
      terminal_(::isatty(STDERR_FILENO) == 1),
      colour_(terminal_ && std::getenv("NO_COLOR") == nullptr) {}

void Progress::see(const Event& event) {
  if (event.job != id_) return;
  InstanceId instance;
  Attempt attempt = 0;
  const bool of_instance = about(event.fact, instance, attempt);
  const InstanceState before =
      of_instance ? status_.instance(instance).state : InstanceState::pending;
  status_.apply(event);
  if (std::holds_alternative<SessionStarted>(event.fact)) running_[instance] = event.time;
  if (const auto* ended = std::get_if<AttemptEnded>(&event.fact)) {
    running_.erase(instance);
    if (ended->cause.kind != Cause::Kind::none) undecided_.insert_or_assign(instance, *ended);
  } else if (of_instance) {
    const auto failed = undecided_.extract(instance);
    const bool over = is_terminal(status_.instance(instance).state);
    if (failed && !over) tell_retry(failed.mapped());
  }
  if (of_instance) tell_change(instance, before);
  if (terminal_) draw();
}

void Progress::tell_change(InstanceId instance, InstanceState before) {
  const InstanceStatus& now = status_.instance(instance);
  if (now.state == before) return;
  if (is_terminal(now.state)) tell_end(instance, now);
  const std::string awaited = waits_for(status_, instance);
  if (awaited.empty()) return;
  running_.erase(instance);  // its session has ended
  tell(now.state, printable(status_.name(instance) + ' ' + awaited));
}

void Progress::tell_retry(const AttemptEnded& ended) {
  tell(InstanceState::retrying,
       fmt::format("{} attempt {} ended with {}", printable(status_.name(ended.instance)),
                   ended.attempt, why(ended.cause, ended.message)));
}

void Progress::tell_end(InstanceId instance, const InstanceStatus& status) {
  std::string text = printable(status_.name(instance));
  if (status.state != InstanceState::succeeded) text += ' ' + std::string(to_string(status.state));
  if (status.state == InstanceState::failed) text += " with " + why(status.cause, status.message);
  if (status.cause.kind == Cause::Kind::cached) text += "  reused";
  const bool timed = status.started.us != 0 && status.ended.us != 0;
  if (timed) text += "  " + readable(status.ended - status.started);
  tell(status.state, text);
}

void Progress::tell(InstanceState state, const std::string& text) {
  line(coloured(std::string(glyph(state)), state, colour_) + ' ' + text);
}

void Progress::line(const std::string& text) {
  erase();
  say(text);
}

void Progress::draw() {
  erase();
  const auto done = status_.count(InstanceState::succeeded);
  std::string text = fmt::format("  {}/{} done", done, status_.instances().size());
  if (!running_.empty()) text += ", running:";
  for (const auto& [instance, since] : running_) text += ' ' + printable(status_.name(instance));
  std::fputs(cut(std::move(text), terminal_width() - 1).c_str(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

void Progress::erase() {
  if (std::exchange(drawn_, false)) std::fputs("\r\x1b[K", stderr);
}

void Progress::finish() {
  erase();
  std::fflush(stderr);
}

}  // namespace headway::cli
