// A tripwire: ends an engine at a chosen moment, as a kill does.
#pragma once

#include <headway/base/error.hpp>

#include <cstdint>

namespace headway::inline v0::testing {

/// The engine was killed here: what it does afterwards reaches nobody.
class EngineKilled final : public Error {
 public:
  EngineKilled() : Error("the engine was killed") {}
};

/// Counts what an engine asks of its store and its backend. At the chosen one the engine dies, and
/// whatever it asks afterwards throws as well. One thread at a time.
class Tripwire {
 public:
  /// `last`: how many moments there are before the kill; 0: it is never killed by itself.
  explicit Tripwire(std::uint32_t last = 0) : left_(last) {}

  /// Before and after whatever reaches the world. Throws EngineKilled.
  void pass() {
    if (left_ > 0 && --left_ == 0) dead_ = true;
    if (dead_) throw EngineKilled();
  }
  void kill() { dead_ = true; }
  [[nodiscard]] bool dead() const { return dead_; }

 private:
  std::uint32_t left_;
  bool dead_ = false;
};

}  // namespace headway::inline v0::testing
