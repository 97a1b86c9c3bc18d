#!/usr/bin/env bash
# Fuzzes the readers: builds the fuzz preset (clang, address and undefined behaviour sanitizers) and runs each
# target, one after the other. An input that crashes, hangs or takes too much memory is kept in
# build/fuzz/findings; it goes to unittests/Fuzz/Corpus/<target>/regress-<what it shows> once it is understood.
#
#   utils/fuzz.sh [--runs=N] [TARGET...]        N: inputs for each target, by default 1000000;
#                                               TARGET: onnx, tflite, text, binary, picture, array, recipe, report; by default all
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
runs=1000000
targets=()
for argument in "$@"; do
  case $argument in
    --runs=*) runs=${argument#--runs=} ;;
    onnx | tflite | text | binary | picture | array | recipe | report) targets+=("$argument") ;;
    *) echo "fuzz: unknown argument '$argument'; usage: fuzz.sh [--runs=N] [TARGET...]" >&2; exit 2 ;;
  esac
done
[[ ${#targets[@]} -gt 0 ]] || targets=(onnx tflite text binary picture array recipe report)

cmake --preset fuzz
cmake --build --preset fuzz
export UBSAN_OPTIONS=print_stacktrace=1
bad=0
for target in "${targets[@]}"; do
  mkdir -p "build/fuzz/corpus/$target" build/fuzz/findings
  words=()
  [[ ! -f unittests/Fuzz/$target.dict ]] || words=(-dict="unittests/Fuzz/$target.dict")
  echo "fuzz: $target, $runs inputs"
  "build/fuzz/bin/fuzz-$target" -runs="$runs" -timeout=1 -rss_limit_mb=1024 -max_len=4096 -seed=1 \
    -print_final_stats=1 -print_funcs=0 -verbosity=0 "${words[@]}" \
    -artifact_prefix="build/fuzz/findings/$target-" \
    "build/fuzz/corpus/$target" "unittests/Fuzz/Corpus/$target" || bad=1
done
exit $bad
