// SHA-256: known answers, and pieces against the whole.
#include "support/catch.hpp"

#include <headway/base/digest.hpp>

#include <rapidcheck.h>

using namespace headway;

TEST_CASE("The digests of published examples are right") {
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("Pieces have the digest of the whole") {
  CHECK(rc::check([](const std::string& first, const std::string& second) {
    Sha256 stream;
    stream.update(first);
    stream.update(second);
    RC_ASSERT(stream.finish() == sha256(first + second));
  }));
}

TEST_CASE("A stream can be moved between its pieces") {
  Sha256 first;
  first.update("ab");
  Sha256 second = std::move(first);
  second.update("c");
  CHECK(second.finish() == sha256("abc"));
}
