# cmake -DPROGRAM=<program> -DEXPECTED=<file> -P expect_output.cmake
# Fails unless the program exits with 0, writes nothing to standard error and
# what the file holds to standard output.
execute_process(COMMAND "${PROGRAM}"
  OUTPUT_VARIABLE output ERROR_VARIABLE error RESULT_VARIABLE result)
file(READ "${EXPECTED}" expected)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${PROGRAM}: exit status ${result}\n${error}")
endif()
if(NOT error STREQUAL "")
  message(FATAL_ERROR "${PROGRAM}: wrote to standard error:\n${error}")
endif()
if(NOT output STREQUAL expected)
  message(FATAL_ERROR
    "${PROGRAM}: printed\n${output}\nand ${EXPECTED} holds\n${expected}")
endif()
