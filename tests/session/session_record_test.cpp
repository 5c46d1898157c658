// Records of sessions.
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include "session_record.hpp"

#include <cerrno>
#include <fstream>

using namespace headway;
using headway::testing::TemporaryFolder;

TEST_CASE("no record is no session") {
  TemporaryFolder folder;
  CHECK_FALSE(read_record(folder.path()));
}

TEST_CASE("a record tells the process and the end") {
  TemporaryFolder folder;
  const ProcessIdentity process{"0123-boot", 4711, 99};
  const Cause cause = GENERATE(Cause{}, Cause{Cause::Kind::exit_code, 3},
                               Cause{Cause::Kind::signal, 9}, Cause{Cause::Kind::spawn_failed});
  const auto writer = SessionRecordWriter::create(folder.path());
  writer.started(process);
  writer.ended({.cause = cause, .message = "why\nnot"});
  const auto record = read_record(folder.path());
  REQUIRE(record);
  CHECK(record->process == process);
  REQUIRE(record->end);
  CHECK(record->end->cause == cause);
  CHECK(record->end->message == "why not");
}

TEST_CASE("an end with a cause that nobody knows is no success") {
  TemporaryFolder folder;
  std::ofstream(folder / "exit") << "process 0123-boot 4711 99\nend eaten_by_bears\n";
  const auto record = read_record(folder.path());
  REQUIRE(record);
  REQUIRE(record->end);
  CHECK(record->end->cause.kind == Cause::Kind::node_lost);
}

TEST_CASE("a session ended with its engine has no end of its own") {
  TemporaryFolder folder;
  SessionRecordWriter::create(folder.path()).ended_with_engine();
  const auto record = read_record(folder.path());
  REQUIRE(record);
  CHECK_FALSE(record->end);
}

TEST_CASE("a key is recorded once") {
  TemporaryFolder folder;
  CHECK(SessionRecordWriter::create(folder.path()).valid());
  CHECK_FALSE(SessionRecordWriter::create(folder.path()).valid());
  CHECK(errno == EEXIST);
  forget_record(folder.path());
  CHECK(SessionRecordWriter::create(folder.path()).valid());
}

TEST_CASE("a torn last line is no fact") {
  TemporaryFolder folder;
  std::ofstream(folder / "exit") << "process 0123-boot 4711 99\nend exit_code(3";
  const auto record = read_record(folder.path());
  REQUIRE(record);
  CHECK(record->process);
  CHECK_FALSE(record->end);
}
