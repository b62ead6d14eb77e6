# cmake -DSOURCE_DIR=<repository> -P layering_test.cmake
#
# Fails when a file includes what its layer may not see, so that the hot path
# (runtime) cannot come to depend on JSON or on the document model by accident.
# The lines below are the architecture; lib/README.md says why each is as it is.
cmake_minimum_required(VERSION 3.25)

set(sees_base)
set(sees_json      base)
set(sees_policy    base json)
set(sees_checks    base json policy)
set(sees_automata  base)
set(sees_program   base automata)
set(sees_compiler  base policy automata program)
set(sees_runtime   base automata program)
set(sees_engine    base policy automata program compiler runtime)
set(sees_cases     base json)
set(sees_services  base json automata)

# Every layer may include Abseil, RE2 and the public headers.
set(layers base json policy checks automata program compiler runtime engine
  cases services)

set(simdjson_users)
file(GLOB_RECURSE files RELATIVE "${SOURCE_DIR}"
  "${SOURCE_DIR}/lib/*.h" "${SOURCE_DIR}/lib/*.cc")
if(NOT files)
  message(FATAL_ERROR "no sources under ${SOURCE_DIR}/lib")
endif()
foreach(file IN LISTS files)
  if(NOT file MATCHES "^lib/([a-z_]+)/")
    message(SEND_ERROR "${file}: in no layer")
    continue()
  endif()
  set(layer "${CMAKE_MATCH_1}")
  if(NOT layer IN_LIST layers)
    message(SEND_ERROR "${file}: ${layer} is not a layer")
  endif()
  file(STRINGS "${SOURCE_DIR}/${file}" lines REGEX "^[ \t]*#[ \t]*include")
  foreach(line IN LISTS lines)
    if(line MATCHES "simdjson")
      list(APPEND simdjson_users "${file}")
    elseif(line MATCHES "\"([^\"/]+)/[^\"]*\"")
      set(target "${CMAKE_MATCH_1}")
      if(NOT target IN_LIST sees_${layer}
          AND NOT target MATCHES "^(${layer}|iameval|absl|re2)$")
        message(SEND_ERROR "${file}: ${layer} may not include ${target}")
      endif()
    elseif(line MATCHES "\"")
      message(SEND_ERROR "${file}: includes start at lib/ or include/: ${line}")
    endif()
  endforeach()
endforeach()

# simdjson.h costs seconds to compile, and only json/ knows of it.
list(LENGTH simdjson_users count)
if(count GREATER 1 OR NOT "${simdjson_users}" MATCHES "^(lib/json/[^/]+\\.cc)?$")
  message(SEND_ERROR "only one .cc, in json/, may include simdjson: "
    "${simdjson_users}")
endif()

# Public headers are installed, and show no other library than absl::Status and
# absl::StatusOr.
file(READ "${SOURCE_DIR}/CMakeLists.txt" build)
file(GLOB_RECURSE public RELATIVE "${SOURCE_DIR}" "${SOURCE_DIR}/include/*.h")
foreach(file IN LISTS public)
  if(NOT build MATCHES "[ \n]${file}[ \n)]")
    message(SEND_ERROR "${file}: not installed by CMakeLists.txt")
  endif()
  file(STRINGS "${SOURCE_DIR}/${file}" lines REGEX "^[ \t]*#[ \t]*include[^<]*\"")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES "\"(iameval/|absl/status/status(or)?\\.h\")"
        AND NOT (file MATCHES "/testing/" AND line MATCHES "\"g(mock|test)/"))
      message(SEND_ERROR "${file}: not for a public header: ${line}")
    endif()
  endforeach()
endforeach()

# Programs are built on the public headers; the example of a test on
# GoogleTest's as well.
file(GLOB_RECURSE programs RELATIVE "${SOURCE_DIR}"
  "${SOURCE_DIR}/examples/*.h" "${SOURCE_DIR}/examples/*.cc")
foreach(file IN LISTS programs)
  get_filename_component(folder "${SOURCE_DIR}/${file}" DIRECTORY)
  file(STRINGS "${SOURCE_DIR}/${file}" lines REGEX "^[ \t]*#[ \t]*include[^<]*\"")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE ".*\"([^\"]*)\".*" "\\1" target "${line}")
    if(NOT target MATCHES "^(iameval|absl|CLI)/"
        AND NOT (file MATCHES "_test\\.cc$" AND target MATCHES "^g(mock|test)/")
        AND NOT EXISTS "${folder}/${target}"
        AND NOT EXISTS "${SOURCE_DIR}/examples/${target}")
      message(SEND_ERROR "${file}: programs use public headers only: ${target}")
    endif()
  endforeach()
endforeach()
