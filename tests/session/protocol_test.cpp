// Messages between engine and supervisor.
#include "support/catch.hpp"

#include "frame.hpp"
#include "protocol.hpp"

#include <rapidcheck.h>

using namespace headway;

namespace {

const SessionKey key{{1}, {2}, {3}, 4};

/// The one frame of `bytes`.
std::string frame_of(const std::string& bytes) {
  FrameBuffer buffer;
  buffer.append(bytes);
  return std::string(buffer.next().value());
}

}  // namespace

TEST_CASE("a start request arrives as it was sent") {
  CHECK(rc::check([](const std::vector<std::string>& argv, const std::vector<std::string>& env,
                     const std::string& workdir, bool clean) {
    const StartRequest sent{key, "/folder", workdir, argv, env, clean, {7, 2}};
    std::string bytes;
    encode(Request(sent), bytes);
    const auto request = decode_request(frame_of(bytes));
    const auto& start = std::get<StartRequest>(request.value());
    RC_ASSERT(start.key == key);
    RC_ASSERT(start.folder == "/folder");
    RC_ASSERT(start.workdir == workdir);
    RC_ASSERT(start.argv == argv);
    RC_ASSERT(start.env == env);
    RC_ASSERT(start.clean_env == clean);
    RC_ASSERT(start.line.number == 7U);
    RC_ASSERT(start.line.places == 2U);
  }));
}

TEST_CASE("a recall and its answer arrive as they were sent") {
  std::string bytes;
  encode(Request(RecallRequest{key}), bytes);
  encode(Reply(RecalledReply{key}), bytes);
  FrameBuffer buffer;
  buffer.append(bytes);
  const auto request = decode_request(*buffer.next());
  const auto reply = decode_reply(*buffer.next());
  CHECK(std::get<RecallRequest>(request.value()).key == key);
  CHECK(std::get<RecalledReply>(reply.value()).key == key);
}

TEST_CASE("replies arrive as they were sent") {
  std::string bytes;
  encode(Reply(SpawnedReply{key, {"boot", 12, 34}}), bytes);
  encode(Reply(EndedReply{key, {.cause = {Cause::Kind::signal, 9}, .message = "why"}}), bytes);
  FrameBuffer buffer;
  buffer.append(bytes);
  const auto spawned = decode_reply(*buffer.next());
  const auto ended = decode_reply(*buffer.next());
  CHECK(std::get<SpawnedReply>(spawned.value()).process == ProcessIdentity{"boot", 12, 34});
  CHECK(std::get<EndedReply>(ended.value()).end.cause == Cause{Cause::Kind::signal, 9});
  CHECK(std::get<EndedReply>(ended.value()).end.message == "why");
  CHECK_FALSE(buffer.next());
}

TEST_CASE("frames come out whole however their bytes come in") {
  std::string bytes;
  for (int i = 0; i < 3; ++i) encode(Request(StopRequest{key, {i}}), bytes);
  const auto piece = GENERATE(std::size_t{1}, std::size_t{5}, std::size_t{64});
  FrameBuffer buffer;
  std::vector<std::int64_t> graces;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    buffer.append(std::string_view(bytes).substr(at, piece));
    while (const auto frame = buffer.next()) {
      graces.push_back(std::get<StopRequest>(decode_request(*frame).value()).grace.us);
    }
  }
  CHECK(graces == std::vector<std::int64_t>{0, 1, 2});
}

TEST_CASE("a frame cut short or of an unknown kind is no message") {
  std::string bytes;
  encode(Request(StartRequest{key, "/folder", "", {"true"}}), bytes);
  const std::string frame = frame_of(bytes);
  for (std::size_t size = 0; size < frame.size(); ++size) {
    CHECK_FALSE(decode_request(frame.substr(0, size)));
  }
  CHECK_FALSE(decode_request("\x7f"));
  CHECK_FALSE(decode_reply("\x7f"));
}
