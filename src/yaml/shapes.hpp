// Shapes: the values that many keys take.
#pragma once

#include "readers.hpp"

namespace headway::inline v0::yaml {

inline constexpr double largest_count = 4'294'967'295;

inline constexpr Shape text_shape{.forms = form_text};
inline constexpr Shape texts_shape{.forms = form_list, .item = &text_shape};
inline constexpr Shape text_map_shape{.forms = form_map, .value = &text_shape};
inline constexpr Shape any_shape{};
inline constexpr Shape any_map_shape{.forms = form_map, .value = &any_shape};
inline constexpr Shape boolean_shape{.forms = form_boolean};
inline constexpr Shape number_shape{.forms = form_number};
inline constexpr Shape count_shape{.forms = form_integer, .least = 0, .most = largest_count};
inline constexpr Shape positive_shape{.forms = form_integer, .least = 1, .most = largest_count};
inline constexpr Shape expression_shape{.forms = form_expression};
inline constexpr Shape duration_shape{.forms = form_duration,
                                      .pattern =
                                          "(?=.)"
                                          "(([0-9]+\\.?[0-9]*|\\.[0-9]+)d)?"
                                          "(([0-9]+\\.?[0-9]*|\\.[0-9]+)h)?"
                                          "(([0-9]+\\.?[0-9]*|\\.[0-9]+)m)?"
                                          "(([0-9]+\\.?[0-9]*|\\.[0-9]+)s)?"
                                          "(([0-9]+\\.?[0-9]*|\\.[0-9]+)ms)?"
                                          "(([0-9]+\\.?[0-9]*|\\.[0-9]+)us)?"};
inline constexpr Shape type_shape{.forms = form_text,
                                  .pattern =
                                      "( *(list|map|optional) *\\()* *"
                                      "(bool|int|float|string|enum|json|file|directory)[ )]*"};
/// Of a type word alone: an enum has its words beside it.
inline constexpr std::string_view short_type_pattern =
    "( *(list|map|optional) *\\()* *(bool|int|float|string|json|file|directory)[ )]*";
inline constexpr Shape counted_shape{.forms = form_quantity,
                                     .pattern = "[0-9]+\\.?[0-9]*|\\.[0-9]+"};
inline constexpr Shape bytes_shape{.forms = form_quantity,
                                   .pattern = "([0-9]+\\.?[0-9]*|\\.[0-9]+)([KMGTPE]i|[kKMGTPE])?"};
inline constexpr Shape task_shape{.forms = form_map | form_null, .keys = task_table};
inline constexpr Shape tasks_shape{.forms = form_map, .value = &task_shape};
inline constexpr Shape enum_words_shape{.forms = form_list, .fewest = 1, .item = &text_shape};
inline constexpr Shape boolean_or_null = or_null(boolean_shape);
inline constexpr Shape text_or_null = or_null(text_shape);
inline constexpr Shape texts_or_null = or_null(texts_shape);
inline constexpr Shape duration_or_null = or_null(duration_shape);

}  // namespace headway::inline v0::yaml
