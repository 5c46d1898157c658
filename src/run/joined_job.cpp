// Joining the engine of another process.
#include "job_record.hpp"
#include "python_call.hpp"
#include "remake.hpp"
#include "reuse.hpp"

#include <headway/job/compile.hpp>
#include <headway/run/clock.hpp>
#include <headway/run/joined_job.hpp>

#include <algorithm>
#include <filesystem>
#include <random>
#include <utility>

namespace headway::inline v0 {

namespace {

JobId random_id() {
  std::random_device random;
  const std::uint64_t high = random() & 0xFFU;
  return {(high << 32U) | random()};
}

}  // namespace

JoinedJob::JoinedJob(const std::string& root, const std::string& data, JobId id)
    : root_(root), id_(id), reader_(std::make_unique<SqliteReader>(root)) {
  if (!data.empty()) data_ = std::filesystem::absolute(data).lexically_normal().string();
}

JoinedJob JoinedJob::start(const std::string& root, const Pipeline& pipeline, Values params,
                           const StartOptions& options, const std::string& data) {
  const auto job = compile(pipeline, {.params = std::move(params), .check_callables = true});
  JobRecord record = record_of(*job, options);
  record.id = random_id();
  record.python = python_interpreter({});
  JoinedJob joined(root, data, record.id);
  joined.ask(request_for(record, SystemClock().now()));
  return joined;
}

JoinedJob JoinedJob::rerun(const std::string& root, JobId id, const RerunOptions& options,
                           const std::string& data) {
  JoinedJob joined(root, data, random_id());
  JobRecord record = record_of_rerun(record_in(*joined.reader_, id), options);
  [[maybe_unused]] const auto allowed = reuse_for(record, remake(record), *joined.reader_);
  record.id = joined.id_;
  joined.ask(request_for(record, SystemClock().now()));
  return joined;
}

JoinedJob JoinedJob::resume(const std::string& root, JobId id, const std::string& data) {
  JoinedJob joined(root, data, id);
  joined.follower_.emplace(*joined.reader_, id);
  joined.look();
  if (joined.status().state() == JobState::paused) {
    joined.ask({.kind = "resume", .job = id, .time = SystemClock().now()});
  }
  return joined;
}

void JoinedJob::ask(Request request) {
  if (!data_.empty()) request.fields.emplace("data", data_);
  const auto engine = store_owner(root_);
  asked_epoch_ = engine ? engine->epoch : 0;
  request.file = write_request(root_, request);
  request.fields.clear();  // a pipeline is long
  asked_ = std::move(request);
}

std::vector<Event> JoinedJob::look() {
  const bool answered = asked_ && !has_request(root_, asked_->file);  // before what followed
  if (!follower_) {
    const auto records = reader_->jobs();
    const bool there = std::any_of(records.begin(), records.end(),
                                   [&](const JobRecord& record) { return record.id == id_; });
    if (there) follower_.emplace(*reader_, id_);
  }
  std::vector<Event> news = follower_ ? follower_->read() : std::vector<Event>();
  if (answered) {
    const Request asked = *std::exchange(asked_, {});
    const auto refusal = take_refusal(root_, asked.file);
    const bool started = asked.kind == "run" && follower_;  // and asked for again after a crash
    if (refusal && !started) throw Refused(*refusal);
  }
  if (follower_ && !asked_) ask_a_new_engine();
  return news;
}

/// An engine that came after the one that was asked does not know that somebody waits.
void JoinedJob::ask_a_new_engine() {
  if (rests() || withdrawn_) return;
  const auto engine = store_owner(root_);
  if (!engine || engine->epoch == asked_epoch_ || follower_->engine()) return;
  ask({.kind = "resume", .job = id_, .time = SystemClock().now()});
}

bool JoinedJob::rests() const {
  if (!follower_ || asked_) return false;
  const JobStatus& now = status();
  if (is_terminal(now.state())) return true;
  if (now.state() != JobState::paused) return false;
  return std::none_of(now.instances().begin(), now.instances().end(), [](const auto& instance) {
    const bool open = instance.state == InstanceState::starting ||
                      instance.state == InstanceState::running ||
                      instance.state == InstanceState::unknown;
    return open && !instance.handle.empty();
  });
}

bool JoinedJob::is_orphaned() const { return !rests() && !store_owner(root_); }

void JoinedJob::pause(Duration grace) {
  write_request(root_, {.kind = "pause",
                        .job = id_,
                        .fields = {{"grace", grace.us == 0 ? "none" : "some"}},
                        .time = SystemClock().now()});
}

void JoinedJob::withdraw() {
  if (asked_) remove_request(root_, *asked_);
  asked_.reset();
  withdrawn_ = true;
}

}  // namespace headway::inline v0
