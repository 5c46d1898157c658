// Rows of the table `results`, each with its checksum.
#include "results.hpp"

#include "checksum.hpp"

#include <headway/event/codec.hpp>

#include <string_view>
#include <utility>

namespace headway::inline v0 {
namespace {

std::int64_t checksum_of(const CachedResult& result, std::string_view body) {
  RowChecksum sum;
  sum.add(result.key).add(to_string(result.job)).add(result.time.us);
  return sum.add(std::int64_t{result.ended.instance.value}).add(body).value(0);
}

}  // namespace

ResultWriter::ResultWriter(const Connection& connection)
    : replace_(connection,
               "INSERT OR REPLACE INTO results(key, job, time, instance, body, checksum) "
               "VALUES(?, ?, ?, ?, ?, ?)") {}

void ResultWriter::write(const CachedResult& result) {
  const std::string job = to_string(result.job);
  const std::string body = encode(Fact(result.ended));
  replace_.bind(1, result.key);
  replace_.bind(2, job);
  replace_.bind(3, result.time.us);
  replace_.bind(4, std::int64_t{result.ended.instance.value});
  replace_.bind(5, body);
  replace_.bind(6, checksum_of(result, body));
  replace_.finish();
}

std::optional<CachedResult> read_result(const Connection& connection, const std::string& key) {
  Statement found(connection,
                  "SELECT job, time, instance, body, checksum FROM results WHERE key = ?");
  found.bind(1, key);
  if (!found.step()) return {};
  CachedResult result{.key = key, .time = {found.number(1)}};
  result.ended.instance.value = static_cast<std::uint32_t>(found.number(2));
  const bool whole =
      parse(found.text(0), result.job) && found.number(4) == checksum_of(result, found.text(3));
  if (!whole) return {};
  try {
    result.ended = std::get<InstanceEnded>(decode("instance_ended", found.text(3)));
  } catch (const Error&) {  // a word that this version does not know
    return {};
  }
  return result;
}

}  // namespace headway::inline v0
