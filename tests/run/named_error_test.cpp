// Named errors: what a task wrote to $HEADWAY_ERROR becomes its cause and message.
#include "../src/run/named_error.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <string>

using namespace headway;
using namespace headway::testing;

namespace {

const Finished exited{.cause = {Cause::Kind::exit_code, 3}, .message = {}};

/// `error(DataNotReady): text`.
std::string told(const Finished& end) { return to_string(end.cause) + ": " + end.message; }

}  // namespace

TEST_CASE("a name and a text are an error of that name") {
  CHECK(told(with_own_words(exited, "DataNotReady: no rows yet\n")) ==
        "error: DataNotReady: no rows yet");
  CHECK(told(with_own_words(exited, "DataNotReady")) == "error: DataNotReady");
}

TEST_CASE("marks tell exceptions and what no retry would mend") {
  CHECK(told(with_own_words(exited, "!exception ValueError: bad")) == "exception: ValueError: bad");
  CHECK(told(with_own_words(exited, "!non_recoverable NoData: x")) == "non_recoverable: NoData: x");
  CHECK(told(with_own_words(exited, "!output_invalid no y")) == "output_invalid: no y");
}

TEST_CASE("words without a name are the message of the exit code") {
  CHECK(told(with_own_words(exited, "the disk is full: /data")) ==
        "exit_code(3): the disk is full: /data");
}

TEST_CASE("only the first line counts and it is short and UTF-8") {
  CHECK(with_own_words(exited, "E: one\r\nE: two\n").message == "E: one");
  CHECK(with_own_words(exited, "E: \xff").message == "E: \xEF\xBF\xBD");
  CHECK(with_own_words(exited, "E: " + std::string(5000, 'x')).message.size() == 1000);
}

TEST_CASE("an end is told from the file of its attempt") {
  const TemporaryFolder folder;
  CHECK(told(with_named_error(exited, folder / "")) == "exit_code(3): ");
  write_file(folder / "error", "Late: by a day\n");
  CHECK(told(with_named_error(exited, folder / "")) == "error: Late: by a day");
}

TEST_CASE("a signal stays a signal whatever was written") {
  const TemporaryFolder folder;
  write_file(folder / "error", "Late: by a day\n");
  const Finished killed{.cause = {Cause::Kind::signal, 9}, .message = {}};
  CHECK(told(with_named_error(killed, folder / "")) == "signal(9): ");
}
