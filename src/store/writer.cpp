// Group commit: one transaction per turn of the writer's thread, however many events it holds.
#include "writer.hpp"

#include "../base/signals_blocked.hpp"
#include "schema.hpp"

#include <headway/base/planted.hpp>

#include <fmt/core.h>
#include <pthread.h>

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace headway::inline v0 {

Writer::Writer(Connection connection, std::uint64_t epoch)
    : connection_(std::move(connection)),
      rows_(connection_),
      results_(connection_),
      epoch_(epoch),
      durable_(read_last(connection_).value) {
  connection_.hurry_when(&hurry_);
  queued_.last = {durable_.load()};
  const SignalsBlocked quiet;
  thread_ = std::thread([this] { work(); });
  pthread_setname_np(thread_.native_handle(), "headway:store");
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  hurry_ = true;
  due_.notify_one();
  thread_.join();
}

Sequence Writer::append(Rows rows, std::shared_ptr<const EventLog> events) {
  const std::lock_guard lock(mutex_);
  throw_if_failed();
  std::move(rows.jobs.begin(), rows.jobs.end(), std::back_inserter(queued_.rows.jobs));
  std::move(rows.results.begin(), rows.results.end(), std::back_inserter(queued_.rows.results));
  if (!events->empty()) {
    queued_.last.value += events->size();
    queued_.events.push_back(std::move(events));
  }
  if (queued_.empty()) return queued_.last;
  ++queued_.ticket;
  due_.notify_one();
  return queued_.last;
}

void Writer::on_durable(std::function<void()> wake) {
  const std::lock_guard lock(wake_mutex_);
  wake_ = std::move(wake);
}

void Writer::flush() {
  std::unique_lock lock(mutex_);
  const std::uint64_t ticket = queued_.ticket;
  done_.wait(lock, [&] { return written_ >= ticket || failure_ != Failure::none; });
  throw_if_failed();
}

void Writer::send(const std::function<void(Connection&)>& errand) {
  std::string problem;
  bool ran = false;
  std::unique_lock lock(mutex_);
  errands_.emplace_back([&] {
    try {
      errand(connection_);
    } catch (const std::exception& failure) {
      problem = failure.what();
    }
    const std::lock_guard guard(mutex_);
    ran = true;
  });
  due_.notify_one();
  done_.wait(lock, [&] { return ran; });
  if (!problem.empty()) throw StoreError(problem);
}

void Writer::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    due_.wait(lock, [&] { return stopping_ || !queued_.empty() || !errands_.empty(); });
    if (queued_.empty() && errands_.empty()) return;
    Batch batch{.rows = std::exchange(queued_.rows, {}),
                .events = std::exchange(queued_.events, {}),
                .last = queued_.last,
                .ticket = queued_.ticket};
    const auto errands = std::exchange(errands_, {});
    lock.unlock();
    if (!batch.empty()) commit(batch);
    for (const auto& errand : errands) errand();
    batch = {};  // its memory goes while the lock is free
    lock.lock();
    done_.notify_all();
  }
}

void Writer::commit(const Batch& batch) {
  try {
    write(batch);
    tell([&] { durable_ = batch.last.value; });
    const std::lock_guard lock(mutex_);
    written_ = batch.ticket;
  } catch (const StoreFenced& failure) {
    fail(Failure::fenced, failure.what());
  } catch (const std::exception& failure) {
    fail(Failure::write, failure.what());
  }
  done_.notify_all();
}

void Writer::write(const Batch& batch) {
  {
    const std::lock_guard lock(mutex_);
    throw_if_failed();  // what was queued before the failure became known
  }
  Transaction transaction(connection_, Transaction::Mode::immediate);
  if (const auto now = rows_.epoch(); now != epoch_ && !planted("ignore_epoch")) {
    throw StoreFenced(
        fmt::format("another engine has taken over the store \"{}\" (epoch {}, ours was "
                    "{}); nothing more is written by this one, end it",
                    connection_.path(), now, epoch_));
  }
  for (const JobRecord& record : batch.rows.jobs) rows_.write(record);
  for (const CachedResult& result : batch.rows.results) results_.write(result);
  Sequence place = batch.before();
  for (const auto& log : batch.events) {
    rows_.write(place, *log);
    place.value += log->size();
  }
  rows_.settle();
  transaction.commit();
}

void Writer::fail(Failure kind, std::string reason) {
  tell([&] {
    const std::lock_guard lock(mutex_);
    if (failure_ != Failure::none) return;
    failure_ = kind;
    reason_ = std::move(reason);
  });
}

void Writer::tell(const std::function<void()>& news) {
  const std::lock_guard lock(wake_mutex_);  // over both: who sees the news can wait for the wake
  news();
  if (wake_) wake_();
}

void Writer::throw_if_failed() const {
  if (failure_ == Failure::fenced) throw StoreFenced(reason_);
  if (failure_ == Failure::write) throw StoreError(reason_);
}

}  // namespace headway::inline v0
