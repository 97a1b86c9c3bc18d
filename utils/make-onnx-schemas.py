"""Writes the published operator schemas of ONNX as the data that fixcon checks nodes by.

usage: make-onnx-schemas.py FILE

Needs the PyPI package `onnx`, whose newest release has all versions of all operators. The data are facts alone: names,
versions, attributes, operands, results and the types that they may have. A record a version of an operator:

    op Clip 13                      the domain in front of the name if it is not the default one; `deprecated` behind
    attr axis int = -1              name, kind, and the default, or `required`, or nothing where absence means something
    in input:T min:T? max:T?        name:type; `?` optional, `*N` at least N of one type, `~N` of any types each
    out output:T
    type T f16 f32 f64              what a type variable stands for; other types stand for themselves
"""

import json
import pathlib
import re
import sys

import onnx
from onnx import defs, helper

DOMAINS = ["", "ai.onnx.ml", "ai.onnx.preview", "ai.onnx.preview.training"]
DTYPES = {
    "float": "f32", "double": "f64", "float16": "f16", "bfloat16": "bf16", "float8e4m3fn": "f8e4m3fn",
    "float8e4m3fnuz": "f8e4m3fnuz", "float8e5m2": "f8e5m2", "float8e5m2fnuz": "f8e5m2fnuz",
    "float8e8m0": "f8e8m0", "float4e2m1": "f4e2m1", "complex64": "c64", "complex128": "c128",
    "bool": "bool", "string": "string",
    **{f"{sign}int{bits}": f"{'u' if sign else 'i'}{bits}" for sign in ("", "u") for bits in (2, 4, 8, 16, 32, 64)},
}
# Types that fixcon has no dtype for: a value of such a type cannot be imported.
UNKNOWN = ("float6e2m3", "float6e3m2")


def type_text(text):
    """`seq(tensor(float))` as `seq(f32)`; None for a type that the IR has no words for."""
    if any(word in text for word in UNKNOWN):
        return None
    text = re.sub(r"map\((\w+), (\w+)\)", lambda m: f"map({DTYPES[m[1]]},{DTYPES[m[2]]})", text)
    return re.sub(r"(?<!sparse_)tensor\((\w+)\)", lambda m: DTYPES[m[1]], text)


def default_text(attribute):
    value = helper.get_attribute_value(attribute.default_value)
    if isinstance(value, bytes):
        value = value.decode()
    if isinstance(value, list):
        value = [v.decode() if isinstance(v, bytes) else v for v in value]
    return json.dumps(value)


def attribute_line(attribute):
    line = f"attr {attribute.name} {attribute.type.name.lower()}"
    if attribute.required:
        return line + " required"
    if attribute.default_value.name:
        return f"{line} = {default_text(attribute)}"
    return line


def parameter(formal, variables):
    kind = formal.type_str if formal.type_str in variables else type_text(formal.type_str)
    suffix = {"Single": "", "Optional": "?",
              "Variadic": ("*" if formal.is_homogeneous else "~") + str(formal.min_arity)}[formal.option.name]
    return f"{formal.name}:{kind}{suffix}"


def least(parameters):
    """How many values there must be, as the standard counts."""
    count = 0
    for i, formal in enumerate(parameters):
        if formal.option.name == "Single":
            count = i + 1
        elif formal.option.name == "Variadic":
            count = i + formal.min_arity
    return count


def record(schema):
    assert (schema.min_input, schema.min_output) == (least(schema.inputs), least(schema.outputs)), schema.name
    domain = schema.domain + "." if schema.domain else ""
    lines = [f"op {domain}{schema.name} {schema.since_version}" + (" deprecated" if schema.deprecated else "")]
    lines += [attribute_line(a) for _, a in sorted(schema.attributes.items())]
    variables = {t.type_param_str: t.allowed_type_strs for t in schema.type_constraints}
    for word, parameters in (("in", schema.inputs), ("out", schema.outputs)):
        if parameters:
            lines.append(" ".join([word] + [parameter(p, variables) for p in parameters]))
    for name, allowed in sorted(variables.items()):
        lines.append(" ".join(["type", name] + sorted(filter(None, map(type_text, allowed)))))
    return "\n".join(lines)


def main(path):
    schemas = [s for s in defs.get_all_schemas_with_history() if s.domain in DOMAINS]
    schemas.sort(key=lambda s: (s.domain, s.name, s.since_version))
    head = f"# Operator schemas of ONNX up to opset {defs.onnx_opset_version()}; made by utils/make-onnx-schemas.py.\n"
    path.write_text(head + "\n".join(map(record, schemas)) + "\n")
    print(f"{len(schemas)} schemas from onnx {onnx.__version__}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
