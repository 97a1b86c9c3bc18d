#!/usr/bin/env bash
# Sets up, builds, and repairs the bundled pair: test/Inputs/demo says how it was made and what is wrong in it.
# Everything that is written goes to build/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

utils/setup.sh
cmake --preset release
cmake --build --preset release

bin=build/release/bin
pair=test/Inputs/demo
out=build/demo
mkdir -p "$out"

run() {
  printf '\n$ %s\n' "$*"
  "$@"
}

run "$bin/fixcon" repair "$pair/source.onnx" "$pair/target.onnx" --data "$pair/pictures" \
  --preprocess-source "$pair/preprocess-source.json" --preprocess-target "$pair/preprocess-target.json" \
  -o "$out/repaired.onnx" --json "$out/report.json"

# The preprocessing is no part of an ONNX file: the repaired model is fed by the recipe that the report found.
run "$bin/fixcon" check "$pair/source.onnx" "$out/repaired.onnx" --data "$pair/pictures" \
  --preprocess "$pair/preprocess-source.json"

printf '\nrepaired model: %s\nreport:         %s\n' "$out/repaired.onnx" "$out/report.json"
