// FastTrack: the parts that its reader and its writer share.
#pragma once

#include "field.hpp"

#include <headway/model/pipeline.hpp>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0::fasttrack {

using Options = std::vector<std::pair<std::string, std::string>>;

/// What FastTrack says of a session, of one task or at the top for all.
struct SessionPart {
  SessionSettings settings{};
  Options options{};  // of the session: what only Backend.AI understands
  std::vector<Secret> secrets{};
  bool has_resources = false;
  bool has_resource_opts = false;
  std::string cluster_mode{};
};

void read_environment(const Field& at, SessionPart& target);
void read_resources(const Field& at, SessionPart& target);
void read_resource_opts(const Field& at, SessionPart& target);
void read_mounts(const Field& at, SessionPart& target);
void read_cluster_mode(const Field& at, SessionPart& target);
void read_cluster_size(const Field& at, SessionPart& target);
void read_retry(const Field& at, SessionPart& target);
void read_continue_on_failure(const Field& at, SessionPart& target);

/// Keys of `session.options`, for who starts sessions on Backend.AI.
inline constexpr std::string_view option_project = "project";
inline constexpr std::string_view option_scaling_group = "scaling_group";
inline constexpr std::string_view option_shmem = "shmem";
inline constexpr std::string_view option_cluster_mode = "cluster_mode";
inline constexpr std::string_view option_cuda_shares = "cuda_shares";

/// The value under `name`, or empty.
std::string_view find(const Options& options, std::string_view name);
void put(Options& options, std::string_view name, std::string value);
void drop(Options& options, std::string_view name);

/// FastTrack's words for one session on one machine and on several.
inline constexpr std::string_view on_one_node = "single-node";
inline constexpr std::string_view on_many_nodes = "multi-node";

/// Where a folder is mounted unless its mount says otherwise, and what aliases are relative to.
inline constexpr std::string_view home = "/home/work/";

/// The variable that names the job to a task, which FastTrack sets by itself.
inline constexpr std::string_view job_variable = "BACKENDAI_PIPELINE_JOB_ID";
inline constexpr std::string_view job_expression = "${{ job.id }}";

/// How FastTrack runs the text of a command.
inline constexpr std::string_view shell[] = {"/bin/sh", "-c"};

/// Legal names for tasks, each once, apart from each other as environment variables too.
class TaskNames {
 public:
  /// Takes the names that are legal as they are first, so that no made name is in their way.
  void reserve(const std::string& wanted);
  /// The name for a task that `wanted` that name: itself, or one that resembles it.
  std::string take(const std::string& wanted);

 private:
  std::map<std::string, std::string> owners_;  // as a variable -> what was wanted
};

}  // namespace headway::inline v0::fasttrack
