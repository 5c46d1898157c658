// Values built while the JSON is read, without a document between.
#include "json_value.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace headway::inline v0 {
namespace {

class Builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return put({}); }
  bool boolean(bool v) override { return put(v); }
  bool number_integer(number_integer_t v) override { return put(std::int64_t{v}); }
  bool number_unsigned(number_unsigned_t v) override {
    if (v > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return stop("an integer does not fit 64 bits");
    }
    return put(static_cast<std::int64_t>(v));
  }
  bool number_float(number_float_t v, const string_t& text) override {
    const bool integer = text.find_first_of(".eE") == std::string::npos;
    return integer ? stop("an integer does not fit 64 bits") : put(v);
  }
  bool string(string_t& v) override { return put(std::move(v)); }
  bool binary(binary_t& /*v*/) override { return stop("binary data"); }

  bool start_object(std::size_t /*size*/) override { return open(Value::Map{}); }
  bool start_array(std::size_t /*size*/) override { return open(Value::List{}); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (open_.back().value.get_if<Value::Map>()->contains(name)) {
      return stop(fmt::format("the key \"{}\" stands twice", name));
    }
    open_.back().key = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& /*error*/) override {
    return stop(fmt::format("no JSON at byte {}", position));
  }

  Value result;
  std::string reason;

 private:
  struct Level {
    Value value;
    std::string key;  // the member to come, of an object
  };

  bool stop(std::string why) {
    reason = std::move(why);
    return false;
  }
  bool put(Value value) {
    if (open_.empty()) {
      result = std::move(value);
    } else if (auto* list = open_.back().value.get_if<Value::List>()) {
      list->push_back(std::move(value));
    } else {
      open_.back().value.get_if<Value::Map>()->emplace(std::move(open_.back().key),
                                                       std::move(value));
    }
    return true;
  }
  bool open(Value value) {
    if (open_.size() == 200) return stop("more than 200 levels");
    open_.push_back({std::move(value), {}});
    return true;
  }
  bool close() {
    Value done = std::move(open_.back().value);
    open_.pop_back();
    return put(std::move(done));
  }

  std::vector<Level> open_;
};

}  // namespace

std::optional<Value> parse_json(std::string_view text, std::string& reason) {
  Builder builder;
  if (nlohmann::json::sax_parse(text, &builder)) return std::move(builder.result);
  reason = std::move(builder.reason);
  return {};
}

}  // namespace headway::inline v0
