// Writing and reading session records.
#include "session_record.hpp"

#include <array>
#include <string_view>

#include <fcntl.h>

namespace headway::inline v0 {
namespace {

constexpr const char* file_name = "/exit";
constexpr std::string_view success = "none";  // no cause

std::string read_whole(const std::string& path, bool& exists) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  exists = file.valid();
  std::string text;
  std::array<char, 4096> buffer;
  while (exists) {
    const auto count = ::read(file.get(), buffer.data(), buffer.size());
    if (count <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return text;
}

/// `end none`, `end exit_code(3)`, `end spawn_failed exec x: no such file`. What another version
/// wrote and this one does not know is no success: the session is lost.
Finished parse_end(std::string_view line) {
  const auto space = line.find(' ');
  const auto word = line.substr(0, space);
  Finished end;
  if (word != success) {
    end.cause = parse_cause(word).value_or(Cause{.kind = Cause::Kind::node_lost});
  }
  if (space != std::string_view::npos) end.message = line.substr(space + 1);
  return end;
}

void take_line(std::string_view line, SessionRecord& record) {
  if (line.starts_with("process ")) record.process = parse_process_identity(line.substr(8));
  if (line.starts_with("end ")) record.end = parse_end(line.substr(4));
}

std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

}  // namespace

std::optional<SessionRecord> read_record(const std::string& folder) {
  bool exists = false;
  const std::string text = read_whole(folder + file_name, exists);
  if (!exists) return std::nullopt;
  SessionRecord record;
  std::string_view rest = text;
  for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    take_line(rest.substr(0, end), record);
    rest.remove_prefix(end + 1);
  }
  return record;
}

SessionRecordWriter SessionRecordWriter::create(const std::string& folder) {
  SessionRecordWriter writer;
  const std::string path = folder + file_name;
  writer.file_.reset(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600));
  return writer;
}

void SessionRecordWriter::started(const ProcessIdentity& process) const {
  write_all(file_.get(), "process " + to_string(process) + '\n');
}

void SessionRecordWriter::ended(const Finished& end) const {
  std::string line = "end ";
  line += end.cause.kind == Cause::Kind::none ? success : to_string(end.cause);
  if (!end.message.empty()) line += ' ' + one_line(end.message);
  write_all(file_.get(), line + '\n');
}

void SessionRecordWriter::ended_with_engine() const {
  write_all(file_.get(), "ended_with_engine\n");
}

void forget_record(const std::string& folder) { ::unlink((folder + file_name).c_str()); }

}  // namespace headway::inline v0
