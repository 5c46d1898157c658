// Params and outputs as a person gives them.
#include <headway/base/invalid_pipeline.hpp>
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

std::string wish(const Type& type) {
  if (type.kind != Type::Kind::enumeration) return "it is of type " + to_string(type);
  std::string words;
  for (const std::string& word : type.values) words += (words.empty() ? "" : ", ") + word;
  return "it is one of: " + words;
}

Diagnostic unknown(const Pipeline& pipeline, std::string_view name, SourceSpan span) {
  return {.code = "unknown-param",
          .message = "there is no param \"" + std::string(name) + '"',
          .span = std::move(span),
          .path = "params." + std::string(name),
          .candidates = closest(name, names_of(pipeline))};
}

Diagnostic wrong_type(const Type& type, const std::string& path, std::string_view given,
                      SourceSpan span) {
  const std::string name = path.substr(path.rfind('.') + 1);
  return {.code = "wrong-type",
          .message = "the value \"" + std::string(given) + "\" given for \"" + name + "\" is no " +
                     to_string(type),
          .span = std::move(span),
          .path = path,
          .notes = {wish(type)},
          .candidates = closest(given, type.values)};
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

/// The value of a word, for `path` of that type.
std::optional<Value> parse_word(const Word& word, const Type& type, const std::string& path,
                                Diagnostics& found) {
  Value value{std::string(word.text)};
  if (!is_raw(type)) {
    try {
      value = with_floats(yaml::load_value(word.text, word.label()), type);
    } catch (const InvalidPipeline&) {
      found.add(wrong_type(type, path, word.text, word.place()));
      return {};
    }
  }
  if (conforms(value, type)) return value;
  found.add(wrong_type(type, path, word.text, word.place()));
  return {};
}

}  // namespace

std::optional<Value> parse_param(const Pipeline& pipeline, std::string_view name,
                                 std::string_view text, Diagnostics& found) {
  const Word word{"-p", name, text};
  if (const Param* param = find_param(pipeline, name)) {
    return parse_word(word, param->type, "params." + param->name, found);
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
    if (output.name == name) return parse_word(word, output.type, path, found);
    names.push_back(output.name);
  }
  found.add({.code = "unknown-output",
             .message = "the task \"" + task.name + "\" has no output \"" + std::string(name) + '"',
             .span = word.place(),
             .path = "tasks." + task.name + ".outputs",
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
  const auto source = std::make_shared<const Source>(Source{path, text});
  Value all;
  try {
    all = yaml::load_value(text, path);
  } catch (const InvalidPipeline& invalid) {
    found.append(invalid.diagnostics());
    return {};
  }
  auto* values = all.get_if<Values>();
  if (!values) {
    found.add({.code = "wrong-type",
               .message = "a params file is a map from names to values",
               .span = {source, 1, 1, 0},
               .notes = {"write one name: value a line"}});
    return {};
  }
  for (auto& [name, value] : *values) {
    const Param* param = find_param(pipeline, name);
    if (!param) {
      found.add(unknown(pipeline, name, {source, 0, 0, 0}));
      continue;
    }
    value = with_floats(std::move(value), param->type);
    if (!conforms(value, param->type)) {
      found.add(wrong_type(param->type, "params." + name, format(value), {source, 0, 0, 0}));
    }
  }
  return std::move(*values);
}

}  // namespace headway::inline v0
