#!/usr/bin/env bash
# Installs the Debian packages that building and testing fixcon need, those that are missing only.
#
#   utils/setup.sh [--sanitize]      --sanitize: also what the sanitizer build needs (clang)
#
# Run it, or let demo.sh and test.sh run it. It says what it is going to install before it does, as root
# or by sudo, and is silent and quick when nothing is missing.
set -euo pipefail

packages=(
  build-essential cmake ninja-build ccache git pkg-config
  llvm-19-dev llvm-19-tools              # LogicalResult and friends; lit, FileCheck, not, split-file
  libprotobuf-dev protobuf-compiler      # ONNX
  libflatbuffers-dev flatbuffers-compiler
  libeigen3-dev libcxxopts-dev nlohmann-json3-dev
  libre2-dev                             # the regular expressions of ONNX
  libjpeg62-turbo-dev libpng-dev libwebp-dev zlib1g-dev libzip-dev
  libgtest-dev libbenchmark-dev
  libonnx-testdata python3               # tests: the outside judge of ops, and lit
)
sanitize_packages=(clang-19 libclang-rt-19-dev llvm-19)

fail() {
  echo "setup: $*" >&2
  exit 1
}

missing_of() {
  local package
  for package in "$@"; do
    if [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" != installed ]; then
      echo "$package"
    fi
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  fi
}

install_packages() {
  if ! command -v apt-get >/dev/null; then
    fail "no apt-get here; these are missing: $*"
  fi
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    fail "neither root nor sudo; as root, run: apt-get install $*"
  fi
  echo "setup: going to install by apt-get: $*"
  local log
  log=$(mktemp)
  if ! { as_root apt-get update && as_root apt-get install -y --no-install-recommends "$@"; } </dev/null >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    fail "the installation failed; all of its output: $log"
  fi
  rm -f "$log"
  echo "setup: installed"
}

main() {
  local argument
  for argument in "$@"; do
    case $argument in
      --sanitize) packages+=("${sanitize_packages[@]}") ;;
      *) fail "unknown argument '$argument'; usage: setup.sh [--sanitize]" ;;
    esac
  done
  if ! command -v dpkg-query >/dev/null; then
    fail "this is no Debian system; install what corresponds to: ${packages[*]}
then: cmake --preset release && cmake --build --preset release && ctest --preset release"
  fi
  local missing
  mapfile -t missing < <(missing_of "${packages[@]}")
  if [ "${#missing[@]}" -gt 0 ]; then
    install_packages "${missing[@]}"
  fi
}

main "$@"
