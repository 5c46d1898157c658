// Files of /proc, read.
#include "process_stat.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <memory>

namespace headway::inline v0 {
namespace {

std::string first_bytes(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "re"),
                                                             std::fclose);
  std::array<char, 1024> buffer;
  const auto count = file ? std::fread(buffer.data(), 1, buffer.size(), file.get()) : 0;
  return {buffer.data(), count};
}

}  // namespace

/// The fields follow the name, which may hold anything, `)` too.
std::optional<ProcessStat> stat_of(std::int64_t pid) {
  const std::string text = first_bytes("/proc/" + std::to_string(pid) + "/stat");
  auto at = text.rfind(')');
  if (at == std::string::npos || at + 2 >= text.size()) return std::nullopt;
  at += 2;
  ProcessStat stat{.state = text[at]};
  constexpr int session_field = 6;
  constexpr int start_field = 22;
  const char* const end = text.data() + text.size();
  for (int field = 4; field <= start_field; ++field) {  // field 3 is the state
    at = text.find(' ', at + 1);
    if (at == std::string::npos) return std::nullopt;
    if (field == session_field) std::from_chars(text.data() + at + 1, end, stat.session);
  }
  std::from_chars(text.data() + at + 1, end, stat.start_ticks);
  return stat;
}

std::string read_boot_id() {
  std::string text = first_bytes("/proc/sys/kernel/random/boot_id");
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace headway::inline v0
