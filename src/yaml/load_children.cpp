// Children: one walk down the paths, from files or from texts.
#include "file_text.hpp"
#include "inner_bodies.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/yaml/children.hpp>
#include <headway/yaml/load.hpp>
#include <headway/yaml/save.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace headway::inline v0::yaml {
namespace {

namespace fs = std::filesystem;

/// Where `path`, as it is written in the file `from`, leads.
std::string follow(const std::string& from, const std::string& path) {
  return (fs::path(from).parent_path() / path).lexically_normal().string();
}

/// What links and dots make of a path, so that a file is known again.
std::string identity_of(const std::string& path) {
  std::error_code ignored;
  auto absolute = fs::absolute(path, ignored);
  auto real = fs::weakly_canonical(absolute, ignored);
  return ignored ? path : real.string();
}

/// A place to take the pipelines from.
struct Origin {
  /// The text at a path; nothing, perhaps with a finding, where there is none.
  std::function<std::optional<std::string>(const std::string& path, const PipelineBody& body,
                                           const std::string& where)>
      text;
  decltype(yaml::read)* read;  // what such a text is written in
  std::function<std::string(const std::string& path)> identity;
  std::function<std::string(const std::string& path)> folder;
};

class Family {
 public:
  Family(Origin origin, Diagnostics& found) : origin_(std::move(origin)), found_(found) {}

  /// Attaches what the bodies of `pipeline`, which is the file `name`, lead to; how deep that goes.
  std::uint32_t attach(Pipeline& pipeline, const std::string& name) {
    ancestors_.push_back({name, origin_.identity(name)});
    std::uint32_t height = 0;
    visit_inner_bodies(pipeline, [&](PipelineBody& body, const std::string& path) {
      const auto& written = body.path.value;
      const bool unwritten = !body.path.span.source && written.empty();  // or it is no text
      if (unwritten || written.find("${{") != std::string::npos) return;
      if (!body.from.value.empty()) return;
      height = std::max(height, attach_child(body, follow(name, written), path + ".path"));
    });
    ancestors_.pop_back();
    return height;
  }

 private:
  struct Ancestor {
    std::string name;
    std::string identity;
  };
  struct Child {
    std::shared_ptr<const Pipeline> pipeline;  // null where something is wrong with it
    std::uint32_t height = 1;                  // with those inside of it
  };

  std::uint32_t attach_child(PipelineBody& body, const std::string& name,
                             const std::string& where) {
    auto known = children_.find(name);
    if (known == children_.end()) {
      if (is_ancestor(body, name, where)) return 0;
      known = children_.emplace(name, read_child(body, name, where)).first;
    }
    const Child& child = known->second;
    if (child.pipeline) body.loaded = child.pipeline;
    if (ancestors_.size() + child.height > deepest_child + 1) refuse_depth(body, where);
    return child.height;
  }

  Child read_child(const PipelineBody& body, const std::string& name, const std::string& where) {
    if (ancestors_.size() > deepest_child) return {};  // the depth is told of
    auto text = origin_.text(name, body, where);
    if (!text) return {};
    Loaded loaded = origin_.read(*text, name);
    loaded.pipeline.folder = origin_.folder(name);
    bool sound = !loaded.diagnostics.has_errors();
    found_.append(std::move(loaded.diagnostics));
    auto height = attach(loaded.pipeline, name) + 1;
    if (!sound) return {.height = height};
    return {std::make_shared<const Pipeline>(std::move(loaded.pipeline)), height};
  }

  bool is_ancestor(const PipelineBody& body, const std::string& name, const std::string& where) {
    auto identity = origin_.identity(name);
    std::string way;
    for (const auto& ancestor : ancestors_) {
      if (!way.empty() || ancestor.identity == identity) way += ancestor.name + " → ";
    }
    if (way.empty()) return false;
    found_.add({.code = "pipeline-inside-itself",
                .message = "the pipeline \"" + body.path.value + "\" would run inside of itself",
                .span = body.path.span,
                .path = where,
                .notes = {way + name, "tasks that are done again go into a `repeat`"}});
    return true;
  }

  void refuse_depth(const PipelineBody& body, const std::string& where) {
    if (std::exchange(told_depth_, true)) return;
    found_.add({.code = "too-deep",
                .message = "pipelines lie within each other deeper than " +
                           std::to_string(deepest_child) + " levels",
                .span = body.path.span,
                .path = where});
  }

  Origin origin_;
  Diagnostics& found_;
  std::vector<Ancestor> ancestors_;
  std::map<std::string, Child> children_;  // by name; each is read once
  bool told_depth_ = false;
};

void collect(const Pipeline& pipeline, const std::string& name, ChildTexts& texts,
             Diagnostics& found) {
  visit_inner_bodies(pipeline, [&](const PipelineBody& body, const std::string& path) {
    if (!body.loaded) return;
    auto child = follow(name, body.path.value);
    auto text = save(*body.loaded);
    auto [known, fresh] = texts.emplace(child, text);
    if (fresh) return collect(*body.loaded, child, texts, found);
    if (known->second == text) return;
    found.add({.code = "duplicate-name",
               .message = "two different pipelines have the path \"" + child + '"',
               .span = body.path.span,
               .path = path + ".path",
               .notes = {"give the inner pipelines different names"}});
  });
}

void throw_errors(Diagnostics found) {
  found.sort();
  if (found.has_errors()) throw InvalidPipeline(std::move(found));
}

}  // namespace

void read_children(Pipeline& pipeline, const std::string& name, Diagnostics& found) {
  auto text = [&found](const std::string& path, const PipelineBody& body,
                       const std::string& where) {
    errno = 0;
    auto bytes = file_text(path);
    if (!bytes) {
      found.add(
          {.code = "unreadable-file",
           .message = "the pipeline file \"" + path + "\" cannot be read: " + std::strerror(errno),
           .span = body.path.span,
           .path = where,
           .notes = {"a path begins at the folder of the file it is written in"}});
    }
    return bytes;
  };
  Family({text, yaml::read, identity_of, folder_of}, found).attach(pipeline, name);
  found.sort();
}

ChildTexts child_texts(const Pipeline& pipeline) {
  ChildTexts texts;
  Diagnostics found;
  collect(pipeline, "", texts, found);
  throw_errors(std::move(found));
  return texts;
}

void attach_children(Pipeline& pipeline, const ChildTexts& texts) {
  auto text = [&texts](const std::string& path, const PipelineBody& /*body*/,
                       const std::string& /*where*/) -> std::optional<std::string> {
    auto known = texts.find(path);
    if (known == texts.end()) return {};
    return known->second;
  };
  auto folder = [&pipeline](const std::string& path) {
    auto folder_path = (fs::path(pipeline.folder) / path).lexically_normal().parent_path();
    return folder_path.string();
  };
  Diagnostics found;
  const auto identity = [](const std::string& path) { return path; };
  Family({text, read_canonical, identity, folder}, found).attach(pipeline, "");
  throw_errors(std::move(found));
}

}  // namespace headway::inline v0::yaml
