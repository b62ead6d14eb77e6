# Installation: the libraries, their headers, the CMake package and the
# pkg-config file. The command-line program installs itself (examples/).
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/iameval")

install(TARGETS iameval iameval_service_reference
  EXPORT iameval-targets FILE_SET HEADERS)
install(EXPORT iameval-targets
  NAMESPACE iameval:: DESTINATION "${package_dir}")
if(TARGET iameval_matchers)
  install(TARGETS iameval_matchers
    EXPORT iameval-matchers-targets FILE_SET HEADERS)
  install(EXPORT iameval-matchers-targets
    NAMESPACE iameval:: DESTINATION "${package_dir}")
endif()

configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/iameval-config.cmake.in"
  "${PROJECT_BINARY_DIR}/iameval-config.cmake"
  INSTALL_DESTINATION "${package_dir}")
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/iameval-config-version.cmake"
  COMPATIBILITY SameMinorVersion)

file(RELATIVE_PATH iameval_pc_to_prefix
  "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
set(iameval_pc_cflags)
if(BUILD_SHARED_LIBS)
  set(iameval_pc_cflags " -DIAMEVAL_SHARED")
endif()
set(iameval_pc_requires_private
  "absl_flat_hash_map absl_flat_hash_set absl_str_format absl_strings simdjson")
configure_file("${PROJECT_SOURCE_DIR}/cmake/iameval.pc.in"
  "${PROJECT_BINARY_DIR}/iameval.pc" @ONLY)

install(FILES
    "${PROJECT_BINARY_DIR}/iameval-config.cmake"
    "${PROJECT_BINARY_DIR}/iameval-config-version.cmake"
  DESTINATION "${package_dir}")
configure_file("${PROJECT_SOURCE_DIR}/cmake/iameval_service_reference.pc.in"
  "${PROJECT_BINARY_DIR}/iameval_service_reference.pc" @ONLY)
install(FILES
    "${PROJECT_BINARY_DIR}/iameval.pc"
    "${PROJECT_BINARY_DIR}/iameval_service_reference.pc"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}")
