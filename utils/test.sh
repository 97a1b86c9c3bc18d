#!/usr/bin/env bash
# Sets up, builds and runs every test; fails if one fails. Any folder, any user, no terminal needed.
#
#   utils/test.sh [--sanitize | --ndebug]     --sanitize: the build with address and undefined behaviour sanitizers
#                                             --ndebug: the build without assertions
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=release
setup=()
for argument in "$@"; do
  case $argument in
    --sanitize) preset=sanitize setup=(--sanitize) ;;
    --ndebug) preset=ndebug ;;
    *) echo "test: unknown argument '$argument'; usage: test.sh [--sanitize | --ndebug]" >&2; exit 2 ;;
  esac
done

utils/setup.sh "${setup[@]}"
cmake --preset "$preset"
cmake --build --preset "$preset"
ctest --preset "$preset" --parallel "$(nproc)"
