// The exception for wrong input: it carries all that is wrong.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/base/error.hpp>

#include <utility>

namespace headway::inline v0 {

/// The user's input is wrong; `diagnostics()` lists everything that is.
class InvalidPipeline : public Error {
 public:
  explicit InvalidPipeline(Diagnostics found)
      : Error(render(found)), diagnostics_(std::move(found)) {}
  [[nodiscard]] const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  Diagnostics diagnostics_;
};

}  // namespace headway::inline v0
