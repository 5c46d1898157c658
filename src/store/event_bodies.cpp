// Bodies that differ in two numbers.
#include "event_bodies.hpp"

#include <charconv>
#include <cstdint>
#include <utility>
#include <variant>

namespace headway::inline v0 {
namespace {

void append(std::string& text, std::uint32_t number) {
  char digits[16];
  text.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

/// The beginning of the body of every fact about an attempt.
void begin(std::string& body, InstanceId instance, Attempt attempt) {
  body = R"({"instance":)";
  append(body, instance.value);
  body += R"(,"attempt":)";
  append(body, attempt);
}

}  // namespace

std::string_view EventBodies::filled(std::string& rest, InstanceId instance, Attempt attempt,
                                     const Fact& whole) {
  if (instance == no_instance || attempt == 0) return body_ = encode(whole);
  begin(body_, instance, attempt);
  if (!rest.empty()) return body_ += rest;
  std::string encoded = encode(whole);
  if (encoded.starts_with(body_)) rest = encoded.substr(body_.size());
  return body_ = std::move(encoded);
}

std::string_view EventBodies::of(const SessionAccepted& fact, const Fact& whole) {
  if (fact.placement != placement_ || fact.handle != handle_) {
    accepted_.clear();
    placement_ = fact.placement;
    handle_ = fact.handle;
  }
  return filled(accepted_, fact.instance, fact.attempt, whole);
}

std::string_view EventBodies::of(const SessionStarted& fact, const Fact& whole) {
  if (fact.isolation != isolation_) {
    started_.clear();
    isolation_ = fact.isolation;
  }
  return filled(started_, fact.instance, fact.attempt, whole);
}

std::string_view EventBodies::of(const Fact& fact) {
  if (const auto* intended = std::get_if<AttemptIntended>(&fact)) {
    return filled(intended_, intended->instance, intended->attempt, fact);
  }
  if (const auto* accepted = std::get_if<SessionAccepted>(&fact)) return of(*accepted, fact);
  if (const auto* started = std::get_if<SessionStarted>(&fact)) return of(*started, fact);
  return body_ = encode(fact);
}

}  // namespace headway::inline v0
