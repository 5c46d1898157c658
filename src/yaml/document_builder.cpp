// DocumentBuilder: children into the arena, keys checked once.
#include "document_builder.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace headway::inline v0::yaml {
namespace {

std::uint32_t plus(std::uint32_t a, std::uint32_t b) {
  return a > std::numeric_limits<std::uint32_t>::max() - b
             ? std::numeric_limits<std::uint32_t>::max()
             : a + b;
}

void measure(Element& parent, const Element* child, std::size_t count) {
  for (const auto* end = child + count; child != end; ++child) {
    parent.weight = plus(parent.weight, child->weight);
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

Element DocumentBuilder::close() {
  auto at = open_.back();
  open_.pop_back();
  Element& parent = pending_[at];
  auto count = pending_.size() - at - 1;
  auto* children =
      static_cast<Element*>(arena_->allocate(count * sizeof(Element), alignof(Element)));
  std::copy(pending_.begin() + static_cast<std::ptrdiff_t>(at) + 1, pending_.end(), children);
  measure(parent, children, count);
  parent.children = children;
  parent.count = static_cast<std::uint32_t>(parent.kind == Kind::map ? count / 2 : count);
  if (parent.kind == Kind::map) {
    for (std::uint32_t entry = 0; entry < parent.count; ++entry) check_key(parent, entry);
    parent.count <= largest_unindexed_map ? check_few_keys(parent) : index_keys(parent);
  }
  pending_.resize(at + 1);
  return pending_.back();
}

void DocumentBuilder::check_key(const Element& map, std::uint32_t entry) {
  const Element& key = map.key(entry);
  if (key.kind == Kind::scalar && !(key.style == Style::plain && key.text == "<<")) return;
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
       .message = "the key \"" + std::string(again.text) + "\" is written twice",
       .span = {source_, again.line, again.column,
                static_cast<std::uint32_t>(again.style == Style::plain ? again.text.size() : 0)},
       .notes = {"it is first written in line " + std::to_string(first.line)}});
}

std::uint32_t* DocumentBuilder::make_index(Element& map) {
  auto size = std::bit_ceil(static_cast<std::size_t>(map.count) * 2);
  auto* index = static_cast<std::uint32_t*>(
      arena_->allocate(size * sizeof(std::uint32_t), alignof(std::uint32_t)));
  std::fill(index, index + size, 0U);
  map.index = index;
  map.index_mask = static_cast<std::uint32_t>(size - 1);
  return index;
}

void DocumentBuilder::check_few_keys(const Element& map) {
  for (std::uint32_t later = 1; later < map.count; ++later) {
    const auto& again = map.key(later);
    for (std::uint32_t entry = 0; entry < later; ++entry) {
      const auto& first = map.key(entry);
      if (first.text != again.text || first.kind != Kind::scalar) continue;
      if (again.kind == Kind::scalar) report_duplicate(first, again);
    }
  }
}

void DocumentBuilder::index_keys(Element& map) {
  auto* index = make_index(map);
  for (std::uint32_t entry = 0; entry < map.count; ++entry) {
    const auto& key = map.key(entry);
    if (key.kind != Kind::scalar) continue;
    auto slot = index_slot(key.text) & map.index_mask;
    while (index[slot] != 0 && map.key(index[slot] - 1).text != key.text) {
      slot = (slot + 1) & map.index_mask;
    }
    if (index[slot] != 0) {
      report_duplicate(map.key(index[slot] - 1), key);
    } else {
      index[slot] = entry + 1;
    }
  }
}

Document DocumentBuilder::finish() {
  return {source_, std::move(arena_),
          pending_.empty() ? Element{.line = 1, .column = 1} : pending_.back()};
}

}  // namespace headway::inline v0::yaml
