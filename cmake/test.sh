#!/usr/bin/env bash
# Installs what is missing (cmake/packages.sh), builds everything with warnings
# as errors, and runs every test. Takes no arguments.
# IAMEVAL_PAIRS sets how many random pairs of policies and request the
# differential test compares (tests/README.md).
set -euo pipefail
cd "$(dirname "$0")/.."
source cmake/packages.sh

iameval_install "${iameval_build_packages[@]}" "${iameval_test_packages[@]}"
cmake --preset release -DIAMEVAL_WERROR=ON -DIAMEVAL_BUILD_TESTING=ON \
  -DIAMEVAL_BUILD_MATCHERS=ON -DIAMEVAL_BUILD_BENCHMARKS=ON \
  "${iameval_cmake_options[@]}"
cmake --build --preset release
ctest --preset release -j "$(nproc)"
