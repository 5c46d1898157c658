// The inbox: requests that other processes leave for a store's engine.
#pragma once

#include <headway/base/id.hpp>
#include <headway/base/time.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// One request. A value.
struct Request {
  std::string kind{};  // "cancel", "run", …
  JobId job{};
  std::map<std::string, std::string> fields{};  // what the kind needs besides
  Instant time{};                               // when it was made
  std::string file{};                           // its name in the inbox; set by reading
};

/// Leaves a request in `<root>/inbox`, whole or not at all; its name there. Throws StoreError.
std::string write_request(const std::string& root, const Request& request);

/// The names of all requests, oldest first; none where there is no inbox. What a killed writer left
/// half written is renamed to `*.bad` after a while.
std::vector<std::string> request_files(const std::string& root);
/// The request of that name. Nothing where it is gone or cannot be read now; what is no request is
/// renamed to `*.bad`.
std::optional<Request> read_request(const std::string& root, const std::string& file);
/// All of them at once.
std::vector<Request> read_requests(const std::string& root);

/// The paths of what was set aside as `*.bad`.
std::vector<std::string> broken_requests(const std::string& root);

/// Takes a request out once it is handled. Nothing happens when it is gone.
void remove_request(const std::string& root, const Request& request);

/// Whether the request of that name still lies there.
bool has_request(const std::string& root, const std::string& file);

/// Takes a request out that cannot be granted, and leaves the reason for who asked.
void refuse_request(const std::string& root, const Request& request, const std::string& reason);

/// The reason for which the request of that name was refused; told once.
std::optional<std::string> take_refusal(const std::string& root, const std::string& file);

/// Tells when something new lies in the inbox: `fd` becomes readable; `clear` makes it quiet again,
/// to be called before `read_requests`, and says whether anything was new. Makes the inbox. Thread
/// rule: one thread at a time.
class InboxWatch {
 public:
  explicit InboxWatch(const std::string& root);
  ~InboxWatch();
  InboxWatch(const InboxWatch&) = delete;
  InboxWatch& operator=(const InboxWatch&) = delete;

  [[nodiscard]] int fd() const { return fd_; }
  bool clear();

 private:
  int fd_ = -1;  // inotify's
};

}  // namespace headway::inline v0
