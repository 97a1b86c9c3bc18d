#!/usr/bin/env bash
# Writes the seeds of the fuzz corpora (unittests/Fuzz/Corpus): random modules as text and binary, the models of
# unittests/Fuzz/Models, protobuf texts as ONNX files and JSON as TensorFlow Lite files, the smallest pictures of
# unittests/Data/Inputs, arrays and recipes, and reports of `fixcon`. Inputs named regress-* were found by fuzzing and stay.
#
#   utils/make-fuzz-corpus.sh [BUILD]           BUILD: the build folder, by default build/release
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$(cd "${1:-$root/build/release}" && pwd)
corpus=$root/unittests/Fuzz/Corpus

find "$corpus" -type f ! -name 'regress-*' -delete
mkdir -p "$corpus"/{onnx,tflite,text,binary,picture,array,recipe,report}
"$build/bin/make-fuzz-seeds" "$corpus"
for model in "$root"/unittests/Fuzz/Models/*.textproto; do
  protoc --proto_path="$root/lib/Formats/ONNX/Codec" --encode=fixcon.onnx.ModelProto onnx.proto < "$model" \
    > "$corpus/onnx/$(basename "$model" .textproto).onnx"
done
flatc --binary -o "$corpus/tflite" "$root/lib/Formats/TFLite/Codec/Model.fbs" "$root"/unittests/Fuzz/Models/*.json
python3 "$root/utils/make-fuzz-data.py" "$corpus"
pairs=$(mktemp -d)
cp "$root/unittests/Fuzz/Models/pair.ir" "$pairs"
sed 's/6]]/7]]/' "$pairs/pair.ir" > "$pairs/pair2.ir"
for report in match:pair.ir finding:pair2.ir; do
  (cd "$pairs" && "$build/bin/fixcon" localize pair.ir "${report#*:}" --random=2 --json="$corpus/report/${report%:*}.json" > /dev/null 2>&1) || true
done
rm -r "$pairs"
du -sb "$corpus"
