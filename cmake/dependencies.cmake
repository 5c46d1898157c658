# What headway is built with; docs/design/dependencies.md says why each. Nothing is downloaded.
find_package(Threads REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(Boost 1.74 REQUIRED)  # headers of Boost.Graph
find_package(yaml-cpp 0.7 REQUIRED)
find_package(simdjson REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
if(HEADWAY_HTTP)
  find_package(CURL 7.85 REQUIRED)
endif()
if(HEADWAY_CLI)
  find_package(CLI11 2.1 REQUIRED)
endif()

# yaml-cpp names its target yaml-cpp up to 0.7 and yaml-cpp::yaml-cpp from 0.8.
if(TARGET yaml-cpp::yaml-cpp)
  set(HEADWAY_YAML_CPP yaml-cpp::yaml-cpp)
else()
  set(HEADWAY_YAML_CPP yaml-cpp)
endif()

# Paths below the sources are hashed as relative ones, so that every checkout shares one cache.
find_program(CCACHE ccache)
if(CCACHE AND PROJECT_IS_TOP_LEVEL)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()
