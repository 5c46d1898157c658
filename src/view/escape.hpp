// Escapes: names come from users, and a view must neither break nor be broken into by them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// `text` as one line of valid UTF-8 without invisible commands: control characters, line breaks,
/// bidirectional overrides and broken bytes are spelled out (`\n`, `\x1b`, `\u{202e}`).
std::string visible(std::string_view text);

/// `visible`, for element text and attributes of XML.
std::string xml_escaped(std::string_view text);

/// `visible`, for a quoted string of DOT.
std::string dot_escaped(std::string_view text);

/// Columns of a terminal that `visible` text takes: 2 for East Asian wide ones and emoji, 0 for
/// combining marks.
std::size_t columns(std::string_view visible_text);

/// Width of `visible` text in a proportional sans-serif font, in units of the font size. An
/// estimate on the wide side, since the font is the viewer's.
double em_width(std::string_view visible_text);

/// `visible_text` cut in its middle with `…` so that it is at most `ems` wide.
std::string shortened(std::string_view visible_text, double ems);

/// The same for a terminal.
std::string shortened_to_columns(std::string_view visible_text, std::size_t most);

/// `visible_text` with blanks behind it, up to `width` columns.
std::string padded(std::string_view visible_text, std::size_t width);

}  // namespace headway::inline v0
