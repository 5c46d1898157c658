// Names: which spellings are legal, and what they become in the environment.
#include "support/catch.hpp"

#include <headway/base/name.hpp>

using namespace headway;

TEST_CASE("A name begins with a letter or an underscore") {
  CHECK(is_name("rate"));
  CHECK(is_name("_x9"));
  CHECK_FALSE(is_name("9x"));
  CHECK_FALSE(is_name(""));
  CHECK_FALSE(is_name("größe"));
  CHECK_FALSE(is_name("a b"));
}

TEST_CASE("Only the name of a task may contain a minus") {
  CHECK(is_task_name("my-task"));
  CHECK_FALSE(is_name("my-task"));
  CHECK_FALSE(is_task_name("-task"));
}

TEST_CASE("A name has at most 63 characters") {
  CHECK(is_name(std::string(63, 'a')));
  CHECK_FALSE(is_name(std::string(64, 'a')));
}

TEST_CASE("A name is upper case in the environment") {
  CHECK(environment_name("my-Task_2") == "MY_TASK_2");
}
