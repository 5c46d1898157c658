// Rows of the store's tables, each with its checksum.
#include "rows.hpp"

#include "schema.hpp"

#include <headway/event/codec.hpp>

#include <fmt/core.h>

#include <array>
#include <utility>

namespace headway::inline v0 {
namespace {

// The text fields of a job in the order of the table's columns; `id` and the numbers aside.
using Texts = std::array<std::string JobRecord::*, 14>;
constexpr Texts job_texts{&JobRecord::name,     &JobRecord::pipeline_name, &JobRecord::version,
                          &JobRecord::pipeline, &JobRecord::children,      &JobRecord::folder,
                          &JobRecord::params,   &JobRecord::backend,       &JobRecord::slots,
                          &JobRecord::order,    &JobRecord::python,        &JobRecord::owner,
                          &JobRecord::reuses,   &JobRecord::engine};

std::int64_t checksum_of(std::int64_t number, const JobRecord& record) {
  RowChecksum sum;
  sum.add(number).add(to_string(record.id));
  for (const auto field : job_texts) sum.add(record.*field);
  sum.add(record.clean_env ? 1 : 0).add(record.created.us);
  if (record.no_cache)
    sum.add("no_cache");  // what was written before there was a cache stays whole
  return sum.value(0);
}

// An event as its row shows it; the texts are borrowed.
struct EventRow {
  std::int64_t seq = 0;
  std::int64_t time = 0;
  std::string_view job;
  std::string_view event;
  bool of_instance = false;
  std::int64_t instance = 0;
  std::int64_t attempt = 0;
  std::string_view cause;  // empty: NULL
  std::string_view body;
};

std::int64_t checksum_of(const EventRow& row, std::int64_t chain, RowChecksum& sum) {
  sum.reset();
  sum.add(row.seq).add(row.time).add(row.job).add(row.event);
  sum.add(row.of_instance ? 1 : 0).add(row.instance).add(row.attempt);
  return sum.add(row.cause).add(row.body).value(chain);
}

std::string cause_of(const Fact& fact) {
  return std::visit(
      [](const auto& f) -> std::string {
        if constexpr (requires { f.cause; }) return to_string(f.cause);
        return {};
      },
      fact);
}

EventRow row_of(const Statement& found, std::string_view job) {
  return {.seq = found.number(0),
          .time = found.number(1),
          .job = job,
          .event = found.text(2),
          .of_instance = !found.is_null(3),
          .instance = found.number(3),
          .attempt = found.number(4),
          .cause = found.text(5),
          .body = found.text(6)};
}

JobRecord job_of(const Statement& found) {
  JobRecord record;
  parse(found.text(1), record.id);
  int column = 2;
  for (const auto field : job_texts) record.*field = found.text(column++);
  record.clean_env = found.number(column) != 0;
  record.created.us = found.number(column + 1);
  record.no_cache = found.number(column + 3) != 0;
  return record;
}

Event event_of(const Connection& connection, const EventRow& row, JobId id,
               const std::shared_ptr<const PipelineJob>& job) {
  Event event{.time = {row.time}, .job = id, .fact = {}};
  try {
    event.fact = decode(row.event, row.body);
  } catch (const Error& failure) {
    throw_damaged(connection, fmt::format("event {} cannot be read ({})", row.seq, failure.what()));
  }
  if (auto* started = std::get_if<JobStarted>(&event.fact)) started->job = job;
  return event;
}

// The checksum of the job's last event up to `after`: what the next one is chained to.
std::int64_t chain_at(const Connection& connection, std::string_view job, Sequence after) {
  Statement last(
      connection,
      "SELECT checksum FROM events WHERE job = ? AND seq <= ? ORDER BY seq DESC LIMIT 1");
  last.bind(1, job);
  last.bind(2, static_cast<std::int64_t>(after.value));
  return last.step() ? last.number(0) : 0;
}

std::int64_t head_of(const Connection& connection, std::string_view job) {
  Statement chain(connection, "SELECT head FROM chains WHERE job = ?");
  chain.bind(1, job);
  return chain.step() ? chain.number(0) : 0;
}

}  // namespace

RowWriter::RowWriter(const Connection& connection)
    : connection_(&connection),
      insert_job_(
          connection,
          "INSERT INTO jobs(number, id, name, pipeline_name, version, pipeline, children, "
          "folder, params, backend, slots, \"order\", python, owner, reuses, engine, clean_env, "
          "created, checksum, no_cache) "
          "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      insert_event_(connection, "INSERT INTO events VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      replace_chain_(connection, "INSERT OR REPLACE INTO chains VALUES(?, ?, ?)"),
      jobs_(read_meta_number(connection, "jobs")) {
  Statement chains(connection, "SELECT job, events, head FROM chains");
  while (chains.step()) {
    JobId id;
    if (!parse(chains.text(0), id)) throw_damaged(connection, "a chain's job id is no id");
    chains_[id.value] = {.events = chains.number(1), .head = chains.number(2)};
  }
}

std::uint64_t RowWriter::epoch() const {
  return static_cast<std::uint64_t>(read_meta_number(*connection_, "epoch"));
}

void RowWriter::write(const JobRecord& record) {
  const std::string id = to_string(record.id);
  insert_job_.bind(1, ++jobs_);
  insert_job_.bind(2, id);
  int place = 3;
  for (const auto field : job_texts) insert_job_.bind(place++, record.*field);
  insert_job_.bind(place, record.clean_env ? 1 : 0);
  insert_job_.bind(place + 1, record.created.us);
  insert_job_.bind(place + 2, checksum_of(jobs_, record));
  insert_job_.bind(place + 3, record.no_cache ? 1 : 0);
  insert_job_.finish();
  write_meta(*connection_, "jobs", fmt::format("{}", jobs_));
}

void RowWriter::write(Sequence before, const EventLog& events) {
  for (std::size_t i = 0; i < events.size(); ++i) write(before.value + i + 1, events.at(i));
}

void RowWriter::write(std::uint64_t place, const Event& event) {
  if (job_.empty() || std::exchange(job_id_, event.job) != event.job) job_ = to_string(event.job);
  const std::string cause = cause_of(event.fact);
  InstanceId instance;
  Attempt attempt = 0;
  const bool of_instance = about(event.fact, instance, attempt);
  const EventRow row{.seq = static_cast<std::int64_t>(place),
                     .time = event.time.us,
                     .job = job_,
                     .event = name_of(event.fact),
                     .of_instance = of_instance,
                     .instance = instance.value,
                     .attempt = attempt,
                     .cause = cause,
                     .body = bodies_.of(event.fact)};
  Chain& chain = chains_[event.job.value];
  if (!chain.grown) grown_.push_back(event.job.value);
  chain = {.events = chain.events + 1, .head = checksum_of(row, chain.head, sum_), .grown = true};

  insert_event_.bind(1, row.seq);
  insert_event_.bind(2, row.time);
  insert_event_.bind(3, row.job);
  insert_event_.bind(4, row.event);
  of_instance ? insert_event_.bind(5, row.instance) : insert_event_.bind_null(5);
  of_instance ? insert_event_.bind(6, row.attempt) : insert_event_.bind_null(6);
  cause.empty() ? insert_event_.bind_null(7) : insert_event_.bind(7, row.cause);
  insert_event_.bind(8, row.body);
  insert_event_.bind(9, chain.head);
  insert_event_.finish();
}

void RowWriter::settle() {
  for (const std::uint64_t id : grown_) {
    Chain& chain = chains_[id];
    chain.grown = false;
    const std::string job = to_string(JobId{id});
    replace_chain_.bind(1, job);
    replace_chain_.bind(2, chain.events);
    replace_chain_.bind(3, chain.head);
    replace_chain_.finish();
  }
  grown_.clear();
}

std::vector<JobRecord> read_jobs(const Connection& connection) {
  std::vector<JobRecord> jobs;
  const bool knows_cache = schema_of(connection) >= 5;
  Statement found(
      connection,
      fmt::format(
          "SELECT number, id, name, pipeline_name, version, pipeline, children, folder, params, "
          "backend, slots, \"order\", python, owner, reuses, engine, clean_env, created, checksum, "
          "{} FROM jobs ORDER BY number",
          knows_cache ? "no_cache" : "0"));
  while (found.step()) {
    jobs.push_back(job_of(found));
    if (found.number(18) != checksum_of(found.number(0), jobs.back())) {
      throw_damaged(connection, fmt::format("the checksum of job {} does not hold", jobs.size()));
    }
  }
  if (static_cast<std::int64_t>(jobs.size()) != read_meta_number(connection, "jobs")) {
    throw_damaged(connection, "jobs are missing");
  }
  return jobs;
}

Sequence read_events(const Connection& connection, JobId id,
                     const std::shared_ptr<const PipelineJob>& job, Sequence after,
                     std::vector<Event>& into) {
  const std::string word = to_string(id);
  std::int64_t chain = chain_at(connection, word, after);
  RowChecksum sum;
  Statement found(connection,
                  "SELECT seq, time, event, instance, attempt, cause, body, checksum FROM events "
                  "WHERE job = ? AND seq > ? ORDER BY seq");
  found.bind(1, word);
  found.bind(2, static_cast<std::int64_t>(after.value));
  while (found.step()) {
    const EventRow row = row_of(found, word);
    chain = checksum_of(row, chain, sum);
    if (found.number(7) != chain) {
      throw_damaged(connection,
                    fmt::format("the checksum of event {} of job {} does not hold", row.seq, word));
    }
    into.push_back(event_of(connection, row, id, job));
    after.value = static_cast<std::uint64_t>(row.seq);
  }
  if (chain != head_of(connection, word)) {
    throw_damaged(connection, fmt::format("events of job {} are missing", word));
  }
  return after;
}

Sequence read_last(const Connection& connection) {
  Statement last(connection, "SELECT max(seq) FROM events");
  return {last.step() ? static_cast<std::uint64_t>(last.number(0)) : 0};
}

}  // namespace headway::inline v0
