// A cluster in virtual time: its sessions outlive the engines that started them.
#pragma once

#include <headway/session/backend.hpp>
#include <headway/testing/dice.hpp>
#include <headway/testing/faults.hpp>
#include <headway/testing/scenario.hpp>
#include <headway/testing/simulated_lines.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0::testing {

class SimulatedBackend;

/// What becomes of an attempt: how long it takes, and how it ends.
struct AttemptFate {
  Duration takes{1'000'000};
  Finished end{};
};

/// Machines and the sessions on them. What happens is one thing and what is reported another: the
/// faults are between the two. Everything follows from the dice, by the names of attempts and not
/// by the order of questions. One thread.
class SimulatedCluster {
 public:
  /// A session that was accepted here once.
  struct Session {
    SessionSpec spec{};
    Instant begins{};
    std::string handle{};
    std::uint64_t number = 0;  // of all that were ever accepted
    bool waits = false;        // in a line
    bool begun = false;
    bool stopped = false;
    bool stray = false;  // given by an engine that had lost its store, which nobody can prevent
    std::optional<SessionReport> end{};  // Finished or Lost
    std::uint32_t questions = 0;         // how often it was asked about
    [[nodiscard]] bool alive() const { return begun && !end && !stray; }
    [[nodiscard]] const Placement& place() const { return *spec.placement; }
  };
  using Fates = std::function<AttemptFate(const SessionSpec&)>;

  SimulatedCluster(Habitat habitat, std::vector<Node> nodes, Fates fates, Dice dice, Faults faults)
      : habitat_(habitat),
        nodes_(std::move(nodes)),
        fates_(std::move(fates)),
        dice_(dice),
        faults_(faults) {}

  /// `witness` sees each session twice: when it is accepted, and when it begins.
  void on_session(std::function<void(const Session&)> witness) { witness_ = std::move(witness); }

  /// Lets time pass up to `now`: sessions begin and end, and what is due is reported.
  void advance(Instant now);
  [[nodiscard]] std::optional<Instant> next_due() const;

  /// A node vanishes with all that it holds, or is there again.
  void lose(const std::string& node);
  void bring_back(const std::string& node);

  [[nodiscard]] Habitat habitat() const { return habitat_; }
  [[nodiscard]] const std::map<SessionKey, Session>& sessions() const { return sessions_; }
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

 private:
  friend class SimulatedBackend;
  enum class Kind : std::uint8_t { begin, end, report };
  struct Due {
    Kind kind{};
    SessionKey key{};
    SessionReport report{};
    std::uint64_t session = 0;  // its number
    std::uint32_t asker = 0;    // of an answer, which nobody else hears; 0: everyone does
  };

  void start(const SessionSpec& spec, bool stray);
  void start_next(std::uint64_t line);
  void begin_soon(Session& session);
  void stop(const SessionStop& stop);
  void recall(const SessionKey& key, std::uint32_t asker);
  void look_up(const SessionKey& key, std::uint32_t asker);
  void adopt(const SessionKey& key);
  void attach(SimulatedBackend& listener);
  void detach(const SimulatedBackend& listener) { std::erase(listeners_, &listener); }
  void engine_ended();

  void plan(Due due, Duration in);
  void happen(const Due& due);
  void begin(const SessionKey& key, Session& session);
  void end(const SessionKey& key, Session& session, const SessionReport& report);
  void tell(const SessionKey& key, const SessionReport& report, std::uint32_t asker = 0);
  void tell_after(const SessionKey& key, const SessionReport& report, Duration delay,
                  std::uint32_t asker = 0);
  void witness(const Session& session) const {
    if (witness_ && !session.stray) witness_(session);
  }
  void tell_again(const SessionKey& key, const Session& session);
  void tell_beginning(const SessionKey& key, const Session& session);
  void tell_nodes();
  [[nodiscard]] Duration delay(Dice& dice) const;
  [[nodiscard]] bool strikes(Fault fault, Dice& dice, std::uint32_t once_in) const {
    return faults_.has(fault) && dice.once_in(once_in);
  }
  [[nodiscard]] Dice dice_of(const SessionKey& key, std::string_view what) const;
  [[nodiscard]] static bool is_end(const SessionReport& report) {
    return std::holds_alternative<Finished>(report) || std::holds_alternative<Lost>(report);
  }

  Habitat habitat_;
  std::vector<Node> nodes_;
  Fates fates_;
  Dice dice_;
  Faults faults_;
  std::function<void(const Session&)> witness_{};
  Instant now_{};
  std::vector<SimulatedBackend*> listeners_{};
  std::map<SessionKey, Session> sessions_{};
  std::uint64_t accepted_ = 0;  // sessions, ever
  SimulatedLines lines_{};
  std::set<std::string> lost_nodes_{};
  std::map<std::pair<Instant, std::uint64_t>, Due> due_{};
  std::uint64_t planned_ = 0;  // orders what is due at one time
  std::uint32_t handles_ = 0;
  std::uint32_t connections_ = 0;  // of engines, ever
};

}  // namespace headway::inline v0::testing

#include <headway/testing/simulated_backend.hpp>
