// File text: reading up to the limit, and no further.
#include "file_text.hpp"

#include "document.hpp"

#include <cstdio>
#include <filesystem>
#include <memory>

namespace headway::inline v0::yaml {

std::optional<std::string> file_text(const std::string& path) {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) return {};
  constexpr std::size_t block = std::size_t{1} << 16U;
  std::string bytes;
  auto limit = largest_yaml;
  while (bytes.size() <= limit) {
    auto size = bytes.size();
    bytes.resize(size + block);
    auto count = std::fread(bytes.data() + size, 1, block, file.get());
    bytes.resize(size + count);
    if (std::ferror(file.get()) != 0) return {};
    if (count < block) break;
    if (size == 0 && looks_like_json(bytes, path)) limit = largest_json;
  }
  return bytes;
}

std::string folder_of(const std::string& path) {
  std::error_code ignored;  // a lost working directory leaves the path as it is
  auto absolute = std::filesystem::absolute(path, ignored);
  return (ignored ? std::filesystem::path(path) : absolute)
      .lexically_normal()
      .parent_path()
      .string();
}

Diagnostic about_file(std::string code, std::string message, std::string_view name,
                      std::vector<std::string> notes) {
  auto source = std::make_shared<Source>();
  source->name = name;
  return {.code = std::move(code),
          .message = std::move(message),
          .span = {std::move(source)},
          .notes = std::move(notes)};
}

}  // namespace headway::inline v0::yaml
