// headway diff: how two pipeline files differ in what they say.
#include "cli/pipeline_file.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/view/diff.hpp>

#include <nlohmann/json.hpp>

namespace headway::cli {

namespace {

using Json = nlohmann::ordered_json;
using Kind = yaml::Tree::Kind;

Json as_json(const yaml::Tree& tree) {
  if (tree.kind == Kind::text) return tree.word;
  if (tree.is_scalar()) return Json::parse(tree.word.empty() ? "null" : tree.word);
  Json json = tree.kind == Kind::list ? Json::array() : Json::object();
  for (const auto& part : tree.parts) {
    if (tree.kind == Kind::list) {
      json.push_back(as_json(part));
    } else {
      json[part.key] = as_json(part);
    }
  }
  return json;
}

Json as_json(const Difference& difference) {
  Json json{{"kind", std::string(to_string(difference.kind))}, {"path", difference.path}};
  if (difference.kind != Difference::Kind::added) json["before"] = as_json(difference.before);
  if (difference.kind != Difference::Kind::removed) json["after"] = as_json(difference.after);
  return json;
}

}  // namespace

int diff(const DiffOptions& options) {
  const auto found = diff(read_pipeline(options.before), read_pipeline(options.after));
  if (options.json) {
    Json json{{"equal", found.empty()}, {"differences", Json::array()}};
    for (const auto& difference : found) json["differences"].push_back(as_json(difference));
    print(json.dump());
  } else if (!found.empty()) {
    print(text(found));
  }
  return found.empty() ? done : different;
}

}  // namespace headway::cli
