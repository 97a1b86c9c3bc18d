#!/usr/bin/env bash
# Writes docs/FaultTable.md: which planted faults are found, typed and repaired, measured by the unit test of fault injection.
#
#   utils/make-fault-table.sh [PAIRS [SEED [BUILD]]]   600 pairs, seed 1, build/release unless said otherwise
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
pairs=${1:-600}
seed=${2:-1}
build=$(cd "${3:-$root/build/release}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The tables count; where the test fails as well, what it complains of is shown and the page is written all the same.
FIXCON_INJECT_TRIALS=$pairs FIXCON_INJECT_SEED=$seed FIXCON_INJECT_TABLE=$work/tables \
  "$build/bin/InjectTests" --gtest_filter='Inject.PlantedFaultsAreFoundAndRepaired' > "$work/log" || grep -A12 Failure "$work/log" >&2
{
  cat << 'END'
# What is found of planted faults

END
  echo "Made by \`utils/make-fault-table.sh $pairs $seed\`: $pairs pairs of models; not to be edited."
  cat << 'END'
The networks are those of `unittests/Inject/Architectures.cpp`, with random weights. Each target is the source in up to six other words
(`include/fixcon/Inject/Disguises.def`); of each 48 pairs 12 stay so, into the others one to six faults are planted
(`include/fixcon/Inject/FaultKinds.def`). What no output shows on other data is not counted. The samples are eight, of normal numbers.

* *found*: a finding names the node, one that it reads or feeds, or what was put in its place. *typed*: and has the type.
* *ranked first*: where n faults were planted, the fault is among the first n of the places that differ.
* *in repaired pairs*: the outputs of the whole pair agree afterwards, on data that no pass saw and at another batch.
* *false findings* name no place of a planted fault. *worse*: the outputs are further apart than before.

END
  cat "$work/tables"
} > "$root/docs/FaultTable.md"
