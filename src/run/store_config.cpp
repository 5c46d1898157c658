// Reading config.yaml.
#include "config_findings.hpp"
#include "config_slots.hpp"

#include <headway/base/invalid_pipeline.hpp>
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
      return find(found_, "wrong-type", "the configuration of a store is a map", tree,
                  {listed("its keys:", keys())});
    }
    for (const Tree& part : tree.parts) read_entry(part);
  }

  [[nodiscard]] StoreConfig take() { return std::move(config_); }

 private:
  struct Entry {
    std::string_view key;
    void (ConfigReader::*read)(const Tree&);
  };
  static const std::array<Entry, 8>& entries() {
    static constexpr std::array<Entry, 8> all{{{"slots", &ConfigReader::read_slots},
                                               {"data", &ConfigReader::read_data},
                                               {"policy", &ConfigReader::read_policy},
                                               {"sharing", &ConfigReader::read_sharing},
                                               {"quotas", &ConfigReader::read_quotas},
                                               {"durability", &ConfigReader::read_durability},
                                               {"clean_env", &ConfigReader::read_clean_env},
                                               {"no_cache", &ConfigReader::read_no_cache}}};
    return all;
  }

  static std::vector<std::string> keys() {
    std::vector<std::string> all;
    for (const Entry& entry : entries()) all.emplace_back(entry.key);
    return all;
  }

  void read_entry(const Tree& part) {
    for (const Entry& entry : entries()) {
      if (entry.key != part.key) continue;
      if (part.kind != Tree::Kind::null) (this->*entry.read)(part);  // else: as if left out
      return;
    }
    find_unknown_key(found_, part, "the configuration of a store", keys());
  }

  void read_slots(const Tree& tree) { config_.slots = slots_in(tree, found_); }
  void read_quotas(const Tree& tree) { config_.policy.quotas = quotas_in(tree, found_); }

  void read_data(const Tree& tree) {
    if (!tree.is_scalar() || tree.word.empty()) {
      return find(found_, "wrong-type", "\"data\" is the path of a folder", tree);
    }
    config_.data = (std::filesystem::absolute(root_) / tree.word).lexically_normal().string();
  }

  void read_policy(const Tree& tree) {
    const auto order = parse_order(tree.word);
    if (!order) return find_unknown_word(found_, tree, {"fifo", "critical_path", "planned"});
    config_.policy.order = *order;
  }

  void read_sharing(const Tree& tree) {
    const auto sharing = parse_sharing(tree.word);
    if (!sharing) return find_unknown_word(found_, tree, {"fifo", "drf"});
    config_.policy.sharing = *sharing;
  }

  void read_durability(const Tree& tree) {
    if (tree.word != "full" && tree.word != "relaxed") {
      return find_unknown_word(found_, tree, {"full", "relaxed"});
    }
    config_.durability = tree.word == "full" ? Durability::full : Durability::relaxed;
  }

  void read_clean_env(const Tree& tree) { read_choice(tree, config_.clean_env); }
  void read_no_cache(const Tree& tree) { read_choice(tree, config_.no_cache); }

  void read_choice(const Tree& tree, bool& choice) {
    if (tree.kind != Tree::Kind::boolean) {
      return find(found_, "wrong-type", '"' + tree.key + "\" is true or false", tree);
    }
    choice = tree.word == "true";
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
