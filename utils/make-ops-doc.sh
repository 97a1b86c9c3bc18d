#!/usr/bin/env bash
# Writes docs/Ops.md: what `fixcon-opt --list-ops` says of each op and rule, and what each rule does by the opening words
# of its file; and unittests/Exec/NodeTestOps.txt: which ONNX node tests have an op in their lowered model.
#
#   utils/make-ops-doc.sh [BUILD]           BUILD: the build folder, by default build/release
#   utils/make-ops-doc.sh --check [BUILD]   fails if a file is not what would be written
#
# Where the ONNX test data is not installed, the node tests are left as they are.
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

tests=$root/unittests/Exec/NodeTestOps.txt

# "op number name name ..." a line.
"$build/bin/node-test-ops" > "$work/tests"
[[ -s $work/tests ]] || cp "$tests" "$work/tests"

# The first sentence of the file of a rule or definition, up to a full stop, a colon at the end of a line, or an example.
for file in "$root"/lib/Transforms/Rules/*/*.cpp "$root"/lib/Transforms/Definitions/*.ir; do
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

Made by `utils/make-ops-doc.sh` out of the op definitions (`lib/Ops`), the rules (`lib/Transforms/Rules`) and the
definitions (`lib/Transforms/Definitions`); not to be edited.

* *ONNX* lists the ops and opsets that are mere renames; the other opsets are lowered by the rules and definitions in the
  table at the end.
* *operands* that share a dtype stand together, with their roles, in front of the dtypes that they take: `?` may be
  absent, `...` stands for any number.
* *attributes* have the value that their absence means; where none stands, absence has a meaning of its own.
* *traits*: `reference`, the definition says what the op computes; `foldable`, it is computed beforehand if its operands are
  constants; `deterministic`, two runs give the same; the others are those of `fixcon/Ops/Traits.h`.

Which ONNX node tests run an op is listed in `unittests/Exec/NodeTestOps.txt`.

## Core ops

END
  awk -F' [|] ' -v rules="$work/rules" '
    BEGIN { while ((getline line < rules) > 0) { split(line, part, "\t"); does[part[1]] = part[2] } }
    /^[|] foreign op / { print "## Rules and definitions\n\n" $0 " what it does |"; inRules = 1; next }
    /^[|]---/ { print $0 "---|"; next }
    inRules { id = $3; sub(/ [|]$/, "", id); print $0 " " does[id] " |"; next }
    { print }' "$work/list"
} > "$work/page"

if [[ -z $check ]]; then
  cp "$work/page" "$page"
  cp "$work/tests" "$tests"
elif ! diff -u "$page" "$work/page" || ! diff -u "$tests" "$work/tests"; then
  echo "docs/Ops.md or unittests/Exec/NodeTestOps.txt is stale: run utils/make-ops-doc.sh and commit what it writes" >&2
  exit 1
fi
