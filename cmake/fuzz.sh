#!/usr/bin/env bash
# fuzz.sh [<seconds>]
# Builds the libFuzzer targets with Clang (AddressSanitizer and
# UndefinedBehaviorSanitizer on) and runs each for that long, 60 seconds by
# default, from the seeds in tests/fuzz/corpus/<target>. Inputs it finds are
# kept under build/fuzz/corpus, so that the next run goes on from there.
# Exits non-zero at the first finding; with 0, having said so, where Clang or
# its runtime is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
source cmake/packages.sh

seconds=${1:-60}
# Clang's libFuzzer is a package of its own, and not there on every system.
probe=$(mktemp -d)
trap 'rm -rf "$probe"' EXIT
echo 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long)
{ return 0; }' >"$probe/probe.cc"
if ! clang++ -fsanitize=fuzzer,address,undefined "$probe/probe.cc" \
    -o "$probe/probe" 2>"$probe/log"; then
  echo "no fuzzing: clang++ with its libFuzzer and sanitizer runtimes is missing"
  head -n 3 "$probe/log"
  exit 0
fi
cmake --preset fuzz "${iameval_cmake_options[@]}"
cmake --build --preset fuzz
shopt -s nullglob
fuzzers=(build/fuzz/tests/*_fuzzer)
for fuzzer in "${fuzzers[@]}"; do
  name=$(basename "$fuzzer")
  corpus=build/fuzz/corpus/$name
  mkdir -p "$corpus"
  inputs=("$corpus")
  if [[ -d tests/fuzz/corpus/$name ]]; then
    inputs+=("tests/fuzz/corpus/$name")
  fi
  options=(-max_total_time="$seconds" -timeout=10 -print_final_stats=1
    -artifact_prefix="$corpus-")
  if [[ $name == evaluate_fuzzer ]]; then
    # Its bytes are choices, not text. Each input reaches so much of the code
    # that weighing inputs by rare features takes longer than running them.
    options+=(-entropic=0)
  else
    options+=(-dict=tests/fuzz/policy.dict)
  fi
  "$fuzzer" "${options[@]}" "${inputs[@]}" 2>&1 |
    grep --line-buffered -vE '^#[0-9]+[[:space:]]+(NEW|REDUCE|RELOAD|pulse) |^"'
  echo "$name: nothing found in $seconds seconds"
done
echo "${#fuzzers[@]} fuzzers ran"
if ((${#fuzzers[@]} == 0)); then
  exit 1
fi
