// Fuzzing the reader: no input may crash it, and what it accepts must survive being saved.
#include <headway/yaml/load.hpp>
#include <headway/yaml/save.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto loaded = headway::yaml::read(text, "a.yaml");
  static_cast<void>(headway::render(loaded.diagnostics));
  if (loaded.diagnostics.has_errors()) return 0;
  auto saved = headway::yaml::save(loaded.pipeline);
  auto again = headway::yaml::read(saved, "a.yaml");
  if (again.diagnostics.has_errors() || !(again.pipeline == loaded.pipeline)) std::abort();
  return 0;
}
