// Schema text: JSON put together from its parts, in the order they come.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0::yaml {

/// The text of a JSON value. A value.
class Json {
 public:
  static Json of_text(std::string_view text);
  static Json of_number(double number);
  static Json of_boolean(bool flag) { return Json(flag ? "true" : "false"); }
  static Json null() { return Json("null"); }
  static Json list(const std::vector<Json>& items);

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  friend class JsonObject;
  explicit Json(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// An object on its way to a text.
class JsonObject {
 public:
  JsonObject& add(std::string_view key, const Json& value);
  /// Adds all entries of another object.
  JsonObject& add_all(const Json& object);
  operator Json() const { return Json('{' + text_ + '}'); }

 private:
  std::string text_;
};

/// The same text with two spaces for each level and an entry a line; what is short stays on one.
std::string indented(std::string_view json);

}  // namespace headway::inline v0::yaml
