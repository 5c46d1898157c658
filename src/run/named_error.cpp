// Named errors, read when an attempt has ended.
#include "named_error.hpp"

#include <headway/base/name.hpp>
#include <headway/base/utf8.hpp>

#include <array>
#include <fstream>
#include <utility>

namespace headway::inline v0 {

namespace {

constexpr std::size_t longest_message = 1'000;  // bytes

/// The first line, cut and made UTF-8.
std::string first_line(std::string_view words) {
  words = words.substr(0, words.find('\n'));
  if (words.ends_with('\r')) words.remove_suffix(1);
  std::string line;
  while (!words.empty() && line.size() < longest_message) {
    const auto point = take_code_point(words);
    line += point.valid ? point.bytes : std::string_view("\xEF\xBF\xBD");
  }
  return line;
}

constexpr std::pair<std::string_view, Cause::Kind> marks[] = {
    {"!exception ", Cause::Kind::exception},
    {"!non_recoverable ", Cause::Kind::non_recoverable},
    {"!output_invalid ", Cause::Kind::output_invalid}};

/// `DataNotReady: no rows yet`, or the name alone.
bool begins_with_name(std::string_view line) { return is_name(line.substr(0, line.find(':'))); }

}  // namespace

Finished with_own_words(Finished end, std::string_view words) {
  end.message = first_line(words);
  for (const auto& [mark, kind] : marks) {
    if (!end.message.starts_with(mark)) continue;
    end.message.erase(0, mark.size());
    end.cause = {.kind = kind};
    return end;
  }
  if (begins_with_name(end.message)) end.cause = {.kind = Cause::Kind::error};
  return end;
}

Finished with_named_error(Finished end, const std::string& attempt_folder) {
  if (end.cause.kind != Cause::Kind::exit_code) return end;
  std::ifstream file(attempt_folder + '/' + std::string(error_file), std::ios::binary);
  std::array<char, longest_message + 4> bytes{};
  file.read(bytes.data(), bytes.size());
  const std::string_view words(bytes.data(), static_cast<std::size_t>(file.gcount()));
  return words.empty() ? std::move(end) : with_own_words(std::move(end), words);
}

}  // namespace headway::inline v0
