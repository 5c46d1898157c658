// The journal: events on their way into the store and, once durable, out to everyone.
#pragma once

#include <headway/base/planted.hpp>
#include <headway/event/event_log.hpp>
#include <headway/store/store.hpp>

#include <deque>
#include <memory>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Events that have become durable, batch by batch.
using Published = std::vector<std::shared_ptr<const EventLog>>;

/// Keeps the order: recorded, written, durable, published. One thread at a time.
class Journal {
 public:
  explicit Journal(Store& store) : store_(store), written_(store.durable()), published_(written_) {}

  /// Adds an event to the batch; the sequence it will have.
  Sequence add(Event event) {
    batch_.add(std::move(event));
    return recorded();
  }
  template <class Plain>
  Sequence add(Instant time, JobId job, const Plain& fact) {
    batch_.add(time, job, fact);
    return recorded();
  }
  [[nodiscard]] bool has_batch() const { return !batch_.empty(); }

  /// Gives the batch to the store. Throws StoreError, also for a write that failed since.
  void write() {
    if (batch_.empty() && unpublished_.empty()) return;
    auto batch = std::make_shared<const EventLog>(std::exchange(batch_, {}));
    written_ = store_.append_log(batch);
    if (!batch->empty()) unpublished_.emplace_back(written_, std::move(batch));
  }

  /// The last event given to the store; those after it are in the batch.
  [[nodiscard]] Sequence written() const { return written_; }
  /// The last event the batch will hold when it is written now.
  [[nodiscard]] Sequence recorded() const { return {written_.value + batch_.size()}; }
  /// The last event taken out: what follows from it may be seen outside.
  [[nodiscard]] Sequence published() const { return published_; }

  /// What has become durable since the last call, in order: of each batch all or nothing.
  Published take_durable() {
    Published events;
    const Sequence durable = planted("acknowledge_before_commit") ? written_ : store_.durable();
    while (!unpublished_.empty() && unpublished_.front().first <= durable) {
      published_ = unpublished_.front().first;
      events.push_back(std::move(unpublished_.front().second));
      unpublished_.pop_front();
    }
    return events;
  }

 private:
  Store& store_;
  Sequence written_;    // the last event given to the store
  Sequence published_;  // the last event taken out
  EventLog batch_;      // recorded, not yet given
  std::deque<std::pair<Sequence, Published::value_type>> unpublished_;  // given, not yet taken out
};

}  // namespace headway::inline v0
