// A diff as text: a paragraph a section, what belongs to one name below it, values beside their
// keys.
#include <headway/base/utf8.hpp>
#include <headway/view/diff.hpp>

#include <algorithm>

namespace headway::inline v0 {
namespace {

using yaml::Tree;
using Kind = Difference::Kind;

constexpr std::size_t width = 100;
constexpr std::size_t most_comparisons = 1'000'000;  // of lines with lines

char sign_of(Kind kind) {
  switch (kind) {
    case Kind::added: return '+';
    case Kind::removed: return '-';
    case Kind::changed: return '~';
    case Kind::renamed: return '>';
  }
  return '~';
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    lines.push_back(line);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return lines;
}

/// Lengths of the longest shared subsequence of all tails of two texts.
class SharedLines {
 public:
  SharedLines(const std::vector<std::string_view>& before,
              const std::vector<std::string_view>& after)
      : columns_(after.size() + 1), lengths_((before.size() + 1) * columns_) {
    for (std::size_t i = before.size(); i-- > 0;) {
      for (std::size_t j = after.size(); j-- > 0;) {
        const bool same = before[i] == after[j];
        lengths_[i * columns_ + j] =
            same ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
  }
  [[nodiscard]] std::size_t at(std::size_t i, std::size_t j) const {
    return lengths_[i * columns_ + j];
  }

 private:
  std::size_t columns_;
  std::vector<std::size_t> lengths_;
};

/// Lines that left and lines that came; of those that stayed the neighbours.
std::string changed_lines(std::string_view before, std::string_view after,
                          const std::string& indent) {
  const auto old_lines = lines_of(before);
  const auto new_lines = lines_of(after);
  std::string text;
  const auto put = [&](char sign, std::string_view line) {
    text.append(indent).append(1, sign).append(line.empty() ? "" : " ") += escaped(line) + '\n';
  };
  if (old_lines.size() * new_lines.size() > most_comparisons) {
    for (auto line : old_lines) put('-', line);
    for (auto line : new_lines) put('+', line);
    return text;
  }
  const SharedLines shared(old_lines, new_lines);
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < old_lines.size() || j < new_lines.size()) {
    const bool both = i < old_lines.size() && j < new_lines.size();
    if (both && old_lines[i] == new_lines[j]) {
      put(' ', old_lines[i++]);
      ++j;
    } else if (i < old_lines.size() &&
               (j == new_lines.size() || shared.at(i + 1, j) >= shared.at(i, j + 1))) {
      put('-', old_lines[i++]);
    } else {
      put('+', new_lines[j++]);
    }
  }
  return text;
}

bool has_lines(const Tree& tree) {
  return tree.kind == Tree::Kind::text && tree.word.find('\n') != std::string::npos;
}

std::string joined(const std::vector<std::string>& path, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < path.size(); ++i) text += (text.empty() ? "" : ".") + path[i];
  return escaped(text);
}

/// Sections whose entries have names and keys of their own.
bool has_entries(const std::string& section) {
  return section == "tasks" || section == "on_failure" || section == "finally";
}

class DiffWriter {
 public:
  std::string write(const PipelineDiff& differences) {
    for (std::size_t i = 0; i < differences.size(); ++i) {
      if (i == 0 || !is_same_group(differences[i - 1], differences[i])) {
        widest_ = widest_key(differences, i);
      }
      line(differences[i]);
    }
    return std::move(text_);
  }

 private:
  /// How many keys of a path are told by the lines above.
  static std::size_t told(const Difference& difference) {
    const auto& path = difference.path;
    if (path.size() == 1) return 0;
    const bool entry = path.size() > 2 && has_entries(path[0]);
    return entry ? 2 : 1;
  }

  static bool is_same_group(const Difference& a, const Difference& b) {
    const auto depth = static_cast<std::ptrdiff_t>(told(a));
    return told(a) == told(b) && std::equal(a.path.begin(), a.path.begin() + depth, b.path.begin());
  }

  /// The widest key of the group that begins here, so that values stand in a column.
  static std::size_t widest_key(const PipelineDiff& differences, std::size_t begin) {
    constexpr std::size_t widest_column = 24;
    std::size_t widest = 0;
    for (auto i = begin; i < differences.size(); ++i) {
      if (!is_same_group(differences[begin], differences[i])) break;
      const auto size = joined(differences[i].path, told(differences[i])).size();
      if (size <= widest_column) widest = std::max(widest, size);
    }
    return widest;
  }

  void line(const Difference& difference) {
    const auto depth = told(difference);
    head(difference, depth);
    const std::string indent(2 * depth, ' ');
    const std::string key = joined(difference.path, depth);
    if (difference.kind == Kind::renamed) return renamed(difference, indent);
    text_.append(indent).append(1, sign_of(difference.kind)).append(" ").append(key);
    const std::string space(widest_ + 2 - std::min(widest_, key.size()), ' ');
    if (difference.kind == Kind::changed) return changed(difference, indent, space);
    const bool came = difference.kind == Kind::added;
    whole(came ? difference.after : difference.before, difference.path, indent, space);
  }

  /// Names the section and the entry that a line is in, once.
  void head(const Difference& difference, std::size_t depth) {
    const auto& path = difference.path;
    const std::string section = depth > 0 ? path[0] : std::string();
    if (section != section_ || (depth == 0 && !text_.empty() && !section_.empty())) {
      if (!text_.empty()) text_ += '\n';
      if (!section.empty()) text_ += section + '\n';
      section_ = section;
      entry_.clear();
    }
    const std::string entry = depth > 1 ? path[1] : std::string();
    if (!entry.empty() && entry != entry_) text_ += "  ~ " + escaped(entry) + '\n';
    entry_ = entry;
  }

  void renamed(const Difference& difference, const std::string& indent) {
    text_ += indent + "> " + escaped(difference.before.word) + " → " +
             escaped(difference.after.word) + '\n';
    entry_ = difference.after.word;
  }

  void changed(const Difference& difference, const std::string& indent, const std::string& space) {
    const auto& before = difference.before;
    const auto& after = difference.after;
    const std::string deeper = indent + "    ";
    if (has_lines(before) || has_lines(after)) {
      text_ += '\n' + changed_lines(before.word, after.word, deeper);
      return;
    }
    const std::string from = line_of(before);
    const std::string to = line_of(after);
    if (indent.size() + widest_ + from.size() + to.size() + 8 <= width) {
      text_ += space + from + " → " + to + '\n';
    } else {
      text_ += '\n' + deeper + "- " + from + '\n' + deeper + "+ " + to + '\n';
    }
  }

  /// What came or left as a whole; a task by its keys.
  void whole(const Tree& tree, const std::vector<std::string>& path, const std::string& indent,
             const std::string& space) {
    const bool task = path.size() == 2 && has_entries(path[0]);
    if (!task && !has_lines(tree)) {
      text_ += space + line_of(tree) + '\n';
      return;
    }
    text_ += '\n';
    const std::string deeper = indent + "    ";
    if (!task) return block(tree, deeper);
    for (const auto& part : tree.parts) {
      text_.append(deeper).append(part.key).append(":");
      if (!has_lines(part)) {
        text_ += ' ' + line_of(part) + '\n';
        continue;
      }
      text_ += '\n';
      block(part, deeper + "  ");
    }
  }

  void block(const Tree& tree, const std::string& indent) {
    for (auto line : lines_of(tree.word)) text_ += indent + escaped(line) + '\n';
  }

  std::string text_;
  std::string section_;
  std::string entry_;
  std::size_t widest_ = 0;
};

}  // namespace

std::string text(const PipelineDiff& differences) { return DiffWriter().write(differences); }

}  // namespace headway::inline v0
