// Validation: all checks, in one pass.
#include "analysis.hpp"

#include <headway/job/validate.hpp>

namespace headway::inline v0 {

Diagnostics validate(const Pipeline& pipeline) {
  Findings findings;
  inspect(pipeline, findings);
  Diagnostics all = findings.take(pipeline.span);
  all.sort();
  return all;
}

}  // namespace headway::inline v0
