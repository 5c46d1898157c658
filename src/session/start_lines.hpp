// Start requests on their way: which of them may begin.
#pragma once

#include "protocol.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>

namespace headway::inline v0 {

/// Requests of no line may begin at once, those of a line when it has a place for them. A request
/// that was handed out holds its place until `leave`.
class StartLines {
 public:
  void add(StartRequest request);

  /// The next one that may begin, if there is one.
  std::optional<StartRequest> next();
  /// It could not begin: it will be the next again.
  void put_back(StartRequest request) { due_.push_front(std::move(request)); }
  /// A session that was handed out has ended, or came to nothing.
  void leave(std::uint64_t line);

  /// Takes out a request that has not begun; false when it is not here.
  bool remove(const SessionKey& key);
  void clear();

  [[nodiscard]] bool has_next() const { return !due_.empty(); }
  /// Whether every place of the line will be taken again at its next end, without a new request.
  [[nodiscard]] bool is_supplied(std::uint64_t line) const;

 private:
  struct Line {
    std::uint32_t places = 0;
    std::uint32_t taken = 0;
    std::deque<StartRequest> waiting{};
  };
  using Lines = std::unordered_map<std::uint64_t, Line>;

  void fill(Lines::iterator line);

  std::deque<StartRequest> due_{};  // may begin
  Lines lines_{};                   // those with requests or sessions
};

}  // namespace headway::inline v0
