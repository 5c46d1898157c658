// A program that is nothing but a supervisor, so that the tests of sessions need no other floor.
#include <headway/session/supervisor.hpp>

#include <exception>
#include <string_view>

int main(int argc, char** argv) {
  if (argc != 3 || std::string_view(argv[1]) != "supervise") return 2;
  try {
    return headway::supervise(argv[2]);
  } catch (const std::exception&) {
    return 3;
  }
}
