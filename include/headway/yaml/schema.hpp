// The JSON Schema of pipeline files, for editors.
#pragma once

#include <string>

namespace headway::inline v0::yaml {

/// A JSON Schema (draft 2020-12) of the keys that `load` reads and of the forms their values have,
/// made of the tables by which they are read. A schema cannot say everything: what it accepts may
/// still be refused (docs/pipeline-file.md lists the rules); what it refuses is always refused.
std::string schema();

}  // namespace headway::inline v0::yaml
