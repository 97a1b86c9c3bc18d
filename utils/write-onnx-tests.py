"""Writes the node tests of the installed onnx package as folders of models and data.

usage: write-onnx-tests.py FOLDER

FOLDER/node/<test>/model.onnx and FOLDER/node/<test>/test_data_set_<n>/{input,output}_<n>.pb appear
for every test case of the package, computed anew by its own reference code; the tests that the
package ships as files are copied beside them (simple, pytorch-converted, pytorch-operator).
"""

import pathlib
import shutil
import sys

import onnx
from onnx import numpy_helper
from onnx.backend.test.loader import load_node_model_tests

SHIPPED = ["simple", "pytorch-converted", "pytorch-operator"]
MESSAGES = (onnx.TensorProto, onnx.SequenceProto, onnx.OptionalProto)


def as_message(value, info):
    """The value as the message that its type calls for."""
    if isinstance(value, MESSAGES):
        return value
    if info.type.HasField("optional_type"):
        return numpy_helper.from_optional(value, info.name)
    if info.type.HasField("sequence_type"):
        return numpy_helper.from_list(value, info.name)
    if info.type.HasField("map_type"):
        return numpy_helper.from_dict(value, info.name)
    return numpy_helper.from_array(value, info.name)


def write_values(folder, stem, values, infos):
    for index, (value, info) in enumerate(zip(values, infos)):
        message = as_message(value, info)
        (folder / f"{stem}_{index}.pb").write_bytes(message.SerializeToString())


def write_case(case, folder):
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(case.model.SerializeToString())
    for index, (inputs, outputs) in enumerate(case.data_sets):
        data = folder / f"test_data_set_{index}"
        data.mkdir()
        write_values(data, "input", inputs, case.model.graph.input)
        write_values(data, "output", outputs, case.model.graph.output)


def copy_shipped(target):
    source = pathlib.Path(onnx.__file__).parent / "backend/test/data"
    for group in SHIPPED:
        (target / group).mkdir(exist_ok=True)
        if (source / group).exists():
            shutil.copytree(source / group, target / group, dirs_exist_ok=True)


def main(target):
    shutil.rmtree(target, ignore_errors=True)
    (target / "node").mkdir(parents=True)
    written = 0
    for case in load_node_model_tests():
        try:
            write_case(case, target / "node" / case.name)
            written += 1
        except (TypeError, ValueError, NotImplementedError) as problem:
            shutil.rmtree(target / "node" / case.name, ignore_errors=True)
            print(f"{case.name} cannot be written: {problem}", file=sys.stderr)
    copy_shipped(target)
    print(f"onnx {onnx.__version__}, opset {onnx.defs.onnx_opset_version()}: {written} node tests")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
