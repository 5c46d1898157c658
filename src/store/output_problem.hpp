// What is wrong with a task's outputs, on its way to the message of the attempt.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// Thrown inside the store only; `Artifacts::commit` turns it into `Committed::problem`.
class OutputProblem : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// `text` in quotes, escaped, and cut where a person would stop reading.
std::string quoted(std::string_view text);

}  // namespace headway::inline v0
