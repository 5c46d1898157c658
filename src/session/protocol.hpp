// What an engine and its supervisor say to each other.
#pragma once

#include "process_identity.hpp"

#include <headway/session/backend.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace headway::inline v0 {

// --- the engine asks ---------------------------------------------------------------------------

/// `NAME=value` each: what sessions inherit. Sent once, first.
struct BaseEnvironment {
  std::vector<std::string> entries{};
};
struct StartRequest {
  SessionKey key{};
  std::string folder{};   // the attempt's
  std::string workdir{};  // empty: the engine's at the supervisor's start
  std::vector<std::string> argv{};
  std::vector<std::string> env{};  // `NAME=value` each, laid over the base environment
  bool clean_env = false;          // … or over nothing
  SessionLine line{};
};
struct StopRequest {
  SessionKey key{};
  Duration grace{};
};
/// Out of its line, if it has not begun.
struct RecallRequest {
  SessionKey key{};
};
using Request = std::variant<BaseEnvironment, StartRequest, StopRequest, RecallRequest>;

// --- the supervisor answers --------------------------------------------------------------------

/// The supervisor serves this connection.
struct ReadyReply {};
struct SpawnedReply {
  SessionKey key{};
  ProcessIdentity process{};
};
struct EndedReply {
  SessionKey key{};
  Finished end{};
};
/// The key was started before, and how it ended is not known.
struct GoneReply {
  SessionKey key{};
};
/// It had not begun, and will not.
struct RecalledReply {
  SessionKey key{};
};
using Reply = std::variant<ReadyReply, SpawnedReply, EndedReply, GoneReply, RecalledReply>;

/// Appends a message as a frame.
void encode(const Request& request, std::string& out);
void encode(const Reply& reply, std::string& out);

/// The inverses, of one frame; nothing when it is damaged or of another version.
std::optional<Request> decode_request(std::string_view frame);
std::optional<Reply> decode_reply(std::string_view frame);

}  // namespace headway::inline v0
