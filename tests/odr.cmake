# The ODR units: two translation units that include every public header, linked into every test, so that a
# function in a header that forgot `inline` is defined twice and fails at once.
get_target_property(headers headway_core HEADER_SET)
list(TRANSFORM headers REPLACE ".*/include/(.*)" "#include <\\1>")
list(JOIN headers "\n" everything)
foreach(unit first second)
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/odr_${unit}.cpp CONTENT "${everything}\n")
endforeach()
add_library(headway_odr OBJECT ${CMAKE_CURRENT_BINARY_DIR}/odr_first.cpp ${CMAKE_CURRENT_BINARY_DIR}/odr_second.cpp)
target_link_libraries(headway_odr PRIVATE headway_core headway_settings)
