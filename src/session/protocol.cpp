// The supervisor's messages as frames.
#include "protocol.hpp"

#include "frame.hpp"

namespace headway::inline v0 {
namespace {

enum class Kind : std::uint8_t {
  environment = 1,
  start,
  stop,
  recall,
  ready,
  spawned,
  ended,
  gone,
  recalled
};

FrameWriter begin(std::string& out, Kind kind) { return {out, static_cast<std::uint8_t>(kind)}; }

void put(FrameWriter& frame, const SessionKey& key) {
  frame.put(key.store.value);
  frame.put(key.job.value);
  frame.put(key.instance.value);
  frame.put(key.attempt);
}

SessionKey take_key(FrameReader& frame) {
  SessionKey key;
  key.store.value = frame.take<std::uint32_t>();
  key.job.value = frame.take<std::uint64_t>();
  key.instance.value = frame.take<std::uint32_t>();
  key.attempt = frame.take<Attempt>();
  return key;
}

void put(FrameWriter& frame, const SessionLine& line) {
  frame.put(line.number);
  frame.put(line.places);
}

SessionLine take_line(FrameReader& frame) {
  SessionLine line;
  line.number = frame.take<std::uint64_t>();
  line.places = frame.take<std::uint32_t>();
  return line;
}

void write(const BaseEnvironment& base, std::string& out) {
  auto frame = begin(out, Kind::environment);
  frame.put(base.entries);
  frame.finish();
}

void write(const StartRequest& start, std::string& out) {
  auto frame = begin(out, Kind::start);
  put(frame, start.key);
  frame.put(std::string_view(start.folder));
  frame.put(std::string_view(start.workdir));
  frame.put(start.argv);
  frame.put(start.env);
  frame.put(static_cast<std::uint8_t>(start.clean_env));
  put(frame, start.line);
  frame.finish();
}

void write(const StopRequest& stop, std::string& out) {
  auto frame = begin(out, Kind::stop);
  put(frame, stop.key);
  frame.put(stop.grace.us);
  frame.finish();
}

void write(const RecallRequest& recall, std::string& out) {
  auto frame = begin(out, Kind::recall);
  put(frame, recall.key);
  frame.finish();
}

void write(const ReadyReply& /*ready*/, std::string& out) { begin(out, Kind::ready).finish(); }

void write(const SpawnedReply& spawned, std::string& out) {
  auto frame = begin(out, Kind::spawned);
  put(frame, spawned.key);
  frame.put(std::string_view(spawned.process.boot));
  frame.put(spawned.process.pid);
  frame.put(spawned.process.start_ticks);
  frame.finish();
}

void write(const EndedReply& ended, std::string& out) {
  auto frame = begin(out, Kind::ended);
  put(frame, ended.key);
  frame.put(static_cast<std::uint8_t>(ended.end.cause.kind));
  frame.put(ended.end.cause.code);
  frame.put(std::string_view(ended.end.message));
  frame.finish();
}

void write(const GoneReply& gone, std::string& out) {
  auto frame = begin(out, Kind::gone);
  put(frame, gone.key);
  frame.finish();
}

void write(const RecalledReply& recalled, std::string& out) {
  auto frame = begin(out, Kind::recalled);
  put(frame, recalled.key);
  frame.finish();
}

StartRequest read_start(FrameReader& frame) {
  StartRequest start{.key = take_key(frame)};
  start.folder = frame.text();
  start.workdir = frame.text();
  start.argv = frame.texts();
  start.env = frame.texts();
  start.clean_env = frame.take<std::uint8_t>() != 0;
  start.line = take_line(frame);
  return start;
}

StopRequest read_stop(FrameReader& frame) {
  StopRequest stop{.key = take_key(frame)};
  stop.grace.us = frame.take<std::int64_t>();
  return stop;
}

SpawnedReply read_spawned(FrameReader& frame) {
  SpawnedReply spawned{.key = take_key(frame)};
  spawned.process.boot = frame.text();
  spawned.process.pid = frame.take<pid_t>();
  spawned.process.start_ticks = frame.take<std::uint64_t>();
  return spawned;
}

EndedReply read_ended(FrameReader& frame) {
  EndedReply ended{.key = take_key(frame)};
  ended.end.cause.kind = static_cast<Cause::Kind>(frame.take<std::uint8_t>());
  ended.end.cause.code = frame.take<std::int32_t>();
  ended.end.message = frame.text();
  return ended;
}

template <class Message>
std::optional<Message> if_whole(const FrameReader& frame, Message message) {
  return frame.ok() ? std::optional<Message>(std::move(message)) : std::nullopt;
}

}  // namespace

void encode(const Request& request, std::string& out) {
  std::visit([&](const auto& message) { write(message, out); }, request);
}

void encode(const Reply& reply, std::string& out) {
  std::visit([&](const auto& message) { write(message, out); }, reply);
}

std::optional<Request> decode_request(std::string_view frame) {
  FrameReader reader(frame);
  switch (static_cast<Kind>(reader.take<std::uint8_t>())) {
    case Kind::environment: {
      Request base = BaseEnvironment{reader.texts()};
      return if_whole(reader, std::move(base));
    }
    case Kind::start: {
      Request start = read_start(reader);
      return if_whole(reader, std::move(start));
    }
    case Kind::stop: {
      Request stop = read_stop(reader);
      return if_whole(reader, std::move(stop));
    }
    case Kind::recall: {
      Request recall = RecallRequest{take_key(reader)};
      return if_whole(reader, std::move(recall));
    }
    default: return std::nullopt;
  }
}

std::optional<Reply> decode_reply(std::string_view frame) {
  FrameReader reader(frame);
  switch (static_cast<Kind>(reader.take<std::uint8_t>())) {
    case Kind::ready: return ReadyReply{};
    case Kind::spawned: {
      Reply spawned = read_spawned(reader);
      return if_whole(reader, std::move(spawned));
    }
    case Kind::ended: {
      Reply ended = read_ended(reader);
      return if_whole(reader, std::move(ended));
    }
    case Kind::gone: {
      Reply gone = GoneReply{take_key(reader)};
      return if_whole(reader, std::move(gone));
    }
    case Kind::recalled: {
      Reply recalled = RecalledReply{take_key(reader)};
      return if_whole(reader, std::move(recalled));
    }
    default: return std::nullopt;
  }
}

}  // namespace headway::inline v0
