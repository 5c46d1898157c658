// The folders of a job.
#include "../base/descriptor.hpp"

#include <headway/base/digest.hpp>
#include <headway/base/error.hpp>
#include <headway/run/folders.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace headway::inline v0 {

namespace {

[[noreturn]] void fail(const char* what, const std::string& path) {
  throw SessionError(std::string("cannot ") + what + " " + path + ": " + std::strerror(errno));
}

bool is_made(const std::string& path) {
  return ::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST;
}

/// Of a pipeline, whose name is free text: no two names have one, and most are their own. What no
/// folder can be called is written `%2F`; of a name that is too long only the digest stays.
std::string folder_name(std::string_view name) {
  constexpr std::size_t longest = 200;  // bytes; a file system allows 255
  constexpr std::string_view digits = "0123456789ABCDEF";
  const bool leads_elsewhere = name == "." || name == "..";
  std::string folder;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (c != '/' && c != '%' && byte >= 0x20 && byte != 0x7F && !leads_elsewhere) {
      folder += c;
    } else {
      folder += {'%', digits[byte >> 4U], digits[byte & 0xFU]};
    }
  }
  if (!folder.empty() && folder.size() <= longest) return folder;
  return "%~" + hex(sha256(name));
}

}  // namespace

void make_folder(const std::string& path) {
  if (is_made(path)) return;
  const auto parent = path.rfind('/');
  if (errno != ENOENT || parent == std::string::npos || parent == 0) fail("make the folder", path);
  make_folder(path.substr(0, parent));
  if (!is_made(path)) fail("make the folder", path);
}

void write_private_file(const std::string& path, std::string_view text) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!file.valid() || !write_all(file.get(), text)) fail("write", path);
}

std::string Folders::job(JobId id) const { return data_ + "/jobs/" + to_string(id); }

std::string Folders::attempt(JobId job, InstanceId instance, Attempt attempt) const {
  return this->job(job) + '/' + std::to_string(instance.value) + '/' + std::to_string(attempt);
}

std::string Folders::make_attempt(JobId job, InstanceId instance, Attempt attempt) const {
  std::string folder = this->attempt(job, instance, attempt);
  if (is_made(folder + "/output")) return folder;  // as a rule: it was made when it was intended
  for (const std::string& made :
       {folder.substr(0, folder.rfind('/')), folder, folder + "/output"}) {
    if (!is_made(made)) fail("make the folder", made);
  }
  return folder;
}

std::string Folders::make_checkpoint(JobId job, InstanceId instance) const {
  std::string folder = this->job(job) + '/' + std::to_string(instance.value) + "/checkpoint";
  make_folder(folder);
  return folder;
}

std::string Folders::shared(std::string_view pipeline) const {
  return data_ + "/pipelines/" + folder_name(pipeline) + "/shared";
}

std::string Folders::make_empty() const {
  std::string folder = data_ + "/empty";
  make_folder(folder);
  return folder;
}

std::string Folders::absolute(std::string_view beneath) const {
  if (beneath.starts_with('/')) return std::string(beneath);
  return data_ + '/' + std::string(beneath);
}

}  // namespace headway::inline v0
