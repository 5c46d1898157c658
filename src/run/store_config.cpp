// Reading config.yaml.
#include <headway/base/invalid_pipeline.hpp>
#include <headway/base/quantity.hpp>
#include <headway/run/store_config.hpp>
#include <headway/yaml/tree.hpp>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

namespace {

using yaml::Tree;

class ConfigReader {
 public:
  ConfigReader(const std::string& root, Diagnostics& found) : root_(root), found_(found) {}

  void read(const Tree& tree) {
    if (tree.kind == Tree::Kind::null) return;
    if (tree.kind != Tree::Kind::map) {
      add("wrong-type", "the configuration of a store is a map", tree.span, known_keys());
      return;
    }
    for (const Tree& part : tree.parts) read_entry(part);
  }

  [[nodiscard]] StoreConfig take() { return std::move(config_); }

 private:
  struct Entry {
    std::string_view key;
    void (ConfigReader::*read)(const Tree&);
  };
  static constexpr std::size_t entry_count = 5;
  static const std::array<Entry, entry_count>& entries() {
    static constexpr std::array<Entry, entry_count> all{
        {{"slots", &ConfigReader::read_slots},
         {"data", &ConfigReader::read_data},
         {"policy", &ConfigReader::read_policy},
         {"durability", &ConfigReader::read_durability},
         {"clean_env", &ConfigReader::read_clean_env}}};
    return all;
  }

  static std::vector<std::string> known_keys() {
    std::string text = "its keys:";
    for (const Entry& entry : entries()) {
      text += (text.back() == ':' ? " " : ", ") + std::string(entry.key);
    }
    return {std::move(text)};
  }

  void read_entry(const Tree& part) {
    std::vector<std::string> names;
    for (const Entry& entry : entries()) {
      if (entry.key == part.key) return (this->*entry.read)(part);
      names.emplace_back(entry.key);
    }
    found_.add({.code = "unknown-key",
                .message = "the configuration of a store has no \"" + part.key + '"',
                .span = part.key_span,
                .path = part.key,
                .notes = known_keys(),
                .candidates = closest(part.key, names)});
  }

  void read_slots(const Tree& tree) {
    if (tree.kind != Tree::Kind::map) {
      return add("wrong-type", "\"slots\" is a map from slots to quantities", tree.span,
                 {"such as {cpu: 8, mem: 32Gi, licence: 2}"});
    }
    for (const Tree& part : tree.parts) {
      const auto amount =
          part.is_scalar() ? parse_quantity(part.word, unit_of(part.key)) : std::nullopt;
      if (!amount) {
        add("bad-quantity", "\"" + part.word + "\" is no quantity of \"" + part.key + '"',
            part.span, {"such as 8, 0.5, or 32Gi of what is counted in bytes"});
      }
      config_.slots.set(part.key, amount.value_or(Quantity{}));
    }
  }

  void read_data(const Tree& tree) {
    if (!tree.is_scalar() || tree.word.empty()) {
      return add("wrong-type", "\"data\" is the path of a folder", tree.span, {});
    }
    config_.data = (std::filesystem::absolute(root_) / tree.word).lexically_normal().string();
  }

  void read_policy(const Tree& tree) {
    if (const auto order = parse_order(tree.word)) {
      config_.policy = *order;
    } else {
      unknown_word(tree, "policy", {"fifo", "critical_path", "planned"});
    }
  }

  void read_durability(const Tree& tree) {
    if (tree.word != "full" && tree.word != "relaxed") {
      return unknown_word(tree, "durability", {"full", "relaxed"});
    }
    config_.durability = tree.word == "full" ? Durability::full : Durability::relaxed;
  }

  void read_clean_env(const Tree& tree) {
    if (tree.kind != Tree::Kind::boolean) {
      return add("wrong-type", "\"clean_env\" is true or false", tree.span, {});
    }
    config_.clean_env = tree.word == "true";
  }

  void unknown_word(const Tree& tree, const std::string& key, const std::vector<std::string>& all) {
    std::string words;
    for (const std::string& word : all) words += (words.empty() ? "" : ", ") + word;
    found_.add({.code = "unknown-word",
                .message = "\"" + tree.word + "\" is no word of \"" + key + '"',
                .span = tree.span,
                .path = key,
                .notes = {"its words: " + words},
                .candidates = closest(tree.word, all)});
  }
  void add(std::string code, std::string message, SourceSpan span, std::vector<std::string> notes) {
    found_.add({.code = std::move(code),
                .message = std::move(message),
                .span = std::move(span),
                .notes = std::move(notes)});
  }

  const std::string& root_;
  Diagnostics& found_;
  StoreConfig config_;
};

}  // namespace

Resources StoreConfig::slots_with(const Resources& overlay) const {
  Resources all = slots;
  for (const auto& [slot, quantity] : overlay) all.set(slot, quantity);
  return all;
}

StoreConfig store_config(const std::string& root) {
  const std::string path = root + "/config.yaml";
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return {};
  std::ifstream file(path, std::ios::binary);
  file.peek();  // a folder can be opened, and fails here
  Diagnostics found;
  if (!file.is_open() || file.bad()) {
    found.add({.code = "unreadable-file",
               .message = "the file cannot be read: " + std::string(std::strerror(errno)),
               .span = {std::make_shared<const Source>(Source{path, {}})},
               .notes = {"check the permissions of the file"}});
    throw InvalidPipeline(std::move(found));
  }
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  ConfigReader reader(root, found);
  if (const auto tree = yaml::read_tree(text, path, found)) reader.read(*tree);
  found.sort();
  if (found.has_errors()) throw InvalidPipeline(std::move(found));
  return reader.take();
}

}  // namespace headway::inline v0
