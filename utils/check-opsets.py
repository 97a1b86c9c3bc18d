#!/usr/bin/env python3
"""Checks that every operator of every ONNX opset is known.

    utils/check-opsets.py [options]

For each operator of the standard domain and each opset that changed it, and for the newest opset, a node without types
is lowered by fixcon-opt. It need not have a meaning (its operands are bare), but it must not be unknown. Exits 1 if one
is that is not listed here with its reason. Optional: without onnx from PyPI it says so and exits 0.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

from judging import ROOT, need

defs, helper = need("onnx.defs", "onnx.helper")

REFUSED = {"ImageDecoder": "decoding pictures is preprocessing, of which recipes speak"}


def operators():
    """(name, opset) of each operator in each opset that changed it, and in the newest."""
    newest = defs.onnx_opset_version()
    found = set()
    for schema in defs.get_all_schemas_with_history():
        if schema.domain:
            continue
        for opset in (schema.since_version, newest):
            if not defs.get_schema(schema.name, opset, "").deprecated:
                found.add((schema.name, opset))
    return sorted(found)


def model_of(name, opset):
    schema = defs.get_schema(name, opset, "")
    inputs = [f"i{k}" for k in range(max(schema.min_input, min(1, schema.max_input)))]
    outputs = [f"o{k}" for k in range(max(1, schema.min_output))]
    empty = helper.make_empty_tensor_value_info
    graph = helper.make_graph([helper.make_node(name, inputs, outputs)], "g", [empty(i) for i in inputs],
                              [empty("o0")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    options = parser.parse_args()
    unknown, refused = [], set()
    pairs = operators()
    with tempfile.TemporaryDirectory() as scratch:
        file = pathlib.Path(scratch) / "model.onnx"
        for name, opset in pairs:
            file.write_bytes(model_of(name, opset).SerializeToString())
            run = subprocess.run([str(options.build / "bin/fixcon-opt"), "--legalize", str(file)],
                                 capture_output=True, text=True)
            # What is not known stays in the executable form.
            executable = run.stdout.partition("executable_of(@")[2]
            if f" onnx.{name} " not in executable:
                continue
            if name in REFUSED:
                refused.add(name)
            else:
                unknown.append(f"{name} {opset}")
    print(f"operators in opsets: {len(pairs)}, up to opset {defs.onnx_opset_version()}")
    print(f"  unknown: {len(unknown)} {', '.join(unknown)}")
    print("  refused: " + "; ".join(f"{name} ({REFUSED[name]})" for name in sorted(refused)))
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
