// Place: paths, spans, and the values of the simple forms.
#include "place.hpp"

#include "message_text.hpp"
#include "quoting.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace headway::inline v0::yaml {
namespace {

constexpr std::array<std::pair<unsigned, std::string_view>, 10> form_words{
    {{form_boolean, "true or false"},
     {form_integer, "an int"},
     {form_floating, "a float"},
     {form_text, "a string"},
     {form_word, "a word"},
     {form_expression, "an expression"},
     {form_duration, "a duration such as 30s"},
     {form_quantity, "a quantity such as 2, 0.5 or 8Gi"},
     {form_list, "a list"},
     {form_map, "a mapping"}}};

unsigned form_of(Meaning meaning) {
  switch (meaning) {
    case Meaning::null: return form_null;
    case Meaning::boolean: return form_boolean;
    case Meaning::integer: return form_integer;
    case Meaning::floating: return form_floating;
    case Meaning::text: return form_text;
    case Meaning::list: return form_list;
    case Meaning::map: return form_map;
    default: return 0;
  }
}

std::string seen(const Element& element, Meaning meaning) {
  switch (meaning) {
    case Meaning::list: return "a list";
    case Meaning::map: return "a mapping";
    case Meaning::null: return "null";
    case Meaning::text: return "the string " + quoted(shortened(element.text()));
    case Meaning::integer: return "the int " + shortened(element.text());
    case Meaning::floating: return "the float " + shortened(element.text());
    default: return shortened(element.text());
  }
}

/// Whether it was meant as `key: value` and is one word, as in `cpu:2`.
bool lacks_space(const Element& element) {
  const auto colon = element.text().find(':');
  return element.style == Style::plain && colon != std::string_view::npos && colon > 0 &&
         element.text().find(' ') > colon;
}

/// The next step for a value of the wrong form, where the cause is clear.
std::vector<std::string> advice(const Element& element, Meaning meaning, unsigned forms) {
  bool text_due = (forms & form_text) != 0;
  if (text_due && element.kind == Kind::scalar && meaning != Meaning::text) {
    std::string word(element.text());
    std::string note = "quote it: \"" + word + '"';
    if (meaning == Meaning::floating) note = "a plain " + word + " is a number; " + note;
    return {note};
  }
  if ((forms & form_expression) != 0 && element.kind != Kind::null) {
    return {"an expression is one text; write all of it in quotes"};
  }
  if (meaning == Meaning::map && element.count() == 1 && element.value(0).kind == Kind::null &&
      text_due) {
    return {"text in braces is a mapping; quote it"};
  }
  if (meaning == Meaning::list && (forms & form_map) != 0) {
    return {"each entry has a name before it: `name: …`, and no `- `"};
  }
  if (meaning != Meaning::text) return {};
  if (forms == form_map && lacks_space(element)) {
    return {"a space is missing after the colon"};
  }
  if ((forms & form_list) != 0 && (forms & form_integer) == 0) {
    return {"for one item write [" + quoted(shortened(element.text()), Surroundings::flow) + "]"};
  }
  if ((forms & form_boolean) != 0 && is_old_boolean(element)) {
    return {old_boolean_note};
  }
  auto plain = form_of(meaning_of(element.text()));
  if (element.style != Style::plain && (plain & forms & ~unsigned{form_null}) != 0) {
    return {"in quotes it is a string; take the quotes away"};
  }
  return {};
}

}  // namespace

bool is_old_boolean(const Element& element) {
  constexpr std::array<std::string_view, 6> words{"yes", "no", "on", "off", "y", "n"};
  std::string lower(element.text().substr(0, 4));
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return element.style == Style::plain &&
         std::find(words.begin(), words.end(), lower) != words.end();
}

std::string describe(unsigned forms) {
  std::vector<std::string_view> words;
  for (const auto& [form, word] : form_words) {
    if ((forms & form) != 0) words.push_back(word);
  }
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

std::string Place::path() const {
  if (parent_ == nullptr) return {};
  std::string path = parent_->path();
  if (key_ == nullptr) return path + '[' + std::to_string(item_) + ']';
  if (!path.empty()) path += '.';
  return path.append(key_->text());
}

std::string Place::subject() const {
  if (key_ != nullptr) return quoted(shortened(key_->text()));
  if (parent_ == nullptr) return "a pipeline file";
  return "an item of " + parent_->subject();
}

SourceSpan Place::span() const {
  bool written = element_.kind != Kind::null || key_ == nullptr;
  return reading_.document.span(written ? element_ : *key_);
}

SourceSpan Place::key_span() const {
  return reading_.document.span(key_ == nullptr ? element_ : *key_);
}

void Place::fail_at(SourceSpan span, std::string code, std::string message,
                    std::vector<std::string> notes, std::vector<std::string> candidates) const {
  if (is_full()) return;
  reading_.found.add({.code = std::move(code),
                      .message = std::move(message),
                      .span = std::move(span),
                      .path = path(),
                      .notes = std::move(notes),
                      .candidates = std::move(candidates)});
}

void Place::warn(std::string code, std::string message, std::vector<std::string> notes) const {
  if (is_full()) return;
  reading_.found.add({.code = std::move(code),
                      .message = std::move(message),
                      .span = span(),
                      .path = path(),
                      .notes = std::move(notes),
                      .severity = Severity::warning});
}

void Place::fail_form(Meaning meaning, unsigned forms) const {
  std::string_view source = document().source()->text;
  bool told = meaning == Meaning::map && source.substr(element_.offset, 2) == "{{";
  if (told) return;  // braces without quotes: the document said so
  auto tag = source.substr(element_.offset, 2);
  told = meaning == Meaning::null && tag.starts_with('!') && tag != "!!";
  if (told) return;  // a word that begins like a tag: the document said so
  if (meaning == Meaning::number_out_of_range) {
    return fail(
        "number-out-of-range",
        subject() + " has the number " + shortened(element_.text()) + ", which does not fit",
        {"ints have 64 bits, floats are finite; as text it is written in quotes"});
  }
  if (meaning == Meaning::mismatched_tag) {
    return fail("wrong-type", "the tag before this value says something else than the value",
                {"take the tag out"});
  }
  if (meaning == Meaning::null) {
    return fail("wrong-type", subject() + " has no value; it is " + describe(forms));
  }
  fail("wrong-type", subject() + " is " + describe(forms) + ", not " + seen(element_, meaning),
       advice(element_, meaning, forms));
}

bool Place::has_form(unsigned forms) const {
  auto meaning = this->meaning();
  unsigned accepted = forms;
  if ((forms & (form_duration | form_quantity)) != 0) accepted |= form_text | form_number;
  if ((forms & form_word) != 0) accepted |= form_scalar;
  if ((forms & form_expression) != 0) accepted |= form_text | form_boolean;
  if ((form_of(meaning) & accepted) != 0) return true;
  fail_form(meaning, forms);
  return false;
}

std::optional<std::string_view> Place::text() const {
  if (!has_form(form_text)) return {};
  if (element_.text().find('\0') != std::string_view::npos) {
    fail("control-character", "a text cannot hold the character U+0000");
    return {};
  }
  return element_.text();
}

std::optional<bool> Place::boolean() const {
  if (!has_form(form_boolean)) return {};
  return boolean_of(element_);
}

std::optional<std::int64_t> Place::integer(std::int64_t min, std::int64_t max) const {
  if (!has_form(form_integer)) return {};
  auto value = integer_of(element_);
  if (value >= min && value <= max) return value;
  bool open_end = min >= 0 && value < min;  // the far end is no news then
  fail("out-of-range",
       subject() + " is an int " +
           (open_end ? "of at least " + std::to_string(min)
                     : "from " + std::to_string(min) + " to " + std::to_string(max)) +
           ", not " + std::to_string(value));
  return {};
}

std::optional<double> Place::number() const {
  if (!has_form(form_number)) return {};
  if (meaning() == Meaning::integer) return static_cast<double>(integer_of(element_));
  return floating_of(element_);
}

std::optional<std::vector<std::string>> Place::words() const {
  if (!has_form(form_list)) return {};
  std::vector<std::string> words;
  words.reserve(element_.count());
  each_item([&](const Place& item) {
    if (auto word = item.text()) words.emplace_back(*word);
  });
  return words;
}

std::optional<Value> Place::value() const {
  auto meaning = this->meaning();
  switch (meaning) {
    case Meaning::null: return Value();
    case Meaning::boolean: return Value(boolean_of(element_));
    case Meaning::integer: return Value(integer_of(element_));
    case Meaning::floating: return Value(floating_of(element_));
    case Meaning::text: break;
    case Meaning::list: {
      Value::List list;
      list.reserve(element_.count());
      each_item([&](const Place& item) { list.push_back(item.value().value_or(Value())); });
      return Value(std::move(list));
    }
    case Meaning::map: {
      Value::Map map;
      each_entry([&](const Place& entry) {
        map.emplace(std::string(entry.key()), entry.value().value_or(Value()));
      });
      return Value(std::move(map));
    }
    default: fail_form(meaning, form_any); return {};
  }
  auto text = this->text();
  if (!text) return {};
  return Value(std::string(*text));
}

}  // namespace headway::inline v0::yaml
