// Which start requests may begin.
#include "support/catch.hpp"

#include "start_lines.hpp"

#include <string>

using namespace headway;

namespace {

StartRequest request(std::uint32_t instance, SessionLine line = {}) {
  return {.key = {.instance = {instance}, .attempt = 1}, .line = line};
}

/// The instances that may begin now.
std::string begin_all(StartLines& lines) {
  std::string begun;
  while (const auto next = lines.next()) begun += std::to_string(next->key.instance.value);
  return begun;
}

}  // namespace

TEST_CASE("what is in no line begins at once") {
  StartLines lines;
  for (std::uint32_t i = 0; i < 3; ++i) lines.add(request(i));
  CHECK(begin_all(lines) == "012");
}

TEST_CASE("a line has no more begun than places") {
  StartLines lines;
  for (std::uint32_t i = 0; i < 5; ++i) lines.add(request(i, {.number = 1, .places = 2}));
  CHECK(begin_all(lines) == "01");
  lines.leave(1);
  CHECK(begin_all(lines) == "2");
}

TEST_CASE("lines do not wait for each other") {
  StartLines lines;
  for (std::uint32_t i = 0; i < 4; ++i) lines.add(request(i, {.number = 1 + i % 2, .places = 1}));
  CHECK(begin_all(lines) == "01");
  lines.leave(2);
  CHECK(begin_all(lines) == "3");
}

TEST_CASE("the last number of places holds") {
  StartLines lines;
  for (std::uint32_t i = 0; i < 4; ++i) lines.add(request(i, {.number = 1, .places = 3 - i % 2}));
  CHECK(begin_all(lines) == "012");
  lines.leave(1);
  CHECK(begin_all(lines).empty());
  lines.add(request(4, {.number = 1, .places = 3}));
  CHECK(begin_all(lines) == "3");
}

TEST_CASE("a request taken out while it waits leaves its turn to the next") {
  StartLines lines;
  for (std::uint32_t i = 0; i < 3; ++i) lines.add(request(i, {.number = 1, .places = 1}));
  CHECK(lines.remove(request(1).key));
  CHECK_FALSE(lines.remove(request(1).key));
  CHECK(lines.remove(request(0).key));
  CHECK(begin_all(lines) == "2");
}

TEST_CASE("what could not begin is the next again") {
  StartLines lines;
  for (std::uint32_t i = 0; i < 2; ++i) lines.add(request(i));
  lines.put_back(lines.next().value());
  CHECK(begin_all(lines) == "01");
}

TEST_CASE("a line is supplied while one waits for each of its places") {
  StartLines lines;
  for (std::uint32_t i = 0; i < 4; ++i) lines.add(request(i, {.number = 1, .places = 2}));
  CHECK(lines.is_supplied(1));
  lines.leave(1);
  CHECK_FALSE(lines.is_supplied(1));
  CHECK_FALSE(lines.is_supplied(0));
}
