// The folders of a job: where attempts, artifacts and shared data lie beneath the data folder.
#pragma once

#include <headway/base/id.hpp>

#include <string>
#include <string_view>

namespace headway::inline v0 {

/// The layout beneath the data folder (`<store>/data` unless told otherwise). A value; it only
/// names folders, and makes one where a function says so. Errors of the file system are
/// SessionErrors.
class Folders {
 public:
  explicit Folders(std::string data) : data_(std::move(data)) {}

  [[nodiscard]] const std::string& data() const { return data_; }
  [[nodiscard]] std::string job(JobId id) const;
  /// Where a job's params are written for its processes, as JSON.
  [[nodiscard]] std::string params_file(JobId id) const { return job(id) + "/params.json"; }
  [[nodiscard]] std::string attempt(JobId job, InstanceId instance, Attempt attempt) const;
  /// The pipeline's own folder, which lives as long as the pipeline.
  [[nodiscard]] std::string shared(std::string_view pipeline) const;
  /// Made: `<attempt>/output`. Returns the attempt's folder. Precondition: the job's folder is
  /// there.
  [[nodiscard]] std::string make_attempt(JobId job, InstanceId instance, Attempt attempt) const;
  /// Made: what an instance keeps from attempt to attempt.
  [[nodiscard]] std::string make_checkpoint(JobId job, InstanceId instance) const;
  /// Made: an empty folder, for inputs of tasks that left nothing.
  [[nodiscard]] std::string make_empty() const;
  /// The absolute path of something a committed value names by its path beneath the data folder;
  /// an absolute path stays as it is.
  [[nodiscard]] std::string absolute(std::string_view beneath) const;

 private:
  std::string data_;  // absolute
};

/// Where the store in `root` keeps its data, as an absolute path: what it remembers, else
/// `<root>/data`.
[[nodiscard]] std::string data_folder_of(const std::string& root);

/// Makes the store in `root` remember that its data lies in `data`. Throws Error where it has data
/// elsewhere, StoreError where that cannot be written. Precondition: this process is its engine.
void remember_data_folder(const std::string& root, const std::string& data);

/// Makes a folder and its parents, private to the user (0700). Throws SessionError.
void make_folder(const std::string& path);

/// Writes a small file for a session to read, private to the user (0600). Throws SessionError.
void write_private_file(const std::string& path, std::string_view text);

}  // namespace headway::inline v0
