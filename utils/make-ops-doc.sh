#!/usr/bin/env bash
# Writes docs/Ops.md: what `fixcon-opt --list-ops` says of each op and rule, and what each rule does by the opening words
# of its file, in lines of at most 160 characters; and unittests/Exec/NodeTestOps.txt: which ONNX node tests have an op
# in their lowered model.
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
    END { sub(/\. .*$/, ".", text); sub(/[.:]$/, "", text); print id "\t" text }' "$file"
done > "$work/rules"

"$build/bin/fixcon-opt" --list-ops > "$work/list"
{
  cat << 'END'
# The ops

Made by `utils/make-ops-doc.sh` out of the op definitions (`lib/Ops`), the rules (`lib/Transforms/Rules`) and the
definitions (`lib/Transforms/Definitions`); not to be edited.

* *ONNX* lists the ops and opsets that are mere renames; the other opsets are lowered by the rules and definitions in the
  table at the end, below which stands what each does.
* *operands* that share a dtype stand together, with their roles, in front of the dtypes that they take: `?` may be
  absent, `...` stands for any number.
* *attributes* have the value that their absence means; where none stands, absence has a meaning of its own.
* *traits*: `reference`, the definition says what the op computes; `foldable`, it is computed beforehand if its operands are
  constants; `deterministic`, two runs give the same; the others are those of `fixcon/Ops/Traits.h`.

Which ONNX node tests run an op is listed in `unittests/Exec/NodeTestOps.txt`.

## Core ops

END
  sed 's/^| foreign op /## Rules and definitions\n\n&/' "$work/list"
  printf '\n### What they do\n\n'
  # One item each, in the order of the table. A sign stays with the word before it: at the start of a line it would begin
  # a list of its own.
  awk -F' [|] ' -v rules="$work/rules" -v limit=160 '
    BEGIN { while ((getline line < rules) > 0) { split(line, part, "\t"); does[part[1]] = part[2] } }
    /^[|] foreign op / { inRules = 1; next }
    /^[|]---/ || !inRules { next }
    { id = $3; sub(/ [|]$/, "", id) }
    listed[id]++ { next }
    {
      count = split(does[id], words, " ")
      line = "* " id ":"
      for (i = 1; i <= count; ++i) {
        word = words[i]
        while (i < count && words[i + 1] ~ /^[-+*=]$/) word = word " " words[++i]
        if (length(line) + 1 + length(word) > limit) { print line; line = " " }
        line = line " " word
      }
      print line
    }' "$work/list"
} > "$work/page"

if [[ -z $check ]]; then
  cp "$work/page" "$page"
  cp "$work/tests" "$tests"
elif ! diff -u "$page" "$work/page" || ! diff -u "$tests" "$work/tests"; then
  echo "docs/Ops.md or unittests/Exec/NodeTestOps.txt is stale: run utils/make-ops-doc.sh and commit what it writes" >&2
  exit 1
fi
