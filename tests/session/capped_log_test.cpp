// Logs that keep their head and their tail.
#include "support/catch.hpp"
#include "support/local_sessions.hpp"

#include "capped_log.hpp"

using namespace headway;
using namespace headway::testing;

TEST_CASE("a log that fits is kept as it is") {
  TemporaryFolder folder;
  CappedLog log(folder / "log");
  log.append("one\n");
  log.append("two\n");
  CHECK(text_of(folder / "log") == "one\ntwo\n");  // readable while it grows
  log.finish();
  CHECK(text_of(folder / "log") == "one\ntwo\n");
}

TEST_CASE("a log without a byte has no file") {
  TemporaryFolder folder;
  CappedLog log(folder / "log");
  log.append("");
  log.finish();
  CHECK_FALSE(std::filesystem::exists(folder / "log"));
}

TEST_CASE("a log past its limit says how much it dropped and loses no other byte") {
  const auto beyond =
      GENERATE(std::size_t{1}, log_tail_limit, log_tail_limit + 1, 3 * log_tail_limit);
  TemporaryFolder folder;
  CappedLog log(folder / "log");
  const std::size_t head = log_limit - log_tail_limit - 256;
  log.append(std::string(head, 'h'));
  std::string rest;
  for (std::size_t i = 0; i < beyond; ++i) rest += static_cast<char>('0' + i % 10);
  for (std::size_t at = 0; at < rest.size(); at += 60'007) log.append(rest.substr(at, 60'007));
  log.finish();
  const std::string text = text_of(folder / "log");
  const std::size_t dropped = beyond > log_tail_limit ? beyond - log_tail_limit : 0;
  const std::string marker =
      dropped == 0 ? "" : "\n[headway: " + std::to_string(dropped) + " bytes dropped here]\n";
  CHECK(text.size() <= log_limit);
  CHECK(text.substr(head) == marker + rest.substr(dropped));
}

TEST_CASE("a log that cannot be written costs nobody anything") {
  CappedLog log("/no/such/folder/log");
  log.append("one\n");
  CHECK_NOTHROW(log.finish());
}
