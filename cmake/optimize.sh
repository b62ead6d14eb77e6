#!/usr/bin/env bash
# optimize.sh [<CMake option>...]
# Builds the libraries, the command-line program and the benchmarks under
# build/optimized with profile-guided optimization (g++): first counting
# branches, then, after the benchmark has run on its own data, compiled for what
# was counted. `cmake --install build/optimized` installs the result. Takes
# about three times as long as a build without.
set -euo pipefail
cd "$(dirname "$0")/.."
source cmake/packages.sh

iameval_install "${iameval_build_packages[@]}" libbenchmark-dev
folder=build/optimized
benchmarks=(decision_bench glob_bench)
# Without ccache: an object file and its profile must be of one compilation.
options=(-DIAMEVAL_BUILD_TESTING=OFF -DIAMEVAL_BUILD_BENCHMARKS=ON "$@")

# build <value of IAMEVAL_PROFILE> <target>...
build() {
  cmake --preset release -B "$folder" -DIAMEVAL_PROFILE="$1" \
    "${options[@]}" >/dev/null
  shift
  cmake --build "$folder" --target "$@"
}

# Nothing of an earlier build is to be counted.
rm -rf "$folder"
build generate "${benchmarks[@]}"
echo "Counting branches"
# The data of the benchmark's own, so that the result depends on nothing else.
# Loading is rare beside deciding, but not to be compiled as if it were.
IAMEVAL_WORKLOAD='' "$folder/bench/decision_bench" --rounds=1 \
  --only=w1,w2,scp,w3,w4 --benchmark_min_time=0.05 >/dev/null
IAMEVAL_WORKLOAD='' "$folder/bench/decision_bench" --rounds=20 --only=w4 \
  >/dev/null
IAMEVAL_WORKLOAD='' "$folder/bench/glob_bench" --rounds=1 --only=sets >/dev/null
build use all
IAMEVAL_WORKLOAD='' "$folder/bench/decision_bench" --check
