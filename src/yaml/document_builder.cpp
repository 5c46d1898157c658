// DocumentBuilder: children into the arena, keys checked once.
#include "document_builder.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <memory>
#include <new>

namespace headway::inline v0::yaml {
namespace {

std::uint32_t plus(std::uint32_t a, std::uint32_t b) {
  return a > std::numeric_limits<std::uint32_t>::max() - b
             ? std::numeric_limits<std::uint32_t>::max()
             : a + b;
}

void measure(Element& parent, Family& family, std::size_t count) {
  const auto* end = family.members + count;
  for (const auto* child = family.members; child != end; ++child) {
    family.weight = plus(family.weight, child->weight());
    parent.height = std::max(parent.height, static_cast<std::uint8_t>(child->height + 1));
  }
}

/// `{{ x }}` without quotes reads as a map whose key is a map.
bool is_expression(std::string_view text, const Element& map) {
  return text.substr(map.offset, 2) == "{{";
}

}  // namespace

DocumentBuilder::DocumentBuilder(std::shared_ptr<const Source> source, Diagnostics& found)
    : source_(std::move(source)),
      found_(found),
      arena_(std::make_unique<Document::Arena>(source_->text.size() + 1024)) {}

SourceSpan DocumentBuilder::span(const Element& element) const {
  return {source_, element.line, element.column, 0};
}

std::string_view DocumentBuilder::keep(std::string_view text) {
  auto* copy = static_cast<char*>(arena_->allocate(text.size() + 1, 1));
  std::copy(text.begin(), text.end(), copy);
  return {copy, text.size()};
}

void DocumentBuilder::add(const Element& element) { pending_.push_back(element); }

void DocumentBuilder::open(const Element& element) {
  open_.push_back(pending_.size());
  pending_.push_back(element);
}

Family* DocumentBuilder::settle(const Element* first, std::size_t count) {
  auto* family = static_cast<Family*>(
      arena_->allocate(sizeof(Family) + count * sizeof(Element), alignof(Family)));
  auto* members = reinterpret_cast<Element*>(family + 1);
  std::uninitialized_copy(first, first + count, members);
  return new (family) Family{.members = members};
}

Element DocumentBuilder::close() {
  auto at = open_.back();
  open_.pop_back();
  Element& parent = pending_[at];
  auto count = pending_.size() - at - 1;
  Family* family = settle(pending_.data() + at + 1, count);
  measure(parent, *family, count);
  bool map = parent.kind == Kind::map;
  parent.set_family(family, static_cast<std::uint32_t>(map ? count / 2 : count));
  if (map) check_keys(parent, *family);
  pending_.resize(at + 1);
  return pending_.back();
}

void DocumentBuilder::check_keys(const Element& map, Family& family) {
  for (std::uint32_t entry = 0; entry < map.count(); ++entry) check_key(map, entry);
  if (map.count() <= largest_unindexed_map) {
    check_few_keys(map);
  } else {
    index_keys(map, family);
  }
}

void DocumentBuilder::check_key(const Element& map, std::uint32_t entry) {
  const Element& key = map.key(entry);
  if (key.kind == Kind::scalar && !(key.style == Style::plain && key.text() == "<<")) return;
  if (found_.size() >= most_findings) return;
  Diagnostic finding{.code = "complex-key", .message = "a key is a word", .span = span(key)};
  if (key.kind == Kind::scalar) {
    finding.code = "merge-key";
    finding.message = "the merge key `<<` is not part of YAML 1.2";
    finding.notes = {
        "write shared session keys once under `defaults`, or repeat them with an alias"};
  } else if (key.kind == Kind::null) {
    finding.message = "a key is missing here";
  } else if (is_expression(source_->text, map)) {
    finding.code = "unquoted-expression";
    finding.message = "braces without quotes are a YAML mapping, not an expression";
    finding.span = span(map);
    finding.notes = {"an expression is written in quotes: \"${{ … }}\""};
  } else {
    finding.message =
        "a key is a word, not " + std::string(key.kind == Kind::map ? "a mapping" : "a list");
  }
  found_.add(std::move(finding));
}

void DocumentBuilder::report_duplicate(const Element& first, const Element& again) {
  if (found_.size() >= most_findings) return;
  found_.add(
      {.code = "duplicate-key",
       .message = "the key \"" + std::string(again.text()) + "\" is written twice",
       .span = {source_, again.line, again.column,
                static_cast<std::uint32_t>(again.style == Style::plain ? again.text().size() : 0)},
       .notes = {"it is first written in line " + std::to_string(first.line)}});
}

std::uint32_t* DocumentBuilder::make_index(Family& family, std::uint32_t entries) {
  auto size = std::bit_ceil(static_cast<std::size_t>(entries) * 2);
  auto* index = static_cast<std::uint32_t*>(
      arena_->allocate(size * sizeof(std::uint32_t), alignof(std::uint32_t)));
  std::uninitialized_fill(index, index + size, 0U);
  family.index = index;
  family.index_mask = static_cast<std::uint32_t>(size - 1);
  return index;
}

void DocumentBuilder::check_few_keys(const Element& map) {
  for (std::uint32_t later = 1; later < map.count(); ++later) {
    const auto& again = map.key(later);
    for (std::uint32_t entry = 0; entry < later; ++entry) {
      const auto& first = map.key(entry);
      if (first.text() != again.text() || first.kind != Kind::scalar) continue;
      if (again.kind == Kind::scalar) report_duplicate(first, again);
    }
  }
}

void DocumentBuilder::index_keys(const Element& map, Family& family) {
  auto* index = make_index(family, map.count());
  for (std::uint32_t entry = 0; entry < map.count(); ++entry) {
    const auto& key = map.key(entry);
    if (key.kind != Kind::scalar) continue;
    auto slot = index_slot(key.text()) & family.index_mask;
    while (index[slot] != 0 && map.key(index[slot] - 1).text() != key.text()) {
      slot = (slot + 1) & family.index_mask;
    }
    if (index[slot] != 0) {
      report_duplicate(map.key(index[slot] - 1), key);
    } else {
      index[slot] = entry + 1;
    }
  }
}

Document DocumentBuilder::finish() {
  Element root;
  if (!pending_.empty()) root = pending_.back();
  return {source_, std::move(arena_), root};
}

}  // namespace headway::inline v0::yaml
