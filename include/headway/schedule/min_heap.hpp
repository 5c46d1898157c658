// A heap with the smallest item on top.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// A 4-ary heap, which touches fewer cache lines than a binary one. A value; needs only `<`.
template <class T>
class MinHeap {
 public:
  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  /// The smallest item. Precondition: not empty.
  [[nodiscard]] const T& top() const { return items_.front(); }

  void push(T item) {
    std::size_t hole = items_.size();
    items_.push_back(item);
    while (hole > 0 && item < items_[(hole - 1) / width]) {
      items_[hole] = items_[(hole - 1) / width];
      hole = (hole - 1) / width;
    }
    items_[hole] = std::move(item);
  }

  /// Takes the smallest item away. Precondition: not empty.
  void pop() {
    const T last = std::move(items_.back());
    items_.pop_back();
    if (items_.empty()) return;
    std::size_t hole = 0;
    for (std::size_t child = smallest_child(hole); child < items_.size() && items_[child] < last;
         child = smallest_child(hole)) {
      items_[hole] = std::move(items_[child]);
      hole = child;
    }
    items_[hole] = last;
  }

 private:
  static constexpr std::size_t width = 4;

  /// Past the end when there is none.
  [[nodiscard]] std::size_t smallest_child(std::size_t parent) const {
    const std::size_t first = parent * width + 1;
    const std::size_t end = first + width < items_.size() ? first + width : items_.size();
    std::size_t best = first;
    for (std::size_t child = first + 1; child < end; ++child) {
      if (items_[child] < items_[best]) best = child;
    }
    return best;
  }

  std::vector<T> items_;  // children of i: 4i+1 … 4i+4
};

}  // namespace headway::inline v0
