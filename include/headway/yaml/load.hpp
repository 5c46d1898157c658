// Reading pipeline files: YAML 1.2 core schema, or JSON, under budgets.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/model/pipeline.hpp>
#include <headway/model/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// A pipeline and what was found while reading it.
struct Loaded {
  Pipeline pipeline{};
  Diagnostics diagnostics{};  // of the document and the keys; `validate` finds the rest
};

namespace yaml {

/// Reads a pipeline from text; `name` is the file's name in diagnostics and, by its stem, the
/// default pipeline name. All findings about the document and its keys are thrown at once as
/// InvalidPipeline; what only the whole pipeline shows (references, cycles) is `validate`'s and
/// `compile`'s.
Pipeline load(std::string_view text, std::string_view name);

/// The same from a file; the pipeline's folder becomes the file's, and the pipelines that its paths
/// name are read as well and attached.
Pipeline load_file(const std::string& path);

/// Reads as far as possible and never throws for what a file can hold.
Loaded read(std::string_view text, std::string_view name);
Loaded read_file(const std::string& path);

/// The same from a canonical text (`save`) that was kept with a job. Read as YAML whatever the
/// name, and without a file's budgets of bytes and values, which what it was made from has met.
Pipeline load_canonical(std::string_view text, std::string_view name);
Loaded read_canonical(std::string_view text, std::string_view name);

/// Reads one JSON or YAML value (`-p`). Throws InvalidPipeline.
Value load_value(std::string_view text, std::string_view name);

/// A value under its name, and where in the text it stands.
struct NamedValue {
  std::string name;
  Value value;
  SourceSpan span;
};

/// Reads a JSON or YAML map (a params file), in its order. Throws InvalidPipeline, also for what is
/// no map.
std::vector<NamedValue> load_values(std::string_view text, std::string_view name);

}  // namespace yaml
}  // namespace headway::inline v0
