// The inbox: a folder of small JSON files, each made whole by a rename.
#include <headway/store/inbox.hpp>

#include "folder.hpp"
#include "identity.hpp"
#include "json_value.hpp"

#include <headway/base/error.hpp>
#include <headway/base/name.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <utility>

namespace headway::inline v0 {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t longest_request = 64U << 20U;  // a pipeline of 100,000 tasks
constexpr auto patience = std::chrono::minutes(10);  // with a file that somebody is writing

std::string inbox_of(const std::string& root) { return absolute_path(root) + "/inbox"; }

std::string text_of(const Request& request) {
  Value::Map fields;
  for (const auto& [name, value] : request.fields) fields.emplace(name, value);
  return to_json(Value(Value::Map{{"kind", request.kind},
                                  {"job", to_string(request.job)},
                                  {"fields", std::move(fields)},
                                  {"time_us", request.time.us}}));
}

struct Text {
  std::optional<std::string> whole{};
  bool never = false;  // nothing to be read there, now or later
};

// A regular file of sensible size; nothing that could block or lead elsewhere is opened.
Text read_small_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file.valid()) return {.never = errno == ELOOP || errno == ENXIO};
  struct stat found {};
  if (::fstat(file.get(), &found) != 0) return {};
  if (!S_ISREG(found.st_mode) || found.st_size > static_cast<off_t>(longest_request)) {
    return {.never = true};
  }
  std::string text(static_cast<std::size_t>(found.st_size), '\0');
  if (::pread(file.get(), text.data(), text.size(), 0) != found.st_size) return {};
  return {.whole = std::move(text)};
}

template <class T>
const T* member(const Value::Map& map, std::string_view name) {
  const auto found = map.find(name);
  return found == map.end() ? nullptr : found->second.get_if<T>();
}

std::optional<Request> request_of(const Value& value) {
  const auto* map = value.get_if<Value::Map>();
  if (map == nullptr) return {};
  const auto* kind = member<std::string>(*map, "kind");
  const auto* job = member<std::string>(*map, "job");
  const auto* fields = member<Value::Map>(*map, "fields");
  const auto* time = member<std::int64_t>(*map, "time_us");
  Request request;
  if (kind == nullptr || job == nullptr || fields == nullptr || time == nullptr) return {};
  if (!is_name(*kind) || !parse(*job, request.job)) return {};
  for (const auto& [name, field] : *fields) {
    const auto* text = field.get_if<std::string>();
    if (text == nullptr) return {};
    request.fields.emplace(name, *text);
  }
  request.kind = *kind;
  request.time = {*time};
  return request;
}

std::optional<Request> request_in(const std::string& text) {
  std::string reason;
  const auto value = parse_json(text, reason);
  return value ? request_of(*value) : std::nullopt;
}

void set_aside(const std::string& path, const std::string& name) {
  ::rename(path.c_str(), (fs::path(path).parent_path() / (name + ".bad")).c_str());
}

// What its writer, killed in the middle, will not end.
bool is_left_half(const std::string& path) {
  std::error_code error;
  const auto written = fs::last_write_time(path, error);
  return !error && fs::file_time_type::clock::now() - written > patience;
}

std::string path_of(const std::string& root, const std::string& file) {
  if (file.empty() || file.find('/') != std::string::npos) {
    throw StoreError(fmt::format("\"{}\" is no name of a request", file));
  }
  return inbox_of(root) + '/' + file;
}

void write_whole(const std::string& path, const std::string& text) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.valid()) throw_errno("write the request", path, errno);
  if (write_all(file.get(), text) && ::fsync(file.get()) == 0) return;
  const int error = errno;
  ::unlink(path.c_str());
  throw_errno("write the request", path, error);
}

// Whole or not at all: under another name first.
void put(const std::string& inbox, const std::string& name, const std::string& text) {
  const std::string half = fmt::format("{}/.{}", inbox, name);
  const std::string whole = fmt::format("{}/{}", inbox, name);
  write_whole(half, text);
  if (::rename(half.c_str(), whole.c_str()) != 0) {
    const int error = errno;
    ::unlink(half.c_str());
    throw_errno("write the request", whole, error);
  }
  sync_folder(inbox);
}

}  // namespace

std::string write_request(const std::string& root, const Request& request) {
  const std::string inbox = inbox_of(root);
  const std::string text = text_of(request);
  if (!is_name(request.kind) || text.size() > longest_request) {
    throw StoreError(fmt::format("the request \"{}\" is too long or of no kind", request.kind));
  }
  make_private_folder(inbox);
  const std::string name = fmt::format("{:020}-{}", request.time.us, random_word());
  put(inbox, name + ".json", text);
  return name + ".json";
}

std::vector<std::string> request_files(const std::string& root) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator at(inbox_of(root), error), end; at != end; at.increment(error)) {
    const std::string name = at->path().filename();
    if (!name.ends_with(".json")) continue;
    if (!name.starts_with('.')) {
      files.push_back(name);
    } else if (is_left_half(at->path())) {
      set_aside(at->path(), name.substr(1));
    }
  }
  std::sort(files.begin(), files.end());  // their names begin with their times
  return files;
}

std::optional<Request> read_request(const std::string& root, const std::string& file) {
  const std::string path = path_of(root, file);
  const Text text = read_small_file(path);
  auto request = text.whole ? request_in(*text.whole) : std::nullopt;
  if (request) request->file = file;
  if (!request && (text.whole || text.never)) set_aside(path, file);
  return request;
}

std::vector<Request> read_requests(const std::string& root) {
  std::vector<Request> requests;
  for (const std::string& file : request_files(root)) {
    if (auto request = read_request(root, file)) requests.push_back(std::move(*request));
  }
  return requests;
}

std::vector<std::string> broken_requests(const std::string& root) {
  std::vector<std::string> paths;
  std::error_code error;
  for (fs::directory_iterator at(inbox_of(root), error), end; at != end; at.increment(error)) {
    if (at->path().extension() == ".bad") paths.push_back(at->path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

void remove_request(const std::string& root, const Request& request) {
  if (request.file.empty() || request.file.find('/') != std::string::npos) return;
  const std::string path = inbox_of(root) + '/' + request.file;
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) throw_errno("remove", path, errno);
}

bool has_request(const std::string& root, const std::string& file) {
  return ::access(path_of(root, file).c_str(), F_OK) == 0;
}

void refuse_request(const std::string& root, const Request& request, const std::string& reason) {
  put(inbox_of(root), request.file + ".refused", reason);
  remove_request(root, request);
}

std::optional<std::string> take_refusal(const std::string& root, const std::string& file) {
  const std::string path = path_of(root, file) + ".refused";
  auto reason = read_small_file(path).whole;
  if (reason) ::unlink(path.c_str());
  return reason;
}

namespace {

// The kernel's limits on watches come as errors that mean something else everywhere else.
[[noreturn]] void throw_unwatched(const std::string& inbox, int error) {
  if (error != EMFILE && error != ENOSPC) throw_errno("watch", inbox, error);
  const bool instances = error == EMFILE;
  throw StoreError(fmt::format(
      "cannot watch \"{}\": this user has as many {} as the kernel allows; end programs that watch "
      "files, or raise the limit: sysctl {}{}",
      inbox, instances ? "inotify instances" : "inotify watches",
      instances ? "fs.inotify.max_user_instances" : "fs.inotify.max_user_watches",
      instances ? " (or allow more open files: ulimit -n)" : ""));
}

}  // namespace

InboxWatch::InboxWatch(const std::string& root) : fd_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  const std::string inbox = inbox_of(root);
  Descriptor owned(fd_);  // until all has gone well
  if (fd_ < 0) throw_unwatched(inbox, errno);
  make_private_folder(inbox);
  if (::inotify_add_watch(fd_, inbox.c_str(), IN_MOVED_TO | IN_ONLYDIR) < 0) {
    throw_unwatched(inbox, errno);
  }
  owned.release();
}

InboxWatch::~InboxWatch() { ::close(fd_); }

bool InboxWatch::clear() {
  std::array<char, 4096> news{};
  bool any = false;
  while (::read(fd_, news.data(), news.size()) > 0) any = true;
  return any;
}

}  // namespace headway::inline v0
