#!/usr/bin/env python3
"""Compares what fixcon's table of operator schemas says of nodes with onnx.checker, an outside judge.

    utils/compare-checker.py [options] [FOLDER...]

Each model.onnx below the folders (by default the test data of ONNX) is judged by both as it is, and broken in each way
that its first node allows: an attribute that it needs is gone, or of another kind; an attribute of a later version, or
one that no version has; an operand too many, too few, or absent; an input of a type that the operator does not take; an
opset that does not have the operator. fixcon's verdict is whether import finds violations. Exits 1 where one accepts
what the other refuses for its schema. Optional: without onnx from PyPI it says so and exits 0.
"""
import argparse
import collections
import pathlib
import subprocess
import sys
import tempfile

try:
    import onnx
    from onnx import checker, defs, helper
except ImportError as missing:
    print(f"compare-checker: skipped, needs onnx from PyPI ({missing})")
    sys.exit(0)

ROOT = pathlib.Path(__file__).resolve().parent.parent
SUITE = pathlib.Path("/usr/share/libonnx-testdata/data")
Option = defs.OpSchema.FormalParameterOption


def opset_of(model, domain):
    return next((o.version for o in model.opset_import if o.domain == domain), 0)


def schema_of(model, node):
    try:
        return defs.get_schema(node.op_type, opset_of(model, node.domain), node.domain)
    except defs.SchemaError:
        return None


def drop_attribute(model, node, schema):
    for i, attribute in enumerate(node.attribute):
        if schema.attributes[attribute.name].required:
            del node.attribute[i]
            return True
    return False


def other_kind(model, node, schema):
    for i, attribute in enumerate(node.attribute):
        if attribute.type in (attribute.INT, attribute.FLOAT, attribute.STRING):
            value = 0.5 if attribute.type != attribute.FLOAT else 1
            node.attribute[i].CopyFrom(helper.make_attribute(attribute.name, value))
            return True
    return False


def later_attribute(model, node, schema):
    newer = [s for s in defs.get_all_schemas_with_history()
             if (s.domain, s.name) == (node.domain, node.op_type) and s.since_version > schema.since_version]
    for attribute in (a for s in newer for a in s.attributes.values()):
        if attribute.name not in schema.attributes and attribute.type == defs.OpSchema.AttrType.INT:
            node.attribute.append(helper.make_attribute(attribute.name, 1))
            return True
    return False


def unknown_attribute(model, node, schema):
    node.attribute.append(helper.make_attribute("no_such_attribute", 1))
    return True


def too_many(model, node, schema):
    if schema.max_input > 100 or not node.input:
        return False
    node.input.extend([node.input[0]] * (schema.max_input + 1 - len(node.input)))
    return True


def too_few(model, node, schema):
    if not schema.min_input:
        return False
    del node.input[schema.min_input - 1:]
    return True


def absent_operand(model, node, schema):
    if not schema.inputs or schema.inputs[0].option != Option.Single:
        return False
    node.input[0] = ""
    return True


def wrong_type(model, node, schema):
    allowed = {t.type_param_str: t.allowed_type_strs for t in schema.type_constraints}
    if not node.input or not schema.inputs:
        return False
    types = allowed.get(schema.inputs[0].type_str, [schema.inputs[0].type_str])
    for value in model.graph.input:
        if value.name == node.input[0] and value.type.HasField("tensor_type"):
            for code, word in ((8, "tensor(string)"), (9, "tensor(bool)"), (14, "tensor(complex64)")):
                if word not in types:
                    value.type.tensor_type.elem_type = code
                    return True
    return False


def earlier_opset(model, node, schema):
    first = min(s.since_version for s in defs.get_all_schemas_with_history()
                if (s.domain, s.name) == (node.domain, node.op_type))
    for opset in model.opset_import:
        if opset.domain == node.domain and first > 1:
            opset.version = first - 1
            return True
    return False


BREAKS = [drop_attribute, other_kind, later_attribute, unknown_attribute, too_many, too_few, absent_operand, wrong_type,
          earlier_opset]


def onnx_refuses(model):
    """Why onnx.checker refuses the model; empty if it accepts it."""
    try:
        checker.check_model(model, full_check=True)
        return ""
    except Exception as error:  # the checker has several kinds, and so has inference
        return str(error).strip().splitlines()[0]


def fixcon_refuses(model, tool, folder):
    path = pathlib.Path(folder) / "model.onnx"
    path.write_bytes(model.SerializeToString())
    run = subprocess.run([tool, str(path), "--elide-weights=0"], capture_output=True, text=True)
    if run.returncode:
        return run.stderr.strip()
    at = run.stdout.find('"onnx.violations" = [')
    at = run.stdout.find("onnx.violations = [") if at < 0 else at
    return run.stdout[at:at + 160].splitlines()[0] if at >= 0 else ""


def variants(model):
    yield "as it is", model
    nodes = model.graph.node
    schema = schema_of(model, nodes[0]) if nodes else None
    if schema is None or model.functions:
        return
    for break_it in BREAKS:
        broken = onnx.ModelProto()
        broken.CopyFrom(model)
        if break_it(broken, broken.graph.node[0], schema):
            yield break_it.__name__, broken


def judge(paths, tool, show):
    table = collections.defaultdict(collections.Counter)
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            model = onnx.load(path, load_external_data=False)
            for how, variant in variants(model):
                theirs, ours = onnx_refuses(variant), fixcon_refuses(variant, tool, folder)
                verdict = {(True, True): "both refuse", (False, False): "both accept", (True, False): "only onnx refuses",
                           (False, True): "only fixcon refuses"}[bool(theirs), bool(ours)]
                table[how][verdict] += 1
                if bool(theirs) != bool(ours) and table[how][verdict] <= show:
                    print(f"{path.parent.name}, {how}: {verdict}: {theirs or ours}")
    return table


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=pathlib.Path, default=[SUITE])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("--show", type=int, default=5, help="how many disagreements of a kind are shown")
    options = parser.parse_args()
    paths = sorted(p for folder in options.folders for p in folder.rglob("model.onnx"))
    table = judge(paths, options.build / "bin/fixcon-translate", options.show)
    verdicts = ["both accept", "both refuse", "only onnx refuses", "only fixcon refuses"]
    print(f"{'':20}" + "".join(f"{v:>22}" for v in verdicts))
    for how, counts in table.items():
        print(f"{how:20}" + "".join(f"{counts[v]:22}" for v in verdicts))
    return 1 if any(counts[v] for counts in table.values() for v in verdicts[2:]) else 0


if __name__ == "__main__":
    sys.exit(main())
