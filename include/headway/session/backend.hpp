// The contract of a session backend: where sessions run.
#pragma once

#include <headway/base/id.hpp>
#include <headway/base/time.hpp>
#include <headway/event/state.hpp>
#include <headway/model/capabilities.hpp>
#include <headway/model/node.hpp>
#include <headway/model/value.hpp>

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

class Callable;

/// Which attempt a session is; the idempotency key. Starting a key twice is one session.
struct SessionKey {
  StoreId store{};
  JobId job{};
  InstanceId instance{};
  Attempt attempt = 0;
  friend auto operator<=>(const SessionKey&, const SessionKey&) = default;
};

/// `hw-<store, eight hexadecimal digits>-<job>-<instance>-<attempt>`, and back.
std::string to_string(const SessionKey& key);
std::optional<SessionKey> parse_session_key(std::string_view text);

/// argv and its surroundings. `env` is laid over the backend's own environment, or over nothing
/// when `clean_env`. Secrets travel here and are never written down.
struct ProcessSpec {
  std::vector<std::string> argv{};
  std::vector<std::pair<std::string, std::string>> env{};
  std::string workdir{};
  bool clean_env = false;
};

/// What a call may ask about its attempt: made when it asks. Thread-safe.
class CallPlaces {
 public:
  virtual ~CallPlaces() = default;
  [[nodiscard]] virtual std::string name(const SessionKey& key) const = 0;    // of the instance
  [[nodiscard]] virtual std::string folder(const SessionKey& key) const = 0;  // of the attempt
};

/// A callable of the host and its arguments; runs in this process only.
struct CallableSpec {
  std::shared_ptr<const Callable> callable{};
  Values inputs{};
  std::shared_ptr<const CallPlaces> places{};  // null: the session's name and folder are given
};

/// Sessions that share places. `places` of a line may run at a time; the others wait in the order
/// they were started and each takes the place of one that ends, without anyone being asked. The
/// last number given holds for the whole line.
struct SessionLine {
  std::uint64_t number = 0;  // 0: none, the session starts at once
  std::uint32_t places = 0;
};

/// Everything a backend needs to run one session. A value.
struct SessionSpec {
  SessionKey key{};
  std::string name{};  // the instance's name, for people; empty where a call can ask for it
  std::variant<ProcessSpec, CallableSpec> body{};
  std::string folder{};  // the attempt's folder: output/ log exit are in it; exists when start is
                         // called; empty where a call can ask for it
  std::shared_ptr<const Placement> placement{};  // null: of nothing that is counted
  Duration grace{10'000'000};                    // between asking and forcing
  SessionLine line{};  // only where `Capabilities::lines`; of processes or of calls
};

/// A session as its backend finds it again after a restart: opaque text, kept in the store.
struct SessionHandle {
  SessionKey key{};
  std::string text{};
  std::string folder{};  // the attempt's folder
};

/// The instance's name, wherever it is.
std::string name_of(const SessionSpec& spec);

struct SessionStop {
  SessionKey key{};
  Duration grace{10'000'000};  // 0: force at once
};

// --- what a backend reports
// -------------------------------------------------------------------------

struct Accepted {
  std::string handle{};
};
struct Started {
  std::string isolation{};
};  // how the tree is held: "cgroup", "group", "thread"
struct Heartbeat {};
/// The session is over. Cause `none`: exit code 0, or the callable returned. A session stopped on
/// request ends with the signal it died of; the caller knows why it asked.
struct Finished {
  Cause cause{};
  std::string message{};                    // one line for a person: "exec ./prep.sh: no such file"
  std::shared_ptr<const Values> outputs{};  // of a callable
  bool left_no_folder = false;              // the callable never asked for its output folder
};
struct Lost {
  std::string message{};
};  // known to the backend once, now gone
struct Found {
  std::string handle{};
  bool running = true;
};                 // a `Finished` follows when it is not running
struct Absent {};  // authoritative: this key never started here
struct NoAnswer {
  std::string message{};
};  // silence is no failure

using SessionReport =
    std::variant<Accepted, Started, Heartbeat, Finished, Lost, Found, Absent, NoAnswer>;

using SessionNews = std::pair<SessionKey, SessionReport>;

/// Where reports go. Thread-safe: a backend may call it from threads of its own. Reports may come
/// late, twice or out of order; the receiver is idempotent.
class SessionEvents {
 public:
  virtual ~SessionEvents() = default;
  virtual void report(const SessionKey& key, SessionReport report) = 0;
  /// Many at once, in order; takes them out.
  virtual void report_all(std::span<SessionNews> news) {
    for (auto& [key, told] : news) report(key, std::move(told));
  }
  virtual void nodes_changed(std::vector<Node> nodes) = 0;
};

/// Reads a session's log while it grows and after. One thread at a time.
class LogReader {
 public:
  virtual ~LogReader() = default;
  /// The next bytes, at most `limit`; empty at the present end.
  virtual std::string read(std::size_t limit) = 0;
};

/// Where sessions run. Its methods are called on the loop's thread only, and none blocks.
class SessionBackend {
 public:
  virtual ~SessionBackend() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual Capabilities capabilities() const = 0;
  /// Offers the store's folder, before `attach`: the next engine of that store is offered it again.
  virtual void use_folder(const std::string& /*folder*/) {}
  /// Whether a session may go on when the engine that started it is gone. If so, where it is to run
  /// is durable before it is started, so that the next engine gives its place to nobody.
  [[nodiscard]] virtual bool outlives_engine() const { return true; }
  /// From here on reports come; `nodes_changed` first. The sink outlives the backend's last report.
  virtual void attach(SessionEvents& sink) = 0;
  /// No report comes after this returns. Sessions still running are ended or kept as configured.
  virtual void detach() = 0;
  virtual void start(std::span<const SessionSpec> sessions) = 0;
  /// Takes sessions out of their lines: `Absent` for each that has not begun, which may be started
  /// again; nothing for others.
  virtual void recall(std::span<const SessionKey> /*sessions*/) {}
  /// Asks politely, forces after the grace, confirms by `Finished`, if that was not reported yet.
  /// A key that never started here: `Absent`.
  virtual void stop(std::span<const SessionStop> sessions) = 0;
  /// Answers each key by Found, Absent, Finished (an end nobody was told of) or NoAnswer.
  virtual void look_up(std::span<const SessionHandle> sessions) = 0;
  /// Takes up running sessions found by `look_up`; their reports come from here on.
  virtual void adopt(std::span<const SessionHandle> sessions) = 0;
  /// The log of a session, running or ended; null when there is none.
  virtual std::unique_ptr<LogReader> log(const SessionHandle& session) = 0;
};

// ---------------------------------------------------------------------------------------------

inline std::string name_of(const SessionSpec& spec) {
  const auto* call = std::get_if<CallableSpec>(&spec.body);
  return call != nullptr && call->places ? call->places->name(spec.key) : spec.name;
}

inline std::string to_string(const SessionKey& key) {
  std::string store(8, '0');
  for (std::size_t i = 0; i < 8; ++i) {
    store[i] = "0123456789abcdef"[(key.store.value >> (28U - 4U * i)) & 15U];
  }
  return "hw-" + store + '-' + to_string(key.job) + '-' + std::to_string(key.instance.value) + '-' +
         std::to_string(key.attempt);
}

namespace detail {
/// Reads the canonical digits of an unsigned number in `base`; false for anything else.
inline bool parse_number(std::string_view text, std::uint32_t base, std::uint32_t& number) {
  std::uint64_t parsed = 0;
  for (char c : text) {
    const auto digit = std::string_view("0123456789abcdef").substr(0, base).find(c);
    if (digit == std::string_view::npos) return false;
    parsed = parsed * base + digit;
    if (parsed > 0xffff'ffffU) return false;
  }
  number = static_cast<std::uint32_t>(parsed);
  return !text.empty() && (base == 16 || text == std::to_string(parsed));
}
}  // namespace detail

inline std::optional<SessionKey> parse_session_key(std::string_view text) {
  constexpr std::size_t job_at = 12;       // "hw-" and eight digits and "-"
  constexpr std::size_t instance_at = 21;  // eight more characters and "-"
  const auto attempt_at = text.rfind('-') + 1;
  if (text.size() < instance_at || !text.starts_with("hw-") || text[job_at - 1] != '-' ||
      text[instance_at - 1] != '-' || attempt_at <= instance_at) {
    return std::nullopt;
  }
  SessionKey key;
  const auto instance = text.substr(instance_at, attempt_at - 1 - instance_at);
  if (!detail::parse_number(text.substr(3, 8), 16, key.store.value) ||
      !parse(text.substr(job_at, 8), key.job) ||
      !detail::parse_number(instance, 10, key.instance.value) ||
      !detail::parse_number(text.substr(attempt_at), 10, key.attempt)) {
    return std::nullopt;
  }
  return key;
}

}  // namespace headway::inline v0
