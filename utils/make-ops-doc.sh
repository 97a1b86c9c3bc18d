#!/usr/bin/env bash
# Writes docs/Ops.md: the tables of `fixcon-opt --list-ops`, the number of ONNX node tests of each op, what
# each rule does by the opening words of its file, and the names of the node tests.
#
#   utils/make-ops-doc.sh [BUILD]           BUILD: the build folder, by default build/release
#   utils/make-ops-doc.sh --check [BUILD]   fails if docs/Ops.md is not what would be written
#
# Where the ONNX test data is not installed, the node tests are taken over from the page as it is.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
check=
if [[ ${1:-} == --check ]]; then
  check=yes
  shift
fi
build=$(cd "${1:-$root/build/release}" && pwd)
page=$root/docs/Ops.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# "op number name name ..." a line; from the page: "* `op` (number): name name ...".
"$build/bin/node-test-ops" > "$work/tests"
if [[ ! -s $work/tests && -f $page ]]; then
  sed -nE 's/^\* `([a-z0-9_]+)` \(([0-9]+)\): (.*)$/\1 \2 \3/p' "$page" > "$work/tests"
fi

# The first sentence of the file of a rule or definition, up to a full stop, a colon at the end of a line, or an example.
for file in "$root"/lib/Transforms/Rules/*.cpp "$root"/lib/Transforms/Definitions/*.ir; do
  awk -v id="$(basename "${file%.*}")" '
    !/^\/\/ / { exit }
    { text = text (text == "" ? "" : " ") substr($0, 4) }
    /[.:]$/ { exit }
    END { sub(/\. .*$/, ".", text); sub(/[.:]$/, "", text); gsub(/\|/, "\\|", text); print id "\t" text }' "$file"
done > "$work/rules"

"$build/bin/fixcon-opt" --list-ops > "$work/list"
{
  cat << 'END'
# The ops

Made by `utils/make-ops-doc.sh` out of the op definitions (`lib/Ops`), the rules (`lib/Transforms/Rules`), the definitions
(`lib/Transforms/Definitions`) and the ONNX node tests; not to be edited. *ONNX* lists the ops and opsets that are mere renames; the other opsets are lowered by the rules
and definitions in the second table. *dtypes* lists those that the shape rule takes for the data (empty: it depends on more
than the dtype). *traits*: `reference`, the definition says what the op computes; `foldable`, it is computed beforehand if its
operands are constants; `deterministic`, two runs give the same. *tests* counts the node tests whose lowered model has
the op; the last section names them.

## Core ops

END
  awk -F' [|] ' -v tests="$work/tests" -v rules="$work/rules" '
    BEGIN {
      while ((getline line < tests) > 0) { split(line, word, " "); number[word[1]] = word[2] }
      while ((getline line < rules) > 0) { split(line, part, "\t"); does[part[1]] = part[2] }
    }
    /^$/ { print "\n## Rules and definitions\n"; inRules = 1; next }
    /^[|]---/ { print $0 "---|"; next }
    /^[|] op / { print $0 " tests |"; next }
    /^[|] foreign op / { print $0 " what it does |"; next }
    inRules { id = $3; sub(/ [|]$/, "", id); print $0 " " does[id] " |"; next }
    { op = $1; gsub(/[|` ]/, "", op); print $0 " " number[op] + 0 " |" }' "$work/list"
  printf '\n## Node tests\n\n'
  awk '{ op = $1; number = $2; $1 = $2 = ""; sub(/^ +/, ""); print "* `" op "` (" number "): " $0 }' "$work/tests"
} > "$work/page"

if [[ -z $check ]]; then
  cp "$work/page" "$page"
elif ! diff -u "$page" "$work/page"; then
  echo "docs/Ops.md is stale: run utils/make-ops-doc.sh and commit what it writes" >&2
  exit 1
fi
