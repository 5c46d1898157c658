// Records of jobs, and requests that carry them.
#include "job_record.hpp"

#include "reuse.hpp"

#include <headway/event/codec.hpp>
#include <headway/yaml/save.hpp>

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace headway::inline v0 {

namespace {

/// What a request says of a job, field by field.
constexpr std::array texts{std::pair{"name", &JobRecord::name},
                           std::pair{"pipeline_name", &JobRecord::pipeline_name},
                           std::pair{"version", &JobRecord::version},
                           std::pair{"pipeline", &JobRecord::pipeline},
                           std::pair{"children", &JobRecord::children},
                           std::pair{"folder", &JobRecord::folder},
                           std::pair{"params", &JobRecord::params},
                           std::pair{"slots", &JobRecord::slots},
                           std::pair{"python", &JobRecord::python},
                           std::pair{"owner", &JobRecord::owner},
                           std::pair{"reuses", &JobRecord::reuses}};

constexpr std::array choices{std::pair{"clean_env", &JobRecord::clean_env},
                             std::pair{"no_cache", &JobRecord::no_cache}};

std::string user_name() {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 16'384> buffer{};
  ::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found);
  return found != nullptr ? found->pw_name : std::to_string(::getuid());
}

}  // namespace

std::string owner_of(const StartOptions& options) {
  return options.owner.empty() ? user_name() : options.owner;
}

JobRecord record_of(const PipelineJob& job, const StartOptions& options) {
  const Pipeline& pipeline = job.pipeline();
  return {.name = options.job_name.empty() ? pipeline.name : options.job_name,
          .pipeline_name = pipeline.name,
          .version = hex(yaml::version(pipeline)),
          .pipeline = yaml::save(pipeline),
          .children = encode_children(pipeline),
          .folder = pipeline.folder,
          .params = to_json(Value(job.params())),
          .slots = options.slots,
          .clean_env = options.clean_env,
          .no_cache = options.no_cache,
          .owner = owner_of(options)};
}

JobRecord record_of_rerun(const JobRecord& earlier, const RerunOptions& options) {
  JobRecord record = earlier;
  record.owner = owner_of({});
  record.reuses = to_json(RerunRecord{earlier.id, options.from});
  if (!options.slots.empty()) record.slots = options.slots;
  return record;
}

Request request_for(const JobRecord& record, Instant time) {
  Request request{.kind = "run", .job = record.id, .time = time};
  for (const auto& [name, member] : texts) request.fields.emplace(name, record.*member);
  for (const auto& [name, member] : choices) {
    request.fields.emplace(name, record.*member ? "true" : "false");
  }
  return request;
}

JobRecord requested_record(const Request& request) {
  JobRecord record{.id = request.job};
  for (const auto& [name, member] : texts) {
    const auto given = request.fields.find(name);
    if (given != request.fields.end()) record.*member = given->second;
  }
  for (const auto& [name, member] : choices) {
    const auto given = request.fields.find(name);
    record.*member = given != request.fields.end() && given->second == "true";
  }
  return record;
}

}  // namespace headway::inline v0
