# Finds RE2 as the target re2::re2. RE2 has a CMake package only where it was
# itself built with CMake; Debian 12 builds it with make, so pkg-config is the
# second way.
find_package(re2 CONFIG QUIET)
if(NOT TARGET re2::re2)
  find_package(PkgConfig QUIET)
  if(PkgConfig_FOUND)
    pkg_check_modules(re2 QUIET IMPORTED_TARGET re2)
  endif()
  if(TARGET PkgConfig::re2)
    add_library(re2::re2 INTERFACE IMPORTED)
    target_link_libraries(re2::re2 INTERFACE PkgConfig::re2)
  endif()
endif()
if(TARGET re2::re2)
  set(re2_target re2::re2)
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(re2 REQUIRED_VARS re2_target)
