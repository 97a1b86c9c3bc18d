#!/usr/bin/env python3
"""Compares the types that fixcon infers with those of onnx.shape_inference, an outside judge.

    utils/compare-shape-inference.py [options] [FOLDER...]

Each model.onnx below the folders (by default the ONNX node tests) is stripped of what its file says about the types
of results, and both infer them anew. The table counts models: equal; ours more precise, or less, where one knows a
type, rank or dim that the other does not; contradicting, where both know and differ. Symbols that one side makes up
count as unknown. Exits 1 if models contradict. Optional: without onnx from PyPI it says so and exits 0.
"""
import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tempfile

from judging import ROOT, need

onnx, shape_inference = need("onnx", "onnx.shape_inference")

SUITE = pathlib.Path("/usr/share/libonnx-testdata/data")
DTYPES = {"f32": 1, "u8": 2, "i8": 3, "u16": 4, "i16": 5, "i32": 6, "i64": 7, "string": 8, "bool": 9, "f16": 10,
          "f64": 11, "u32": 12, "u64": 13, "c64": 14, "c128": 15, "bf16": 16, "f8e4m3fn": 17, "f8e4m3fnuz": 18,
          "f8e5m2": 19, "f8e5m2fnuz": 20, "u4": 21, "i4": 22, "f4e2m1": 23, "f8e8m0": 24, "u2": 25, "i2": 26}
NAME = r'%(?:"(?:[^"\\]|\\.)*"|[\w.$/-]+)'
RESULTS = re.compile(rf"^    ((?:{NAME}|_)(?:, (?:{NAME}|_))*) = ")
CLOSES = re.compile(r"^    \}\) : ")
TENSOR = re.compile(r"(\w+)\[([^\]]*)\]")


def stripped(model):
    """The model without the types of its results, nested graphs included."""
    def strip(graph):
        del graph.value_info[:]
        for output in graph.output:
            output.ClearField("type")
        for node in graph.node:
            for attribute in node.attribute:
                if attribute.type == onnx.AttributeProto.GRAPH:
                    strip(attribute.g)
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    strip(copy.graph)
    return copy


def types_by_onnx(model):
    """Name -> type for tensors: (element type, list of int, str or None; or None for an unknown rank)."""
    result = {}
    inferred = shape_inference.infer_shapes(model, data_prop=True)
    given = {dim.dim_param for value in model.graph.input for dim in value.type.tensor_type.shape.dim}
    for value in list(inferred.graph.value_info) + list(inferred.graph.output):
        if not value.type.HasField("tensor_type") or not value.type.tensor_type.elem_type:
            continue
        tensor, dims = value.type.tensor_type, None
        if tensor.HasField("shape"):
            dims = [dim.dim_value if dim.HasField("dim_value") else
                    dim.dim_param if dim.dim_param in given and dim.dim_param else None
                    for dim in tensor.shape.dim]
        result[value.name] = (tensor.elem_type, dims)
    return result


def unquoted(name):
    return name[2:-1] if name.startswith('%"') else name[1:]


def split_types(text):
    """The types behind the last colon of an op, up to origins and places."""
    text = re.split(r" (?:origin|loc)\(", text)[0]
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        depth += letter in "[<"
        depth -= letter in "]>"
        if letter == "," and not depth:
            parts.append(text[start:at].strip())
            start = at + 1
    return parts + [text[start:].strip()]


def parse_type(text):
    match = TENSOR.fullmatch(text)
    if not match or match[1] not in DTYPES:
        return None
    if match[2] == "*":
        return DTYPES[match[1]], None
    dims = [] if not match[2] else match[2].split(",")
    return DTYPES[match[1]], [int(d) if d.isdigit() else None if d == "?" else d.strip('"') for d in dims]


def types_by_fixcon(build, model):
    """The same by the core graph of fixcon-opt, or None with its complaint."""
    run = subprocess.run([str(build / "bin/fixcon-opt"), "--legalize", "--fold-shapes", "--fold-constants",
                          "--fold-shapes", "--elide-weights=0", "--no-locations", str(model)], capture_output=True, text=True, errors="replace")
    if run.returncode:
        return None, run.stderr.strip().splitlines()[0] if run.stderr.strip() else "failed"
    result, names, inside = {}, [], False
    for line in run.stdout.splitlines():
        if line.startswith("  graph @"):
            inside = " normal_of(" in line
        if not inside:
            continue
        match = RESULTS.match(line)
        if match:
            names = match[1].split(", ")
        weight = re.match(rf"^    weight ({NAME}) : (\S+)", line)
        if weight:
            result[unquoted(weight[1])] = parse_type(weight[2])
        elif (match and not line.endswith(("{", "("))) or CLOSES.match(line):
            for name, kind in zip(names, split_types(line.rsplit(" : ", 1)[1])):
                if name != "_":
                    result[unquoted(name)] = parse_type(kind)
        elif line.startswith("    return "):
            for value, output in re.findall(rf'({NAME}) as "([^"]*)"', line):
                result.setdefault(output, result.get(unquoted(value)))
    return result, ""


def compare(ours, theirs):
    """Which of 'more', 'less', 'contradicting' hold of two types."""
    if theirs is None or ours is None:
        return set() if theirs == ours else {"less" if ours is None else "more"}
    if ours[0] != theirs[0]:
        return {"contradicting"}
    if ours[1] is None or theirs[1] is None:
        return set() if ours[1] == theirs[1] else {"less" if ours[1] is None else "more"}
    if len(ours[1]) != len(theirs[1]):
        return {"contradicting"}
    found = set()
    for a, b in zip(ours[1], theirs[1]):
        if isinstance(a, int) and isinstance(b, int) and a != b:
            found.add("contradicting")
        elif isinstance(a, int) != isinstance(b, int):
            found.add("more" if isinstance(a, int) else "less")
        elif (a is None) != (b is None):
            found.add("less" if a is None else "more")
    return found


def judge(build, path, scratch):
    """(verdict, details) of one model."""
    model = stripped(onnx.load(str(path), load_external_data=False))
    file = scratch / "model.onnx"
    file.write_bytes(model.SerializeToString())
    try:
        theirs = types_by_onnx(model)
    except Exception as error:  # whatever the judge raises, it has no answer
        return "refused by onnx", str(error).splitlines()[0]
    ours, complaint = types_by_fixcon(build, file)
    if ours is None:
        return "refused by fixcon", complaint
    found, details = set(), []
    for name in theirs:
        kinds = compare(ours.get(name), theirs[name]) if name in ours else set()
        found |= kinds
        if kinds:
            details.append(f"{name}: {'/'.join(sorted(kinds))}, ours {ours[name]}, theirs {theirs[name]}")
    for kind in ("contradicting", "less", "more"):
        if kind in found:
            return {"less": "less precise", "more": "more precise"}.get(kind, kind), "; ".join(details)
    return "equal", ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=pathlib.Path, default=[SUITE])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("--show", default="contradicting", help="verdicts to list, by commas")
    options = parser.parse_args()
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as scratch:
        for path in sorted(path for folder in options.folders for path in folder.rglob("*.onnx")):
            verdict, details = judge(options.build, path, pathlib.Path(scratch))
            counts[verdict] += 1
            if verdict in options.show.split(","):
                print(f"{verdict}: {path}: {details}")
    print(f"models compared: {sum(counts.values())}")
    for verdict in ("equal", "more precise", "less precise", "contradicting", "refused by onnx", "refused by fixcon"):
        print(f"  {verdict}: {counts[verdict]}")
    return 1 if counts["contradicting"] else 0


if __name__ == "__main__":
    sys.exit(main())
