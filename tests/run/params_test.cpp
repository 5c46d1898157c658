// Params from the command line and from files.
#include "support/catch.hpp"
#include "support/pipelines.hpp"

#include <headway/run/params.hpp>

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

using namespace headway;
using namespace pipelines;

namespace {

Pipeline pipeline_with_params() {
  Param target{.name = "target", .type = {Type::Kind::enumeration, {}, {"dev", "prod"}}};
  Param rates{.name = "rates", .type = list_of({Type::Kind::floating})};
  return of({},
            {param("epochs", Type::Kind::integer), param("rate", Type::Kind::floating),
             param("title", Type::Kind::string), target, rates, param("more", Type::Kind::json)});
}

/// What `-p name=text` says: the value as JSON, or the finding as a person reads it.
std::string said(std::string_view name, std::string_view text) {
  Diagnostics found;
  const auto value = parse_param(pipeline_with_params(), name, text, found);
  return value ? to_json(*value) : render(found);
}

/// A params file of its own, gone with the test.
class ParamsFile {
 public:
  explicit ParamsFile(std::string_view text)
      : path_(std::filesystem::temp_directory_path() /
              ("headway-params-" + std::to_string(::getpid()) + ".yaml")) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~ParamsFile() { std::remove(path_.c_str()); }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("strings and enums are taken raw and all else as JSON") {
  CHECK(said("title", "5") == "\"5\"");
  CHECK(said("title", "") == "\"\"");
  CHECK(said("target", "prod") == "\"prod\"");
  CHECK(said("epochs", "5") == "5");
}

TEST_CASE("an int becomes a float where a float is due") {
  CHECK(said("rate", "1") == "1.0");
  CHECK(said("rates", "[1, 0.5]") == "[1.0,0.5]");
}

TEST_CASE("an ill-typed value is shown as it was typed") {
  CHECK(
      said("epochs", "many") ==
      "command line:1:4: error[wrong-type]: the value given for \"epochs\" is \"many\", which is no "
      "int\n"
      "  1 | -p epochs=many\n"
      "    |    ^\n"
      "  = an int is a whole number, such as 3\n");
}

TEST_CASE("a word that the enum lacks comes with likely ones") {
  CHECK_THAT(said("target", "prd"), Catch::Contains("did you mean \"prod\"?"));
}

TEST_CASE("an unknown name comes with likely ones") {
  CHECK_THAT(said("epoch", "5"),
             Catch::Contains("error[unknown-param]") && Catch::Contains("\"epochs\""));
}

TEST_CASE("text that is no value at all is of the wrong type whatever that is") {
  CHECK_THAT(said("epochs", "[1,"), Catch::Contains("error[wrong-type]"));
  CHECK_THAT(said("more", "{\"a\": 1"), Catch::Contains("given for \"more\" is no json"));
  CHECK(said("more", "{\"a\": 1}") == "{\"a\":1}");
}

TEST_CASE("a params file gives values by name and the same rules hold") {
  const ParamsFile file("rate: 2\ntitle: run\n");
  Diagnostics found;
  const Values values = read_params_file(pipeline_with_params(), file.path(), found);
  CHECK(found.empty());
  CHECK(values == Values{{"rate", 2.0}, {"title", "run"}});
}

TEST_CASE("a name in a params file that is no param is told in the name of the file") {
  const ParamsFile file("speed: 2\n");
  Diagnostics found;
  read_params_file(pipeline_with_params(), file.path(), found);
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "unknown-param");
  CHECK(found[0].span.source->name == file.path());
}

TEST_CASE("a params file that is no map or not there is told") {
  const ParamsFile file("[1, 2]\n");
  Diagnostics found;
  read_params_file(pipeline_with_params(), file.path(), found);
  read_params_file(pipeline_with_params(), file.path() + ".gone", found);
  REQUIRE(found.size() == 2);
  CHECK(found[0].code == "wrong-type");
  CHECK(found[1].code == "unreadable-file");
}

TEST_CASE("a wrong value in a params file is told by its name") {
  const ParamsFile file("epochs: 1.5\n");
  Diagnostics found;
  read_params_file(pipeline_with_params(), file.path(), found);
  REQUIRE(found.size() == 1);
  CHECK(render(found).find(file.path() +
                           ":1:9: error[wrong-type]: the value given for \"epochs\"") == 0);
  CHECK(found[0].path == "params.epochs");
}

TEST_CASE("a value beyond the bounds of its param is told where it was given") {
  Pipeline pipeline = pipeline_with_params();
  pipeline.params[0].max = std::int64_t{5};
  const ParamsFile file("title: run\nepochs: 9\n");
  Diagnostics found;
  CHECK_FALSE(parse_param(pipeline, "epochs", "6", found));
  CHECK(read_params_file(pipeline, file.path(), found) == Values{{"title", "run"}});
  REQUIRE(found.size() == 2);
  CHECK(found[0].span.source->name == "command line");
  CHECK(found[0].notes == std::vector<std::string>{"it may be at most 5"});
  CHECK(found[1].span.line == 2);
}

TEST_CASE("names of params are listed for who missed them") {
  CHECK_THAT(said("speed", "1"),
             Catch::Contains("its params: epochs, rate, title, target, rates, more"));
}
