// Length-prefixed frames on a stream, and the scalars and texts inside them.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace headway::inline v0 {

// Both ends are one program on one machine: numbers travel in the machine's own byte order.

/// Appends one frame to a buffer: `[u32 length of the rest][u8 kind][body]`.
class FrameWriter {
 public:
  FrameWriter(std::string& out, std::uint8_t kind) : out_(out), begin_(out.size()) {
    put(std::uint32_t{0});
    put(kind);
  }
  template <class Number>
  void put(Number number) {
    static_assert(std::is_arithmetic_v<Number>);
    out_.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  void put(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    out_.append(text);
  }
  void put(const std::vector<std::string>& texts) {
    put(static_cast<std::uint32_t>(texts.size()));
    for (const auto& text : texts) put(std::string_view(text));
  }
  void finish() {
    const auto length = static_cast<std::uint32_t>(out_.size() - begin_ - sizeof(std::uint32_t));
    std::memcpy(out_.data() + begin_, &length, sizeof length);
  }

 private:
  std::string& out_;
  std::size_t begin_;
};

/// Reads one frame's body. Past its end everything reads as zero and `ok()` turns false.
class FrameReader {
 public:
  explicit FrameReader(std::string_view body) : rest_(body) {}

  template <class Number>
  Number take() {
    Number number{};
    if (const auto bytes = cut(sizeof number); bytes.size() == sizeof number) {
      std::memcpy(&number, bytes.data(), sizeof number);
    }
    return number;
  }
  std::string text() { return std::string(cut(take<std::uint32_t>())); }
  std::vector<std::string> texts() {
    std::vector<std::string> result;
    for (auto left = take<std::uint32_t>(); left > 0 && ok_; --left) result.push_back(text());
    return result;
  }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  std::string_view cut(std::size_t size) {
    ok_ = ok_ && size <= rest_.size();
    if (!ok_) return {};
    const auto bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }

  std::string_view rest_;
  bool ok_ = true;
};

/// Bytes as they come, cut into frames.
class FrameBuffer {
 public:
  void append(std::string_view bytes) {
    bytes_.erase(0, read_);
    read_ = 0;
    bytes_.append(bytes);
  }
  /// The next whole frame, kind first; valid until the next `append`.
  std::optional<std::string_view> next() {
    const auto rest = std::string_view(bytes_).substr(read_);
    std::uint32_t length = 0;
    if (rest.size() < sizeof length) return std::nullopt;
    std::memcpy(&length, rest.data(), sizeof length);
    if (length == 0 || rest.size() - sizeof length < length) return std::nullopt;
    read_ += sizeof length + length;
    return rest.substr(sizeof length, length);
  }

 private:
  std::string bytes_;
  std::size_t read_ = 0;  // of bytes_, already handed out
};

}  // namespace headway::inline v0
