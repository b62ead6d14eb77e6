# What a bare Debian 12 lacks, and how to get it. Sourced by the scripts beside
# it and by .ci/run; the names are those of Debian 12.

iameval_build_packages=(cmake g++ libabsl-dev libcli11-dev libre2-dev
  libsimdjson-dev ninja-build pkg-config)
iameval_test_packages=(libbenchmark-dev libgmock-dev libgtest-dev python3)
iameval_fuzz_packages=(clang libclang-rt-dev)
# Tests that need a browser are skipped without it.
iameval_browser_packages=(chromium)

# iameval_install <package>...
# Installs those that are missing; needs no network when none is. Returns 1,
# having said what to do by hand, when it cannot install them.
iameval_install() {
  if ! command -v dpkg-query >/dev/null; then
    echo "This is not Debian, so what is installed is not checked. The build" \
      "needs what Debian calls: $*"
    return 0
  fi
  local package missing=()
  for package in "$@"; do
    if [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) \
        != installed ]]; then
      missing+=("$package")
    fi
  done
  if ((${#missing[@]} == 0)); then
    return 0
  fi
  local as_root=()
  if [[ $(id -u) != 0 ]]; then
    as_root=(sudo)
  fi
  if ! command -v apt-get >/dev/null ||
      ! command -v "${as_root[0]:-env}" >/dev/null; then
    echo "Please install these packages, then run this again:" \
      "${missing[*]}" >&2
    return 1
  fi
  echo "Installing ${missing[*]}"
  if ! { "${as_root[@]}" apt-get -q -q update &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -q \
        -o Dpkg::Use-Pty=0 install --yes --no-install-recommends \
        "${missing[@]}" >/dev/null; }; then
    echo "apt-get could not install: ${missing[*]}" >&2
    return 1
  fi
}

# CMake options for every script: ccache where there is one.
iameval_cmake_options=()
if command -v ccache >/dev/null; then
  iameval_cmake_options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi
