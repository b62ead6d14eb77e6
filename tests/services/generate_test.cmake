# cmake -DSOURCE_DIR=... -DPYTHON=... -DWORK_DIR=... -P generate_test.cmake
#
# generate.py makes of the sample package what is committed beside it, and the
# tables of its JSON file are those of the package.
cmake_minimum_required(VERSION 3.25)

set(script "${SOURCE_DIR}/lib/services/generate.py")
set(here "${SOURCE_DIR}/tests/services")

function(generate package)
  execute_process(COMMAND "${PYTHON}" "${script}" "${package}" ${ARGN}
    RESULT_VARIABLE result ERROR_VARIABLE error)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "generate.py ${package}: ${error}")
  endif()
endfunction()

function(expect_same expected found)
  file(READ "${expected}" a)
  file(READ "${found}" b)
  if(NOT a STREQUAL b)
    message(SEND_ERROR "${found} differs from ${expected}")
  endif()
endfunction()

file(MAKE_DIRECTORY "${WORK_DIR}")
generate("${here}/package"
  --json "${WORK_DIR}/sample.json" --cc "${WORK_DIR}/tables.txt")
expect_same("${here}/sample.json" "${WORK_DIR}/sample.json")
expect_same("${here}/sample_tables.txt" "${WORK_DIR}/tables.txt")
generate("${here}/sample.json" --cc "${WORK_DIR}/again.txt")
expect_same("${here}/sample_tables.txt" "${WORK_DIR}/again.txt")

# A package that is not as expected is refused with its name.
execute_process(
  COMMAND "${PYTHON}" "${script}" "${here}" --json "${WORK_DIR}/none.json"
  RESULT_VARIABLE result ERROR_VARIABLE error)
if(result EQUAL 0 OR NOT error MATCHES "tests/services: .*package.json")
  message(SEND_ERROR "generate.py should name what is missing: ${error}")
endif()
