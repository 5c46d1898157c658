// Making keys: what the job's values say, and what is in the files.
#include "cache_keys.hpp"

#include "program_output.hpp"
#include "python_call.hpp"

#include <headway/base/error.hpp>

#include <sys/stat.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <utility>

namespace headway::inline v0 {

namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_answer = 65'536;  // bytes, of the reader of Python sources

bool is_file(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode);
}

std::string digest_word(const Digest& digest) { return "sha256:" + hex(digest); }

/// Params and rounds count when a text names the variable that holds them; the file of params holds
/// all.
void add_visible(KeyMaterial& material, const std::set<std::string>& variables) {
  const bool all_params = variables.contains("HEADWAY_PARAMS");
  for (auto& [variable, part] : material.visible) {
    const bool named =
        variables.contains(variable) || (all_params && variable.starts_with("HEADWAY_PARAM_"));
    if (named) material.parts.merge(*part.get_if<Value::Map>());
  }
}

}  // namespace

void CacheKeys::make(const SessionKey& key, KeyMaterial material) {
  errands_.send([this, key, material = std::move(material)] { return make_now(key, material); });
}

void CacheKeys::check(const SessionKey& key, CachedResult result) {
  errands_.send([this, key, result = std::move(result)] { return check_now(key, result); });
}

KeyMade CacheKeys::make_now(const SessionKey& key, KeyMaterial material) {
  KeyMade made{.key = key};
  try {
    std::set<std::string> variables;
    for (const std::string& text : material.texts) variables.merge(variables_in(text));
    add_sources(material, variables);
    if (!material.target.empty()) add_code(material, variables);
    add_visible(material, variables);
    made.problem = material.problem;
  } catch (const std::exception& failure) {
    made.problem = failure.what();
  }
  const Value parts(std::move(material.parts));
  if (made.problem.empty()) made.digest = hex(sha256(to_json(parts)));
  made.parts = std::make_shared<const Value>(parts);
  return made;
}

void CacheKeys::add_sources(KeyMaterial& material, std::set<std::string>& variables) {
  std::set<std::string> files;
  for (const std::string& glob : material.sources) {
    for (std::string& file : files_of(material.folder, glob)) files.insert(std::move(file));
  }
  for (const std::string& word : material.words) {
    const bool beside = !word.empty() && word.front() != '/' && word.front() != '-';
    if (beside && is_file(material.folder + '/' + word)) files.insert(word);
  }
  for (const std::string& file : files) {
    const FileContent& content = contents_.of(material.folder + '/' + file);
    material.parts.emplace("source " + file, digest_word(content.digest));
    variables.insert(content.variables.begin(), content.variables.end());
  }
}

void CacheKeys::add_code(KeyMaterial& material, std::set<std::string>& variables) {
  const Code code = code_of(material);
  material.parts.emplace("code", "sha256:" + code.digest);
  const FileContent& content = contents_.of(code.file);
  variables.insert(content.variables.begin(), content.variables.end());
}

/// Asks the interpreter again only once the module has changed.
CacheKeys::Code CacheKeys::code_of(const KeyMaterial& material) {
  Code& known = codes_[material.target + ' ' + material.folder];
  const bool fresh = !known.file.empty() && is_file(known.file) &&
                     contents_.of(known.file).digest == known.content;
  if (fresh) return known;
  const Json answer =
      Json::parse(output_of(python_source_argv(material.interpreter, material.target,
                                               material.folder, material.job_folder),
                            longest_answer),
                  nullptr, false);
  if (!answer.is_object() || answer.contains("problem")) {
    throw Error(answer.is_object() ? answer.value("problem", std::string())
                                   : "the source of " + material.target + " cannot be read");
  }
  known.file = answer.value("file", std::string());
  known.content = contents_.of(known.file).digest;
  known.digest = answer.value("digest", std::string());
  return known;
}

ResultChecked CacheKeys::check_now(const SessionKey& key, CachedResult result) const {
  ResultChecked checked{.key = key, .result = std::move(result)};
  try {
    const std::string& folder = checked.result.ended.folder;
    checked.whole = folder.empty() || artifacts_.is_whole(folder);
    if (!checked.whole) artifacts_.set_aside(folder);
  } catch (const std::exception&) {  // then the task works again
    checked.whole = false;
  }
  return checked;
}

}  // namespace headway::inline v0
