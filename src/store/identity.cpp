// Identities from the kernel's random source.
#include "identity.hpp"

#include <headway/base/error.hpp>

#include <fmt/core.h>
#include <unistd.h>

namespace headway::inline v0 {
namespace {

std::uint64_t random_bits() {
  std::uint64_t bits = 0;
  if (::getentropy(&bits, sizeof bits) != 0) {
    throw StoreError("the kernel gives no random numbers (getentropy failed)");
  }
  return bits;
}

}  // namespace

StoreId random_store_id() {
  StoreId id;
  while (id.value == 0) id.value = static_cast<std::uint32_t>(random_bits());
  return id;
}

JobId random_job_id() { return {random_bits() >> 24U}; }

std::string random_word() { return fmt::format("{:016x}", random_bits()); }

}  // namespace headway::inline v0
