// Cache keys: made beside the loop, since files are read for them.
#pragma once

#include "errands.hpp"
#include "key_material.hpp"
#include "source_files.hpp"

#include <headway/store/artifacts.hpp>

#include <map>
#include <string>

namespace headway::inline v0 {

/// Makes the keys of cached tasks and looks whether the results found are still whole. A key is the
/// digest of its parts as JSON.
class CacheKeys {
 public:
  CacheKeys(const Artifacts& artifacts, Mailbox& mailbox)
      : artifacts_(artifacts), errands_(mailbox) {}

  /// Comes back as KeyMade.
  void make(const SessionKey& key, KeyMaterial material);
  /// Comes back as ResultChecked.
  void check(const SessionKey& key, CachedResult result);

 private:
  struct Code {
    std::string file{};
    Digest content{};  // of the file, when it was looked at
    std::string digest{};
  };

  [[nodiscard]] KeyMade make_now(const SessionKey& key, KeyMaterial material);
  void add_sources(KeyMaterial& material, std::set<std::string>& variables);
  void add_code(KeyMaterial& material, std::set<std::string>& variables);
  [[nodiscard]] Code code_of(const KeyMaterial& material);
  [[nodiscard]] ResultChecked check_now(const SessionKey& key, CachedResult result) const;

  const Artifacts& artifacts_;
  FileContents contents_;              // the thread's
  std::map<std::string, Code> codes_;  // by target and folder; the thread's
  Errands errands_;                    // last: its thread uses the rest
};

}  // namespace headway::inline v0
