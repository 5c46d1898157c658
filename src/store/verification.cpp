// Looking at everything once.
#include <headway/store/verification.hpp>

#include "database_file.hpp"
#include "folder.hpp"

#include <headway/store/artifacts.hpp>
#include <headway/store/sqlite.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

namespace headway::inline v0 {

namespace {

namespace fs = std::filesystem;

bool is_digest(const std::string& name) {
  return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

class Verifier {
 public:
  Verifier(const std::string& root, const std::string& data) : reader_(root), artifacts_(data) {}

  Verification operator()() {
    attempt([&] {
      const std::string problem = reader_.page_problem();
      if (!problem.empty()) damage("the store's file is damaged: " + problem);
    });
    attempt([&] { jobs_ = reader_.jobs(); });
    found_.jobs = jobs_.size();
    for (const JobRecord& job : jobs_) attempt([&] { look_at(job); });
    look_at_artifacts();
    return std::move(found_);
  }

 private:
  void damage(std::string what) { found_.damages.push_back(std::move(what)); }

  template <class Look>
  void attempt(Look look) {
    try {
      look();
    } catch (const Error& failure) {
      damage(failure.what());
    }
  }

  void look_at(const JobRecord& job) {
    const auto events = reader_.events(job.id, nullptr);
    found_.events += events.size();
    for (const Event& event : events) {
      if (const auto* ended = std::get_if<AttemptEnded>(&event.fact)) expect(job, ended->folder);
      if (const auto* ended = std::get_if<InstanceEnded>(&event.fact)) expect(job, ended->folder);
      if (const auto* parked = std::get_if<AttemptParked>(&event.fact)) expect(job, parked->folder);
    }
  }

  void expect(const JobRecord& job, const std::string& folder) {
    if (folder.empty() || !expected_.insert(folder).second) return;
    std::error_code ignored;
    if (fs::is_directory(artifacts_.data_folder() + '/' + folder, ignored)) return;
    damage(fmt::format("{} is missing, which job {} left", folder, to_string(job.id)));
  }

  void look_at_artifacts() {
    std::error_code none;
    const std::string all = artifacts_.data_folder() + "/artifacts";
    for (const fs::directory_entry& shelf : fs::directory_iterator(all, none)) {
      for (const fs::directory_entry& entry : fs::directory_iterator(shelf, none)) {
        const std::string name = entry.path().filename();
        if (!is_digest(name)) continue;  // on its way here, or set aside
        const std::string folder =
            fmt::format("artifacts/{}/{}", shelf.path().filename().string(), name);
        ++found_.artifacts;
        attempt([&] {
          if (!artifacts_.is_whole(folder)) damage(folder + " is not what was committed");
        });
      }
    }
  }

  SqliteReader reader_;
  Artifacts artifacts_;
  std::vector<JobRecord> jobs_{};
  std::set<std::string> expected_{};
  Verification found_{};
};

}  // namespace

Verification verify(const std::string& root, const std::string& data) {
  return Verifier(root, data)();
}

}  // namespace headway::inline v0
