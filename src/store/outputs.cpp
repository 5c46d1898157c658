// Outputs: found, typed and told apart.
#include "outputs.hpp"

#include "json_value.hpp"
#include "output_problem.hpp"

#include <headway/base/diagnostic.hpp>
#include <headway/base/utf8.hpp>
#include <headway/model/with_floats.hpp>

#include <fmt/core.h>

#include <charconv>
#include <cmath>

namespace headway::inline v0 {
namespace {

const Type& without_optional(const Type& type) {
  return type.kind == Type::Kind::optional ? without_optional(type.element.front()) : type;
}

// "./a//b/" as "a/b"; throws when it leads out.
std::string relative_path(const OutputDeclaration& declared) {
  const std::string& written = declared.path ? declared.path->value : declared.name;
  std::string path;
  bool outside = written.starts_with('/');
  for (std::size_t at = 0; at < written.size();) {
    const std::size_t end = std::min(written.find('/', at), written.size());
    const std::string part = written.substr(at, end - at);
    outside = outside || part == "..";
    if (!part.empty() && part != ".") path += (path.empty() ? "" : "/") + part;
    at = end + 1;
  }
  if (!outside && !path.empty()) return path;
  throw OutputProblem(
      fmt::format("the path {} of output \"{}\" does not lie beneath the output "
                  "folder",
                  quoted(written), declared.name));
}

[[noreturn]] void throw_missing(const OutputDeclaration& declared, const std::string& path,
                                const Tree& tree) {
  std::vector<std::string> candidates;
  for (const TreeEntry& entry : tree.entries()) {
    if (candidates.size() < 1000) candidates.push_back(entry.path);
  }
  const auto near = closest(path, candidates);
  throw OutputProblem(fmt::format(
      "output \"{}\" is missing: the task left no {} {} in its output folder{}", declared.name,
      without_optional(declared.type).kind == Type::Kind::directory ? "folder" : "file",
      quoted(path), near.empty() ? "" : fmt::format(", did you mean {}?", quoted(near.front()))));
}

[[noreturn]] void throw_ill_typed(std::string_view name, const Type& type, std::string_view text,
                                  std::string_view reason) {
  throw OutputProblem(fmt::format("output \"{}\" is declared {}, the file holds {}{}{}", name,
                                  to_string(type), quoted(text), reason.empty() ? "" : ": ",
                                  reason));
}

Value artifact_of(const OutputDeclaration& declared, const TreeEntry& entry, const Tree& tree,
                  const std::string& folder) {
  const bool is_folder = entry.kind == TreeEntry::Kind::folder;
  const Type& type = without_optional(declared.type);
  if (is_folder != (type.kind == Type::Kind::directory)) {
    throw OutputProblem(fmt::format("output \"{}\" is declared {}, {} is a {}", declared.name,
                                    to_string(type), quoted(entry.path),
                                    is_folder ? "folder" : "file"));
  }
  const Digest digest = is_folder ? tree.digest(entry.path) : entry.digest;
  return Artifact{folder + '/' + entry.path, "sha256:" + hex(digest), is_folder};
}

Value value_of(const OutputDeclaration& declared, const TreeEntry& entry,
               const ArtifactLimits& limits) {
  if (entry.kind == TreeEntry::Kind::folder) {
    throw OutputProblem(fmt::format("output \"{}\" is declared {}, {} is a folder", declared.name,
                                    to_string(declared.type), quoted(entry.path)));
  }
  if (entry.size > limits.scalar_bytes) {
    throw OutputProblem(fmt::format(
        "output \"{}\" is declared {}, the file holds {} bytes and may hold {}; declare it a file",
        declared.name, to_string(declared.type), entry.size, limits.scalar_bytes));
  }
  std::string_view text = entry.bytes;
  if (text.ends_with('\n')) text.remove_suffix(1);
  return parse_output(declared.name, declared.type, text);
}

template <class Number>
bool parse_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool is_text(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return false;
  while (!text.empty()) {
    if (!take_code_point(text).valid) return false;
  }
  return true;
}

Value parse_json_output(std::string_view name, const Type& type, std::string_view text) {
  std::string reason;
  auto value = parse_json(text, reason);
  if (!value) throw_ill_typed(name, type, text, reason);
  Value typed = with_floats(std::move(*value), type);
  if (!conforms(typed, type)) {
    throw_ill_typed(name, type, text, "that is " + to_string(type_of(typed)));
  }
  return typed;
}

}  // namespace

std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 60;
  return text.size() <= longest ? to_json(Value(std::string(text)))
                                : to_json(Value(std::string(text.substr(0, longest)) + "…"));
}

bool is_artifact(const Type& type) {
  const auto kind = without_optional(type).kind;
  return kind == Type::Kind::file || kind == Type::Kind::directory;
}

std::set<std::string> value_files(std::span<const OutputDeclaration> declarations) {
  std::set<std::string> files;
  for (const OutputDeclaration& declared : declarations) {
    if (!is_artifact(declared.type)) files.insert(relative_path(declared));
  }
  return files;
}

Values read_outputs(std::span<const OutputDeclaration> declarations, const Tree& tree,
                    const std::string& folder, const ArtifactLimits& limits) {
  Values outputs;
  for (const OutputDeclaration& declared : declarations) {
    const std::string path = relative_path(declared);
    const TreeEntry* entry = tree.find(path);
    Value value;  // null: what an optional output is when it is missing
    if (entry != nullptr) {
      value = is_artifact(declared.type) ? artifact_of(declared, *entry, tree, folder)
                                         : value_of(declared, *entry, limits);
    } else if (declared.type.kind != Type::Kind::optional) {
      throw_missing(declared, path, tree);
    }
    outputs.insert_or_assign(declared.name, std::move(value));
  }
  return outputs;
}

Value parse_output(std::string_view name, const Type& type, std::string_view text) {
  switch (type.kind) {
    case Type::Kind::optional: return parse_output(name, type.element.front(), text);
    case Type::Kind::boolean:
      if (text == "true" || text == "false") return text == "true";
      throw_ill_typed(name, type, text, "write true or false");
    case Type::Kind::integer: {
      std::int64_t number = 0;
      if (parse_number(text, number)) return number;
      throw_ill_typed(name, type, text, "");
    }
    case Type::Kind::floating: {
      double number = 0;
      if (parse_number(text, number) && std::isfinite(number)) return number;
      throw_ill_typed(name, type, text, "");
    }
    case Type::Kind::string:
      if (is_text(text)) return std::string(text);
      throw_ill_typed(name, type, text, "that is not UTF-8 text; declare it a file");
    case Type::Kind::enumeration:
      for (const std::string& word : type.values) {
        if (word == text) return std::string(text);
      }
      throw_ill_typed(
          name, type, text,
          "its values are " + to_json(Value(Value::List(type.values.begin(), type.values.end()))));
    default: return parse_json_output(name, type, text);
  }
}

}  // namespace headway::inline v0
