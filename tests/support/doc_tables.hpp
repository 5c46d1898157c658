// Tables of the docs, so that tests can hold them to their word.
#pragma once

#include <cstddef>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

/// Rows of cells; the first row is the heading.
using DocTable = std::vector<std::vector<std::string>>;

inline std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t at = 1; at < line.size();) {
    const std::size_t end = line.find('|', at);
    if (end == std::string::npos) break;
    const std::size_t first = line.find_first_not_of(' ', at);
    const std::size_t last = line.find_last_not_of(' ', end - 1);
    cells.push_back(first >= end ? std::string() : line.substr(first, last - first + 1));
    at = end + 1;
  }
  return cells;
}

/// The words in backticks.
inline std::vector<std::string> quoted_words(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = text.find('`'); at != std::string::npos;) {
    const std::size_t end = text.find('`', at + 1);
    words.push_back(text.substr(at + 1, end - at - 1));
    at = text.find('`', end + 1);
  }
  return words;
}

/// The table of docs/semantics.md whose first cell is `heading`.
inline DocTable semantics_table(const std::string& heading) {
  std::ifstream page(HEADWAY_TESTS_DIR "/../docs/semantics.md");
  DocTable table;
  for (std::string line; std::getline(page, line);) {
    const bool row = line.starts_with('|');
    if (table.empty() && line.starts_with("| " + heading + " |"))
      table.push_back(cells_of(line));
    else if (!table.empty() && !row)
      break;
    else if (!table.empty() && !line.starts_with("|-"))
      table.push_back(cells_of(line));
  }
  if (table.size() < 2) throw std::runtime_error("no table of " + heading);
  return table;
}
