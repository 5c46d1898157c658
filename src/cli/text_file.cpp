// Texts that come from a file and go to one.
#include "cli/text_file.hpp"

#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/base/error.hpp>

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace headway::cli {

namespace {

std::string as_json(const Conversion& conversion) {
  using Json = nlohmann::ordered_json;
  Json json{{conversion.key, conversion.text}};
  json.update(Json::parse(to_json(conversion.diagnostics)));
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

void write_text(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw Error("cannot write " + path + ": " + std::strerror(errno));
  say("wrote " + printable(path));
}

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  file.peek();  // a folder can be opened, and fails here
  if (!file.is_open() || file.bad()) {
    throw UsageError(printable(path) + " cannot be read: " + std::strerror(errno));
  }
  return {std::istreambuf_iterator<char>(file), {}};
}

int deliver(const Conversion& conversion) {
  if (!conversion.diagnostics.empty()) report(conversion.diagnostics);
  if (conversion.json) print(as_json(conversion));
  if (conversion.diagnostics.has_errors()) return invalid_input;
  if (!conversion.out.empty()) write_text(conversion.out, conversion.text);
  if (conversion.out.empty() && !conversion.json) print(conversion.text);
  return done;
}

}  // namespace headway::cli
