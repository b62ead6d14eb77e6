# Warnings and sanitizers are this project's own business: a project that
# builds iameval as a part of itself is left alone.

if(PROJECT_IS_TOP_LEVEL AND IAMEVAL_SANITIZE)
  add_compile_options("-fsanitize=${IAMEVAL_SANITIZE}"
    -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options("-fsanitize=${IAMEVAL_SANITIZE}")
endif()
if(PROJECT_IS_TOP_LEVEL AND IAMEVAL_BUILD_FUZZERS)
  # So that libFuzzer sees the library's branches, not only the fuzzer's own.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

if(IAMEVAL_PROFILE STREQUAL "generate")
  add_link_options(-fprofile-generate)
endif()

# Profiles lie beside the object files: a build uses those that its own folder
# has from when it generated them. What no run reached is compiled as always.
function(iameval_profile target)
  if(NOT IAMEVAL_PROFILE)
    return()
  endif()
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    message(FATAL_ERROR "IAMEVAL_PROFILE needs g++")
  endif()
  if(IAMEVAL_PROFILE STREQUAL "generate")
    target_compile_options(${target} PRIVATE -fprofile-generate)
  elseif(IAMEVAL_PROFILE STREQUAL "use")
    target_compile_options(${target} PRIVATE -fprofile-use
      -fprofile-correction -fprofile-partial-training -Wno-missing-profile)
  else()
    message(FATAL_ERROR "IAMEVAL_PROFILE is \"${IAMEVAL_PROFILE}\", expected "
      "generate, use or nothing")
  endif()
endfunction()

function(iameval_warnings target)
  if(NOT PROJECT_IS_TOP_LEVEL)
    return()
  endif()
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU"
      AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # g++ 12 sees overlapping copies in any "literal" + std::string
    # (https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105651).
    target_compile_options(${target} PRIVATE -Wno-restrict)
  endif()
  if(IAMEVAL_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
