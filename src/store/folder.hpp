// The folder of a store, made private; and the descriptors opened in it.
#pragma once

#include <string>
#include <string_view>

namespace headway::inline v0 {

/// Owns a file descriptor.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  ~FileDescriptor() { close(); }
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
      close();
      fd_ = other.release();
    }
    return *this;
  }

  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool open() const { return fd_ >= 0; }
  int release();
  void close();

 private:
  int fd_ = -1;
};

/// `path` without dots and from `/`; it need not exist.
std::string absolute_path(const std::string& path);

/// Makes the folder and those above it that are missing, itself with mode 0700. Throws StoreError.
void make_private_folder(const std::string& path);

/// Makes a folder's entries survive a power cut. Throws StoreError.
void sync_folder(const std::string& path);

/// Whether an errno tells of the disk or the machine, not of who owns what lies there.
bool is_of_the_disk(int error);

/// Throws StoreError: `cannot <doing> "<path>": <errno in words>; <next>`.
[[noreturn]] void throw_errno(std::string_view doing, std::string_view path, int error);

}  // namespace headway::inline v0
