// The journal: events on their way into the store and, once durable, out to everyone.
#pragma once

#include <headway/store/store.hpp>

#include <deque>
#include <span>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Keeps the order: recorded, written, durable, published. One thread at a time.
class Journal {
 public:
  explicit Journal(Store& store) : store_(store), written_(store.durable()), published_(written_) {}

  /// Adds an event to the batch; the sequence it will have.
  Sequence add(Event event) {
    batch_.push_back(std::move(event));
    return {written_.value + batch_.size()};
  }
  [[nodiscard]] bool has_batch() const { return !batch_.empty(); }

  /// Gives the batch to the store. Throws StoreError, also for a write that failed since.
  void write() {
    if (batch_.empty() && unpublished_.empty()) return;
    written_ = store_.append(batch_);
    std::uint64_t sequence = written_.value - batch_.size();
    for (Event& event : batch_) unpublished_.emplace_back(Sequence{++sequence}, std::move(event));
    batch_.clear();
  }

  /// The last event given to the store; those after it are in the batch.
  [[nodiscard]] Sequence written() const { return written_; }
  /// The last event the batch will hold when it is written now.
  [[nodiscard]] Sequence recorded() const { return {written_.value + batch_.size()}; }
  /// The last event taken out: what follows from it may be seen outside.
  [[nodiscard]] Sequence published() const { return published_; }

  /// The events that have become durable since the last call, in order.
  std::vector<Event> take_durable() {
    std::vector<Event> events;
    const Sequence durable = store_.durable();
    while (!unpublished_.empty() && unpublished_.front().first <= durable) {
      published_ = unpublished_.front().first;
      events.push_back(std::move(unpublished_.front().second));
      unpublished_.pop_front();
    }
    return events;
  }

 private:
  Store& store_;
  Sequence written_;                                    // the last event given to the store
  Sequence published_;                                  // the last event taken out
  std::vector<Event> batch_;                            // recorded, not yet given
  std::deque<std::pair<Sequence, Event>> unpublished_;  // given, not yet taken out
};

}  // namespace headway::inline v0
