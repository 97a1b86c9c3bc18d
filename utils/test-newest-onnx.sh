#!/usr/bin/env bash
# Judges the ops by the node tests of the newest onnx release. Optional: it installs that release
# under build/, for which PyPI must be reachable, and needs the unit tests to be built.
#
#   utils/test-newest-onnx.sh [BUILD]      BUILD: the build folder, build/release if not given
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=${1:-build/release}
venv=build/onnx-newest
if [ ! -x "$build/bin/ExecTests" ]; then
  echo "test-newest-onnx: $build/bin/ExecTests is not built" >&2
  exit 2
fi
if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --upgrade onnx numpy pillow; } >"$venv.log" 2>&1; then
  echo "test-newest-onnx: SKIPPED, onnx cannot be installed from PyPI (see $venv.log)"
  exit 0
fi
"$venv/bin/python" -W ignore utils/write-onnx-tests.py build/onnx-newest-data
FIXCON_ONNX_TESTDATA=$PWD/build/onnx-newest-data "$build/bin/ExecTests" --gtest_filter='NodeTests.*'
