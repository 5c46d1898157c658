// The pipelines inside of a pipeline as JSON.
#include <headway/event/codec.hpp>
#include <headway/yaml/children.hpp>

#include <string>

namespace headway::inline v0 {

std::string encode_children(const Pipeline& pipeline) {
  Values texts;
  for (const auto& [path, text] : yaml::child_texts(pipeline)) texts.emplace(path, text);
  return texts.empty() ? std::string() : encode_values(texts);
}

void attach_children(Pipeline& pipeline, std::string_view children) {
  if (children.empty()) return;
  yaml::ChildTexts texts;
  for (const auto& [path, text] : decode_values(children)) texts.emplace(path, format(text));
  yaml::attach_children(pipeline, texts);
}

}  // namespace headway::inline v0
