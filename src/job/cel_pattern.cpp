// Matching: all states of a pattern at once, a code point after the other.
#include "cel_pattern.hpp"

#include <headway/base/name.hpp>
#include <headway/base/utf8.hpp>

#include <algorithm>

namespace headway::inline v0 {
namespace {

constexpr char32_t no_character = 0xFFFFFFFF;  // before the beginning, behind the end

bool is_word(char32_t point) {
  if (point >= 0x80) return false;
  const char c = static_cast<char>(point);
  return detail::is_letter(c) || detail::is_digit(c);
}

/// The states between two code points.
class Machine {
 public:
  explicit Machine(const Pattern& pattern) : pattern_(pattern), seen_(pattern.code.size() + 1, 0) {}

  /// Whether the pattern has matched by here.
  bool enter(char32_t before, char32_t after) {
    ++place_;
    before_ = before;
    after_ = after;
    states_.clear();
    bool matched = follow(0);
    for (const std::uint32_t state : next_) matched = follow(state) || matched;
    return matched;
  }

  /// Takes the code point behind here.
  void take(char32_t point) {
    next_.clear();
    for (const std::uint32_t state : states_) {
      const PatternCode& code = pattern_.code[state];
      if (pattern_.sets[code.set].has(point)) next_.push_back(state + 1);
    }
  }

  [[nodiscard]] std::size_t size() const { return states_.size(); }

 private:
  /// Everything that can be reached from `state` without taking a code point.
  bool follow(std::uint32_t state) {
    bool matched = false;
    waiting_.assign(1, state);
    while (!waiting_.empty()) {
      const std::uint32_t at = waiting_.back();
      waiting_.pop_back();
      if (std::exchange(seen_[at], place_) == place_) continue;
      if (at == pattern_.code.size()) {
        matched = true;
      } else {
        pass(at);
      }
    }
    return matched;
  }

  void pass(std::uint32_t at) {
    const PatternCode& code = pattern_.code[at];
    const auto target = [at](std::int32_t by) {
      return static_cast<std::uint32_t>(static_cast<std::int32_t>(at) + by);
    };
    if (code.kind == PatternCode::Kind::consume) {
      states_.push_back(at);
    } else if (holds(code.kind)) {
      waiting_.push_back(target(code.first));
      if (code.kind == PatternCode::Kind::split) waiting_.push_back(target(code.second));
    }
  }

  [[nodiscard]] bool holds(PatternCode::Kind kind) const {
    switch (kind) {
      case PatternCode::Kind::text_begin: return before_ == no_character;
      case PatternCode::Kind::text_end: return after_ == no_character;
      case PatternCode::Kind::line_begin: return before_ == no_character || before_ == '\n';
      case PatternCode::Kind::line_end: return after_ == no_character || after_ == '\n';
      case PatternCode::Kind::boundary: return is_word(before_) != is_word(after_);
      case PatternCode::Kind::no_boundary: return is_word(before_) == is_word(after_);
      default: return true;
    }
  }

  const Pattern& pattern_;
  std::uint64_t place_ = 0;
  char32_t before_ = no_character;
  char32_t after_ = no_character;
  std::vector<std::uint64_t> seen_;  // per state: the place it was last reached at
  std::vector<std::uint32_t> states_;
  std::vector<std::uint32_t> next_;
  std::vector<std::uint32_t> waiting_;
};

/// The first code point; a byte that is no UTF-8 counts as U+FFFD.
char32_t take(std::string_view& text) {
  if (text.empty()) return no_character;
  const CodePoint point = take_code_point(text);
  return point.valid ? point.value : 0xFFFD;
}

}  // namespace

bool Pattern::occurs_in(std::string_view text, Budget& budget) const {
  budget.work(1 + code.size() / 64);
  Machine machine(*this);
  char32_t before = no_character;
  for (char32_t after = take(text);; after = take(text)) {
    if (machine.enter(before, after)) return true;
    if (after == no_character) return false;
    budget.work(1 + machine.size());
    machine.take(after);
    before = after;
  }
}

const PatternShelf::Entry& PatternShelf::at(const std::string& text, Budget& budget) {
  budget.look_through(text.size());
  auto found = entries_.find(text);
  if (found == entries_.end()) {
    budget.work(text.size() + 1);
    auto entry = compile_pattern(text);
    const std::size_t size = entry.pattern ? entry.pattern->code.size() : 0;
    budget.work(size);
    budget.memory(text.size() + size * sizeof(PatternCode));
    found = entries_.emplace(text, std::move(entry)).first;
  }
  return found->second;
}

void CharacterSet::add(char32_t first, char32_t last) {
  const auto touches = [&](const Range& known) {
    return known.first <= last + 1 && first <= known.last + 1;
  };
  for (const Range& known : ranges_) {
    if (!touches(known)) continue;
    first = std::min(first, known.first);
    last = std::max(last, known.last);
  }
  ranges_.erase(std::remove_if(ranges_.begin(), ranges_.end(), touches), ranges_.end());
  const auto behind = std::find_if(ranges_.begin(), ranges_.end(),
                                   [&](const Range& known) { return known.first > last; });
  ranges_.insert(behind, {first, last});
}

void CharacterSet::add(const CharacterSet& other) {
  for (const Range& range : other.ranges_) add(range.first, range.last);
}

void CharacterSet::add_other_case() {
  for (char32_t letter = 'a'; letter <= 'z'; ++letter) {
    const char32_t capital = letter - 'a' + 'A';
    if (has(letter)) add(capital, capital);
    if (has(capital)) add(letter, letter);
  }
}

CharacterSet CharacterSet::complement() const {
  CharacterSet result;
  char32_t next = 0;
  for (const Range& range : ranges_) {
    if (range.first > next) result.add(next, range.first - 1);
    next = range.last + 1;
  }
  if (next <= 0x10FFFF) result.add(next, 0x10FFFF);
  return result;
}

bool CharacterSet::has(char32_t point) const {
  const auto behind =
      std::upper_bound(ranges_.begin(), ranges_.end(), point,
                       [](char32_t value, const Range& range) { return value < range.first; });
  return behind != ranges_.begin() && point <= std::prev(behind)->last;
}

}  // namespace headway::inline v0
