# Compiler settings of headway's own targets; they do not reach a program that links it.
add_library(headway_settings INTERFACE)
target_compile_features(headway_settings INTERFACE cxx_std_20)
target_compile_options(headway_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wimplicit-fallthrough
  $<$<BOOL:${HEADWAY_WARNINGS_AS_ERRORS}>:-Werror>
  # g++ 12 warns of its own <variant> and <string> once they are inlined; not of our code.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-restrict>
  # Designated initialisers that leave the rest to its defaults are our options structs at work.
  -Wno-missing-field-initializers)
if(HEADWAY_SANITIZE)
  add_compile_options(-fsanitize=${HEADWAY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${HEADWAY_SANITIZE})
endif()
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
