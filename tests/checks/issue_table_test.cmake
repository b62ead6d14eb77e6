# cmake -DSOURCE_DIR=<repository> -P issue_table_test.cmake
#
# Fails when the table of codes in lib/README.md says something else than the
# code: a code, its category, or the file that reports it.
cmake_minimum_required(VERSION 3.25)

set(row_pattern "^\\| ([A-Z_]+) \\| `([a-z_/]+)` \\| (.*) \\|$")
set(code_pattern "[A-Z0-9]+(_[A-Z0-9]+)+")
set(category_kError ERROR)
set(category_kWarning WARNING)
set(category_kSecurityWarning SECURITY_WARNING)
set(category_kSuggestion SUGGESTION)

# listed_<code> = "category file" of each row that has the code.
set(listed)
file(STRINGS "${SOURCE_DIR}/lib/README.md" rows REGEX "${row_pattern}")
foreach(row IN LISTS rows)
  string(REGEX MATCH "${row_pattern}" row "${row}")
  set(category "${CMAKE_MATCH_1}")
  set(place "${CMAKE_MATCH_2}")
  string(REGEX MATCHALL "${code_pattern}" codes "${CMAKE_MATCH_3}")
  foreach(code IN LISTS codes)
    list(APPEND listed "${code}")
    list(APPEND listed_${code} "${category} ${place}")
  endforeach()
endforeach()
if(NOT listed)
  message(FATAL_ERROR "no table of codes in ${SOURCE_DIR}/lib/README.md")
endif()

# reported_<code> = the same, of each file that uses the code's constant.
set(reported)
file(GLOB sources RELATIVE "${SOURCE_DIR}/lib" "${SOURCE_DIR}/lib/checks/*.cc"
  "${SOURCE_DIR}/lib/policy/*.cc")
foreach(source IN LISTS sources)
  file(READ "${SOURCE_DIR}/lib/${source}" text_${source})
endforeach()
foreach(header checks/codes.h policy/check.h)
  file(READ "${SOURCE_DIR}/lib/${header}" text)
  string(REGEX MATCHALL
    "Check k[A-Za-z0-9]+{[ \n]*\"[A-Z0-9_]+\",[ \n]*Severity::k[A-Za-z]+"
    checks "${text}")
  foreach(check IN LISTS checks)
    string(REGEX MATCH "Check (k[A-Za-z0-9]+){[ \n]*\"([A-Z0-9_]+)\",[ \n]*Severity::(k[A-Za-z]+)"
      check "${check}")
    set(name "${CMAKE_MATCH_1}")
    set(code "${CMAKE_MATCH_2}")
    set(category "${category_${CMAKE_MATCH_3}}")
    list(APPEND reported "${code}")
    foreach(source IN LISTS sources)
      if(text_${source} MATCHES "checks::${name}[^A-Za-z0-9]")
        string(REGEX REPLACE "\\.cc$" "" place "${source}")
        list(APPEND reported_${code} "${category} ${place}")
      endif()
    endforeach()
  endforeach()
endforeach()

set(codes ${listed} ${reported})
list(REMOVE_DUPLICATES codes)
foreach(code IN LISTS codes)
  list(SORT listed_${code})
  list(SORT reported_${code})
  if(NOT "${listed_${code}}" STREQUAL "${reported_${code}}")
    message(SEND_ERROR "${code}: lib/README.md has \"${listed_${code}}\", "
      "the code \"${reported_${code}}\"")
  endif()
endforeach()
