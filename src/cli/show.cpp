// headway show: draw a pipeline file or a job.
#include "cli/pipeline_file.hpp"
#include "cli/report.hpp"
#include "cli/text_file.hpp"
#include "cli/verbs.hpp"

#include <headway/base/error.hpp>
#include <headway/run/clock.hpp>
#include <headway/run/history.hpp>
#include <headway/view/chart.hpp>
#include <headway/view/dot.hpp>
#include <headway/view/svg.hpp>
#include <headway/view/text.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>

namespace headway::cli {

namespace {

/// A job, or an Error that says that there is no such file either.
JobId find(const History& history, const std::string& what) try {
  return history.find(what);
} catch (const StoreError&) {
  throw;
} catch (const Error& unknown) {
  throw Error('"' + what + "\" is no file, and " + unknown.what());
}

Chart chart_of(const ShowOptions& options) {
  if (std::filesystem::exists(options.what)) return Chart(read_pipeline(options.what));
  const History history(options.at.store, options.at.data);
  return Chart(history.status(find(history, options.what)), SystemClock().now());
}

std::string format_of(const ShowOptions& options) {
  if (!options.format.empty()) return options.format;
  const std::string ending = std::filesystem::path(options.out).extension().string();
  if (ending == ".svg" || ending == ".dot") return ending.substr(1);
  return "text";
}

std::string draw(const Chart& chart, const std::string& format) {
  if (format == "svg") return svg(chart);
  if (format == "dot") return dot(chart);
  return text(chart);
}

}  // namespace

int show(const ShowOptions& options) {
  const std::string format = format_of(options);
  const std::string picture = draw(chart_of(options), format);
  if (!options.out.empty()) {
    write_text(options.out, picture);
  } else if (options.at.json) {
    const nlohmann::ordered_json json{{"format", format}, {"picture", picture}};
    print(json.dump());
  } else {
    print(picture);
  }
  return done;
}

}  // namespace headway::cli
