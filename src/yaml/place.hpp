// Place: an element on its way into the model, with its path and the findings about it.
#pragma once

#include "document.hpp"
#include "scalar.hpp"

#include <headway/base/diagnostic.hpp>
#include <headway/model/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0::yaml {

/// The forms a value may have: data for the check of every key and for what describes the keys.
enum Form : std::uint16_t {
  form_text = 1,
  form_boolean = 2,
  form_integer = 4,
  form_floating = 8,
  form_list = 16,
  form_map = 32,
  form_null = 64,
  form_duration = 128,     // reads a text or a number, and says what a number lacks
  form_quantity = 256,     // reads a text or a number
  form_word = 512,         // reads any scalar, and says which words there are
  form_expression = 1024,  // reads a text, or true and false
  form_number = form_integer | form_floating,
  form_scalar = form_text | form_boolean | form_number,
  form_any = form_scalar | form_list | form_map | form_null
};

/// What reading one file needs everywhere.
struct Reading {
  const Document& document;
  Diagnostics& found;
};

/// An element, where it is, and what it is called. Lives on the stack while its element is read,
/// inside of the parent's life; a path is only put together when there is something to say.
class Place {
 public:
  Place(Reading& reading, const Element& root) : reading_(reading), element_(root) {}
  Place(const Place& parent, const Element& key, const Element& element)
      : reading_(parent.reading_), element_(element), parent_(&parent), key_(&key) {}
  Place(const Place& parent, std::uint32_t item, const Element& element)
      : reading_(parent.reading_), element_(element), parent_(&parent), item_(item) {}

  [[nodiscard]] const Element& element() const { return element_; }
  [[nodiscard]] const Place* parent() const { return parent_; }
  [[nodiscard]] const Document& document() const { return reading_.document; }
  [[nodiscard]] std::string_view key() const { return key_ == nullptr ? "" : key_->text(); }
  [[nodiscard]] const Element* key_element() const { return key_; }
  [[nodiscard]] Meaning meaning() const { return meaning_of(element_); }
  [[nodiscard]] std::string path() const;
  /// Where the value stands; where its key does if there is no value.
  [[nodiscard]] SourceSpan span() const;
  [[nodiscard]] SourceSpan key_span() const;

  /// Whether so much was found already that more is not worth saying.
  [[nodiscard]] bool is_full() const { return reading_.found.size() >= most_findings; }
  [[nodiscard]] bool is_merge_key() const {
    return key_ != nullptr && key_->style == Style::plain && key_->text() == "<<";
  }
  [[nodiscard]] bool is_null() const { return element_.kind == Kind::null; }

  /// Notes a finding at the value, at another span, or at the key.
  void fail(std::string code, std::string message, std::vector<std::string> notes = {}) const {
    fail_at(span(), std::move(code), std::move(message), std::move(notes));
  }
  void fail_at(SourceSpan span, std::string code, std::string message,
               std::vector<std::string> notes, std::vector<std::string> candidates = {}) const;
  void fail_at_value(std::string code, std::string message, std::vector<std::string> notes,
                     std::vector<std::string> candidates) const {
    fail_at(span(), std::move(code), std::move(message), std::move(notes), std::move(candidates));
  }
  void fail_at_key(std::string code, std::string message, std::vector<std::string> notes,
                   std::vector<std::string> candidates = {}) const {
    fail_at(key_span(), std::move(code), std::move(message), std::move(notes),
            std::move(candidates));
  }

  /// Notes a warning at the value.
  void warn(std::string code, std::string message, std::vector<std::string> notes) const;

  /// What a message calls the value: `"timeout"`, `an item of "command"`.
  [[nodiscard]] std::string subject() const;

  /// Whether the value has one of the forms; if not, a `wrong-type` finding with the likely cause.
  [[nodiscard]] bool has_form(unsigned forms) const;

  /// The value as the form says; nothing, and a finding, where it has another.
  [[nodiscard]] std::optional<std::string_view> text() const;
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::int64_t min, std::int64_t max) const;
  [[nodiscard]] std::optional<double> number() const;
  [[nodiscard]] std::optional<std::vector<std::string>> words() const;
  [[nodiscard]] std::optional<Value> value() const;

  /// Calls `read(place)` for each item of a list.
  template <class Read>
  void each_item(const Read& read) const {
    for (std::uint32_t i = 0; i < element_.count(); ++i) {
      read(Place(*this, i, element_.children()[i]));
    }
  }
  /// Calls `read(place)` for each entry of a map, in its order.
  template <class Read>
  void each_entry(const Read& read) const {
    for (std::uint32_t i = 0; i < element_.count(); ++i) {
      if (element_.key(i).kind == Kind::scalar) {
        read(Place(*this, element_.key(i), element_.value(i)));
      }
    }
  }

 private:
  void fail_form(Meaning meaning, unsigned forms) const;

  Reading& reading_;
  const Element& element_;
  const Place* parent_ = nullptr;
  const Element* key_ = nullptr;  // of a map's entry
  std::uint32_t item_ = 0;        // of a list's item
};

/// `yes`, `off`, …: what YAML 1.1 took for true and false.
bool is_old_boolean(const Element& element);
inline constexpr const char* old_boolean_note =
    "YAML 1.2 has only true and false; yes, no, on and off are strings";

/// `an int, a string or a list`: the forms in words.
std::string describe(unsigned forms);

}  // namespace headway::inline v0::yaml
