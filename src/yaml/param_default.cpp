// Defaults: which part of one is of another type than declared, and what was likely meant.
#include "param_default.hpp"

#include "message_text.hpp"

#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0::yaml {
namespace {

/// A param of files is refused as a whole, an enum without words is told.
bool can_be_judged(const Type& type) {
  if (type.kind == Type::Kind::file || type.kind == Type::Kind::directory) return false;
  if (type.kind == Type::Kind::enumeration) return !type.values.empty();
  return type.element.empty() || can_be_judged(type.element.front());
}

/// Whether `a` is less than `b`; both are numbers of one type, or nothing is less.
bool less(const Value& a, const Value& b) {
  const auto *i = a.get_if<std::int64_t>(), *j = b.get_if<std::int64_t>();
  if (i != nullptr && j != nullptr) return *i < *j;
  const auto *x = a.get_if<double>(), *y = b.get_if<double>();
  return x != nullptr && y != nullptr && *x < *y;
}

class DefaultCheck {
 public:
  explicit DefaultCheck(const Param& param) : subject_("the default of " + quoted(param.name)) {}

  /// Goes down to the part that is wrong.
  bool fits(const Place& at, const Type& type) {
    const Meaning meaning = at.meaning();
    if (meaning == Meaning::number_out_of_range || meaning == Meaning::mismatched_tag) {
      return true;  // told as such
    }
    if (type.kind == Type::Kind::optional) return at.is_null() || fits(at, type.element.front());
    bool all = true;
    const auto inner = [&](const Place& part) { all = fits(part, type.element.front()) && all; };
    if (type.kind == Type::Kind::list && meaning == Meaning::list) {
      at.each_item(inner);
    } else if (type.kind == Type::Kind::map && meaning == Meaning::map) {
      at.each_entry(inner);
    } else {
      all = conforms(at.value().value_or(Value()), type);
      if (!all) refuse(at, type);
    }
    return all;
  }

  bool within(const Place& at, const Param& param) const {
    const Value& value = *param.default_value;
    const bool low = param.min && less(value, *param.min);
    const bool high = param.max && less(*param.max, value);
    if (!low && !high) return true;
    at.fail("out-of-range", subject_ + " is " + to_json(value) + ", " +
                                (low ? "below its min " + to_json(*param.min)
                                     : "above its max " + to_json(*param.max)));
    return false;
  }

 private:
  void refuse(const Place& at, const Type& type) const {
    const bool whole = at.key() == "default" && at.parent()->parent() != nullptr &&
                       at.parent()->parent()->key() == "params";
    std::vector<std::string> notes;
    std::vector<std::string> candidates;
    if (std::string note = likely_slip(at, type); !note.empty()) notes.push_back(std::move(note));
    if (type.kind == Type::Kind::enumeration) {
      std::string words;
      for (const std::string& word : type.values) words += (words.empty() ? "" : ", ") + word;
      notes.push_back("it is one of: " + words);
      candidates = closest(std::string(at.element().text()), type.values);
    }
    at.fail_at_value(
        "wrong-type",
        subject_ + (whole ? " is " : " has ") + written(at) + ", which is no " + to_string(type),
        std::move(notes), std::move(candidates));
  }

  /// A number as it was typed: `1.10` is not what is left of it.
  static std::string written(const Place& at) {
    const Meaning meaning = at.meaning();
    const bool number = meaning == Meaning::integer || meaning == Meaning::floating;
    return number ? std::string(at.element().text()) : to_json(at.value().value_or(Value()));
  }

  static std::string likely_slip(const Place& at, const Type& type) {
    const std::string text(at.element().text());
    const Meaning meaning = at.meaning();
    if (type.kind == Type::Kind::floating && meaning == Meaning::integer) {
      return "an int is no float: write " + text + ".0";
    }
    if (type.kind == Type::Kind::string && at.element().kind == Kind::scalar) {
      return (meaning == Meaning::floating ? "a plain " + text + " is a number; " : std::string()) +
             "quote it: " + quoted(text);
    }
    if (type.kind == Type::Kind::boolean && is_old_boolean(at.element())) return old_boolean_note;
    const bool in_quotes = at.element().style != Style::plain && meaning == Meaning::text;
    const Meaning plain = meaning_of(at.element().text());
    const bool meant = (type.kind == Type::Kind::integer && plain == Meaning::integer) ||
                       (type.kind == Type::Kind::floating && plain == Meaning::floating) ||
                       (type.kind == Type::Kind::boolean && plain == Meaning::boolean);
    return in_quotes && meant ? "in quotes it is a string; take the quotes away" : std::string();
  }

  const std::string subject_;
};

}  // namespace

bool check_default(const Place& at, const Param& param) {
  if (!can_be_judged(param.type)) return true;
  DefaultCheck check(param);
  return check.fits(at, param.type) && check.within(at, param);
}

}  // namespace headway::inline v0::yaml
