// headway schema: what editors read to complete and check pipeline files.
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/yaml/schema.hpp>

namespace headway::cli {

int schema() {
  std::string text = yaml::schema();
  text.pop_back();  // print ends the line
  print(text);
  return done;
}

}  // namespace headway::cli
