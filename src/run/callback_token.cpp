// Making and checking callback tokens.
#include "callback_token.hpp"

#include <headway/base/digest.hpp>
#include <headway/base/error.hpp>
#include <headway/run/folders.hpp>

#include <charconv>
#include <fstream>
#include <iterator>
#include <random>

namespace headway::inline v0 {

namespace {

constexpr std::size_t code_length = 32;  // hexadecimal digits: 128 bits

std::string read_key(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// 256 random bits of the data folder's own.
std::string key_of(const std::string& data_folder) {
  const std::string path = data_folder + "/callback.key";
  std::string key = read_key(path);
  if (!key.empty()) return key;
  std::random_device random;
  std::string bits;
  for (int i = 0; i < 8; ++i) bits += std::to_string(random()) + ' ';
  write_private_file(path, hex(sha256(bits)));
  return read_key(path);
}

/// HMAC-SHA256 (RFC 2104) of the ids; the key is shorter than a block.
std::string code_of(const std::string& data_folder, std::string_view ids) {
  std::string key = key_of(data_folder);
  key.resize(64, '\0');
  std::string inner = key;
  std::string outer = key;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  const Digest digest = sha256(inner.append(ids));
  outer.append(reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size());
  return hex(sha256(outer)).substr(0, code_length);
}

std::string ids_of(const CallbackToken& whose) {
  return to_string(whose.job) + '.' + std::to_string(whose.instance.value) + '.' +
         std::to_string(whose.attempt);
}

bool take_number(std::string_view& text, std::uint32_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool take_point(std::string_view& text) {
  if (!text.starts_with('.')) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string token_of(const std::string& data_folder, const CallbackToken& whose) {
  const std::string ids = ids_of(whose);
  return ids + '.' + code_of(data_folder, ids);
}

std::optional<CallbackToken> parse_token(std::string_view token) {
  CallbackToken whose;
  if (token.size() < 8 || !parse(token.substr(0, 8), whose.job)) return {};
  token.remove_prefix(8);
  const bool whole = take_point(token) && take_number(token, whose.instance.value) &&
                     take_point(token) && take_number(token, whose.attempt) && take_point(token) &&
                     token.size() == code_length;
  return whole ? std::optional(whose) : std::nullopt;
}

bool is_token_of(const std::string& data_folder, std::string_view token) {
  const auto whose = parse_token(token);
  if (!whose) return false;
  const std::string genuine = token_of(data_folder, *whose);
  if (genuine.size() != token.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < token.size(); ++i) {
    difference |= static_cast<unsigned char>(genuine[i] ^ token[i]);
  }
  return difference == 0;
}

}  // namespace headway::inline v0
