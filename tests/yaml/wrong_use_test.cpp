// Wrong uses: each key of the schema has one among the golden diagnostics, told at its place.
#include "support/catch.hpp"
#include "support/golden.hpp"
#include "yaml/document.hpp"

#include <headway/yaml/schema.hpp>

#include <nlohmann/json.hpp>

#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace headway;
using Json = nlohmann::json;

namespace {

using Position = std::pair<std::uint32_t, std::uint32_t>;  // line, column

struct Finding {
  std::string code;
  Position place;
};

/// The findings of a golden file that lie in its own input; each begins `file:line:column: …`.
std::vector<Finding> findings_of(const std::filesystem::path& input) {
  auto expected = input;
  const auto text = golden::bytes(expected.replace_extension(".txt"));
  static const std::regex form(
      R"(\n([^\s:]+):(\d+):(\d+): (?:error|warning|note)\[([a-z0-9-]+)\])");
  const auto lines = '\n' + text;
  std::vector<Finding> result;
  for (std::sregex_iterator at(lines.begin(), lines.end(), form), end; at != end; ++at) {
    const auto& found = *at;
    if (found[1] != input.filename().string()) continue;
    auto number = [&](std::size_t i) { return static_cast<std::uint32_t>(std::stoul(found[i])); };
    result.push_back({found[4], {number(2), number(3)}});
  }
  return result;
}

/// A way down from the root of a document along its schema, to the key that holds a position.
class Owner {
 public:
  Owner(const Json& schema, Position wanted) : schema_(schema), wanted_(wanted) {}

  /// `definition.key`; empty where no key of the schema holds the position.
  std::string of(const yaml::Element& root) {
    descend(root, {{&schema_, ""}});
    return found_;
  }

 private:
  struct Rule {
    const Json* json;
    std::string definition;
  };
  using Rules = std::vector<Rule>;

  static Position begin(const yaml::Element& element) { return {element.line, element.column}; }

  void expand(const Rule& rule, Rules& all) const {
    if (rule.json->contains("$ref")) {
      const auto name = (*rule.json)["$ref"].get<std::string>().substr(std::size("#/$defs/") - 1);
      expand({&schema_["$defs"][name], name}, all);
    }
    if (rule.json->contains("anyOf")) {
      for (const auto& one : (*rule.json)["anyOf"]) expand({&one, ""}, all);
    }
    all.push_back(rule);
  }

  void descend(const yaml::Element& element, const Rules& rules) {
    Rules all;
    for (const auto& rule : rules) expand(rule, all);
    if (element.kind == yaml::Kind::map) enter_map(element, all);
    if (element.kind == yaml::Kind::list) enter_list(element, all);
  }

  void enter_list(const yaml::Element& list, const Rules& rules) {
    Rules items;
    for (const auto& [json, definition] : rules) {
      if (json->contains("items")) items.push_back({&(*json)["items"], ""});
    }
    for (auto i = list.count(); i-- > 0;) {
      if (begin(list.children()[i]) <= wanted_) return descend(list.children()[i], items);
    }
  }

  void enter_map(const yaml::Element& map, const Rules& rules) {
    for (auto i = map.count(); i-- > 0;) {
      if (begin(map.key(i)) <= wanted_) {
        return enter_entry(std::string(map.key(i).text()), map.value(i), rules);
      }
    }
  }

  void enter_entry(const std::string& key, const yaml::Element& value, const Rules& rules) {
    Rules inner;
    for (const auto& [json, definition] : rules) {
      if (json->contains("properties") && (*json)["properties"].contains(key)) {
        found_ = definition + '.' + key;
        inner.push_back({&(*json)["properties"][key], ""});
      } else if (json->contains("additionalProperties") &&
                 (*json)["additionalProperties"].is_object()) {
        inner.push_back({&(*json)["additionalProperties"], ""});
      }
    }
    if (inner.empty()) found_.clear();  // a key that nothing knows
    descend(value, inner);
  }

  const Json& schema_;
  Position wanted_;
  std::string found_;
};

/// Each finding of the golden diagnostics as its code and the key it is about.
std::set<std::pair<std::string, std::string>> shown_mistakes() {
  const auto schema = Json::parse(yaml::schema());
  std::set<std::pair<std::string, std::string>> result;
  for (const char* folder : {"diagnostics/yaml", "diagnostics/job"}) {
    for (const auto& input : golden::inputs(folder)) {
      Diagnostics ignored;
      const auto document = yaml::parse(golden::bytes(input), input.filename().string(), ignored);
      for (const auto& [code, place] : findings_of(input)) {
        result.emplace(code, document ? Owner(schema, place).of(document->root()) : "");
      }
    }
  }
  return result;
}

}  // namespace

TEST_CASE("each key of a pipeline file has a wrong use among the golden diagnostics") {
  std::set<std::string> shown;
  for (const auto& [code, key] : shown_mistakes()) shown.insert(key);
  const auto schema = Json::parse(yaml::schema());
  for (const auto& [name, definition] : schema["$defs"].items()) {
    for (const auto& [key, property] : definition["properties"].items()) {
      INFO("a golden file in tests/golden/diagnostics where " << name << "." << key << " is wrong");
      CHECK(shown.count(name + '.' + key) == 1);
    }
  }
}

TEST_CASE("the golden diagnostics show more than a hundred and twenty kinds of mistakes") {
  CHECK(shown_mistakes().size() >= 120);
}
