// Evaluating an expression by itself: for tests, which compare it with other implementations.
#include "bindings.hpp"
#include "conversions.hpp"

#include <headway/job/expression.hpp>

#include <utility>

namespace headway::python {
namespace {

/// Names without dots, each with its value.
class Variables final : public Scope {
 public:
  explicit Variables(Values values) : values_(std::move(values)) {}
  [[nodiscard]] std::optional<Resolved> at(std::span<const std::string> path) const override {
    const auto found = values_.find(path.front());
    if (found == values_.end()) return {};
    return Resolved{found->second, 1};
  }

 private:
  Values values_;
};

py::object evaluate_expression(const std::string& text, const py::dict& variables) {
  Diagnostics found;
  const auto expression = parse_expression({text, {}}, found);
  if (!expression) throw Error(render(found));
  return to_python(evaluate(*expression, Variables(to_values(variables))));
}

}  // namespace

void bind_expression(py::module_& module) {
  module.def("evaluate_expression", evaluate_expression, py::arg("text"), py::arg("variables"));
}

}  // namespace headway::python
