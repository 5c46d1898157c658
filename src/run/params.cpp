// Params and outputs as a person gives them.
#include <headway/base/invalid_pipeline.hpp>
#include <headway/job/validate.hpp>
#include <headway/run/params.hpp>
#include <headway/yaml/load.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>

namespace headway::inline v0 {
namespace {

const Param* find_param(const Pipeline& pipeline, std::string_view name) {
  const auto found = std::find_if(pipeline.params.begin(), pipeline.params.end(),
                                  [&](const Param& param) { return param.name == name; });
  return found == pipeline.params.end() ? nullptr : &*found;
}

std::vector<std::string> names_of(const Pipeline& pipeline) {
  std::vector<std::string> names;
  for (const Param& param : pipeline.params) names.push_back(param.name);
  return names;
}

bool is_raw(const Type& type) {
  return type.kind == Type::Kind::string || type.kind == Type::Kind::enumeration;
}

std::vector<std::string> known_ones(std::string_view what, const std::vector<std::string>& names) {
  if (names.empty()) return {"it has no " + std::string(what)};
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return {"its " + std::string(what) + ": " + all};
}

Diagnostic unknown(const Pipeline& pipeline, std::string_view name, SourceSpan span) {
  return {.code = "unknown-param",
          .message = "there is no param \"" + std::string(name) + '"',
          .span = std::move(span),
          .path = "params." + std::string(name),
          .notes = known_ones("params", names_of(pipeline)),
          .candidates = closest(name, names_of(pipeline))};
}

/// A word of the command line, `-p name=value`, shown as the person typed it.
struct Word {
  std::string_view option;
  std::string_view name;
  std::string_view text;

  [[nodiscard]] std::string label() const { return std::string(option) + ' ' + std::string(name); }
  [[nodiscard]] SourceSpan place() const {
    const std::string word = label() + '=' + std::string(text);
    return {std::make_shared<const Source>(Source{"command line", word}), 1, 4, 0};
  }
};

/// What is no value at all, whatever the type: a list that is not closed, say.
Diagnostic no_value(const Word& word, const Param& param, const std::string& path,
                    const Diagnostics& found) {
  return {.code = "wrong-type",
          .message = "the value given for \"" + param.name + "\" is no " + to_string(param.type),
          .span = word.place(),
          .path = path,
          .notes = {found[0].message}};
}

/// The value of a word for `path`.
std::optional<Value> parse_word(const Word& word, const Param& param, const std::string& path,
                                Diagnostics& found) {
  Value value{std::string(word.text)};
  if (!is_raw(param.type)) {
    try {
      value = with_floats(yaml::load_value(word.text, word.label()), param.type);
    } catch (const InvalidPipeline& invalid) {
      found.add(no_value(word, param, path, invalid.diagnostics()));
      return {};
    }
  }
  Diagnostics wrong;
  if (validate(param, value, word.place(), wrong)) return value;
  for (Diagnostic finding : wrong) {
    finding.path = path;
    found.add(std::move(finding));
  }
  return {};
}

}  // namespace

std::optional<Value> parse_param(const Pipeline& pipeline, std::string_view name,
                                 std::string_view text, Diagnostics& found) {
  const Word word{"-p", name, text};
  if (const Param* param = find_param(pipeline, name)) {
    return parse_word(word, *param, "params." + param->name, found);
  }
  found.add(unknown(pipeline, name, word.place()));
  return {};
}

std::optional<Value> parse_output(const Task& task, std::string_view name, std::string_view text,
                                  Diagnostics& found) {
  const Word word{"-o", name, text};
  std::vector<std::string> names;
  for (const OutputDeclaration& output : task.outputs) {
    const std::string path = "tasks." + task.name + ".outputs." + output.name;
    if (output.name == name) {
      return parse_word(word, {.name = output.name, .type = output.type}, path, found);
    }
    names.push_back(output.name);
  }
  found.add({.code = "unknown-output",
             .message = "the task \"" + task.name + "\" has no output \"" + std::string(name) + '"',
             .span = word.place(),
             .path = "tasks." + task.name + ".outputs",
             .notes = known_ones("outputs", names),
             .candidates = closest(name, names)});
  return {};
}

Values read_params_file(const Pipeline& pipeline, const std::string& path, Diagnostics& found) {
  std::ifstream file(path, std::ios::binary);
  file.peek();  // a folder can be opened, and fails here
  if (!file.is_open() || file.bad()) {
    found.add({.code = "unreadable-file",
               .message = "the file cannot be read: " + std::string(std::strerror(errno)),
               .span = {std::make_shared<const Source>(Source{path, {}})},
               .notes = {"check the path and the permissions of the file"}});
    return {};
  }
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  Values values;
  try {
    for (auto& [name, value, place] : yaml::load_values(text, path)) {
      const Param* param = find_param(pipeline, name);
      if (param == nullptr) {
        found.add(unknown(pipeline, name, std::move(place)));
        continue;
      }
      value = with_floats(std::move(value), param->type);
      if (validate(*param, value, place, found)) values.emplace(name, std::move(value));
    }
  } catch (const InvalidPipeline& invalid) {
    found.append(invalid.diagnostics());
  }
  return values;
}

}  // namespace headway::inline v0
