// Artifacts: committed outputs of tasks, read-only and stored once by content.
#pragma once

#include <headway/model/task.hpp>
#include <headway/model/value.hpp>
#include <headway/store/store.hpp>

#include <cstdint>
#include <span>
#include <string>

namespace headway::inline v0 {

/// What one attempt may leave behind.
struct ArtifactLimits {
  std::uint32_t files = 100'000;           // files and folders
  std::uint32_t depth = 64;                // folders in folders
  std::uint64_t scalar_bytes = 16U << 20;  // a declared output that is no file
  std::uint64_t hole_bytes = 256U << 20;   // what a sparse file may claim without holding it
};

/// What became of an output folder. A value.
struct Committed {
  std::string folder{};   // beneath the data folder; empty: nothing was left
  Values outputs{};       // the declared ones; artifacts by their path beneath the data folder
  std::string problem{};  // not empty: output_invalid, and this is the message
};

/// Moves output folders to `<data>/artifacts/<xx>/<hash>`. Thread rule: `commit` may be called from
/// several threads at once.
class Artifacts {
 public:
  /// Makes nothing; cleans away what a killed engine left half copied.
  explicit Artifacts(const std::string& data_folder, Durability durability = Durability::full,
                     ArtifactLimits limits = {});

  [[nodiscard]] const std::string& data_folder() const { return data_; }

  /// Commits all of `output_folder`, an attempt's, whose session has ended, and reads the declared
  /// outputs. Only regular files and folders beneath it are taken; anything else is a problem, and
  /// the folder then stays where it is. After a crash in the middle the same call ends the work: a
  /// link `artifact` beside the folder tells where the outputs went. Throws StoreError when the
  /// disk fails. An empty folder without declarations costs one rmdir.
  [[nodiscard]] Committed commit(const std::string& output_folder,
                                 std::span<const OutputDeclaration> declarations) const;

  /// Whether what lies in a committed folder is still what was committed: reads all of it. False
  /// where there is none.
  [[nodiscard]] bool is_whole(const std::string& folder) const;
  /// Renames a folder that is not whole to `<folder>.damaged.<word>`, so that the same outputs can
  /// be committed anew. Throws StoreError.
  void set_aside(const std::string& folder) const;

 private:
  std::string data_;
  Durability durability_;
  ArtifactLimits limits_;
};

}  // namespace headway::inline v0
