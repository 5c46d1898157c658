// Rails: columns of lines that are open while dependents are still to come.
#include "rails.hpp"

#include <headway/view/layout.hpp>

#include <algorithm>
#include <set>

namespace headway::inline v0 {

namespace {

using Index = std::uint32_t;

// A cell is what its four sides connect to.
constexpr unsigned up = 1, down = 2, left = 4, right = 8;

std::string_view box(unsigned sides) {
  static constexpr std::string_view characters[] = {" ", "╵", "╷", "│", "╴", "╯", "╮", "┤",
                                                    "╶", "╰", "╭", "├", "─", "┴", "┬", "┼"};
  return characters[sides];
}

/// An open line: the tasks that are still to join it.
struct Line {
  std::set<Index> dependents{};
  bool operator==(const Line&) const = default;
};

class Drawing {
 public:
  explicit Drawing(const Chart& chart) : before_(chart.cards.size()), after_(chart.cards.size()) {
    for (const auto& arrow : chart.arrows) {
      if (arrow.from == arrow.to) continue;
      before_[arrow.to].insert(arrow.from);
      after_[arrow.from].insert(arrow.to);
    }
  }

  /// The task's line of the drawing; lines open and close.
  Rail draw(Index card) {
    const std::vector<std::size_t> joined = lines_to(card);
    std::vector<unsigned> cells = passing();
    for (std::size_t column : joined) lines_[column].dependents.erase(card);
    const Line next{after_[card]};
    const std::size_t own = column_for(next, joined);
    cells.resize(std::max(cells.size(), own + 1), 0);
    const bool merges = lines_.size() > own && lines_[own] == next && !next.dependents.empty() &&
                        !std::count(joined.begin(), joined.end(), own);
    connect(cells, joined, own);
    mark_own(cells[own], next, merges, joined);
    open(own, next);
    return {card, line(cells, own, joined), line(passing(), 0, {}), cells.size() * 2,
            lines_.size() * 2};
  }

 private:
  /// Columns of the lines that lead to the task.
  [[nodiscard]] std::vector<std::size_t> lines_to(Index card) const {
    std::vector<std::size_t> columns;
    for (std::size_t c = 0; c < lines_.size(); ++c) {
      if (lines_[c].dependents.contains(card)) columns.push_back(c);
    }
    return columns;
  }

  /// A line with the same dependents to merge into; else the last joined line where it ends here;
  /// else the first free column to the right of all joined lines.
  [[nodiscard]] std::size_t column_for(const Line& next,
                                       const std::vector<std::size_t>& joined) const {
    const std::size_t last = joined.empty() ? 0 : joined.back();
    for (std::size_t c = joined.empty() ? 0 : last + 1; c < lines_.size(); ++c) {
      if (!next.dependents.empty() && lines_[c] == next) return c;
    }
    if (!joined.empty() && lines_[last].dependents.empty()) return last;
    std::size_t column = joined.empty() ? 0 : last + 1;
    while (column < lines_.size() && !lines_[column].dependents.empty()) ++column;
    return column;
  }

  /// The horizontal stroke from the first joined line to the task's own column.
  void connect(std::vector<unsigned>& cells, const std::vector<std::size_t>& joined,
               std::size_t own) const {
    for (std::size_t column : joined) {
      cells[column] = up;
      if (!lines_[column].dependents.empty()) cells[column] |= down;
      if (column != own) cells[column] |= right;
      if (column != joined.front()) cells[column] |= left;
    }
    if (!joined.empty() && joined.front() != own) cells[own] |= left;
  }

  static void mark_own(unsigned& cell, const Line& next, bool merges,
                       const std::vector<std::size_t>& joined) {
    if (merges) cell |= up | down | left;
    if (!next.dependents.empty()) cell |= down;
    if (!merges && (cell & (up | left)) != left) cell |= right;
    if (joined.empty() && next.dependents.empty()) cell = right;
  }

  void open(std::size_t own, const Line& next) {
    if (lines_.size() <= own) lines_.resize(own + 1);
    lines_[own] = next;
    while (!lines_.empty() && lines_.back().dependents.empty()) lines_.pop_back();
  }

  [[nodiscard]] std::vector<unsigned> passing() const {
    std::vector<unsigned> cells;
    for (const auto& line : lines_) cells.push_back(line.dependents.empty() ? 0 : up | down);
    return cells;
  }

  /// Cells with a column between them, which the horizontal stroke crosses.
  static std::string line(const std::vector<unsigned>& cells, std::size_t own,
                          const std::vector<std::size_t>& joined) {
    const std::size_t from = joined.empty() ? own : joined.front();
    std::string text;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const bool crossed = c > from && c < own && cells[c] == 0;
      text += crossed ? "─" : box(cells[c]);
      text += c >= from && c < own ? "─" : " ";
    }
    return text;
  }

  std::vector<std::set<Index>> before_;
  std::vector<std::set<Index>> after_;
  std::vector<Line> lines_;  // by column; without dependents: free
};

}  // namespace

std::vector<Rail> rails(const Chart& chart, std::size_t most_columns) {
  std::vector<LayoutEdge> edges;
  for (const auto& arrow : chart.arrows) edges.push_back({arrow.from, arrow.to, 0});
  Drawing drawing(chart);
  std::vector<Rail> result;
  bool narrow = !edges.empty();
  for (Index card : drawing_order(static_cast<Index>(chart.cards.size()), edges)) {
    result.push_back(narrow ? drawing.draw(card) : Rail{card});
    narrow = narrow && result.back().width <= 2 * most_columns;
  }
  if (narrow) return result;
  for (auto& rail : result) rail = Rail{rail.card};
  return result;
}

}  // namespace headway::inline v0
