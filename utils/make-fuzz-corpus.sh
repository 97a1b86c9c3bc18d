#!/usr/bin/env bash
# Writes the seeds of the fuzz corpora (unittests/Fuzz/Corpus): random modules as text and binary, and the
# models of unittests/Fuzz/Models, protobuf texts as ONNX files and JSON as TensorFlow Lite files. Inputs named regress-* were found by fuzzing
# and stay.
#
#   utils/make-fuzz-corpus.sh [BUILD]           BUILD: the build folder, by default build/release
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$(cd "${1:-$root/build/release}" && pwd)
corpus=$root/unittests/Fuzz/Corpus

find "$corpus" -type f ! -name 'regress-*' -delete
mkdir -p "$corpus"/{onnx,tflite,text,binary}
"$build/bin/make-fuzz-seeds" "$corpus"
for model in "$root"/unittests/Fuzz/Models/*.textproto; do
  protoc --proto_path="$root/lib/Formats/ONNX/Codec" --encode=fixcon.onnx.ModelProto onnx.proto < "$model" \
    > "$corpus/onnx/$(basename "$model" .textproto).onnx"
done
flatc --binary -o "$corpus/tflite" "$root/lib/Formats/TFLite/Codec/Model.fbs" "$root"/unittests/Fuzz/Models/*.json
du -sb "$corpus"
