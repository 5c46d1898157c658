# Installs the library, its headers, the program, and a CMake package with the targets headway::core and headway::headway.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/headway)

install(TARGETS headway_core EXPORT headwayCoreTargets FILE_SET HEADERS)
install(TARGETS headway EXPORT headwayTargets ARCHIVE)
if(HEADWAY_CLI)
  install(TARGETS headway_program RUNTIME)
endif()

install(EXPORT headwayCoreTargets NAMESPACE headway:: DESTINATION ${package_dir})
install(EXPORT headwayTargets NAMESPACE headway:: DESTINATION ${package_dir})

configure_package_config_file(cmake/headwayConfig.cmake.in ${PROJECT_BINARY_DIR}/headwayConfig.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/headwayConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/headwayConfig.cmake ${PROJECT_BINARY_DIR}/headwayConfigVersion.cmake
  DESTINATION ${package_dir})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
