"""A TensorFlow Lite model by the interpreter's reference kernels, behind what a session of ONNX Runtime offers."""
import dataclasses
import importlib

import numpy as np

KINDS = {"f4": "float", "f2": "float16", "f8": "double", "b1": "bool", "u1": "uint8", "i1": "int8", "i2": "int16",
         "u2": "uint16", "i4": "int32", "u4": "uint32", "i8": "int64", "u8": "uint64"}


@dataclasses.dataclass
class Value:
    name: str
    shape: list  # open sizes by a name
    type: str


def value_of(detail):
    shape = detail.get("shape_signature", detail["shape"])
    if not len(shape):
        shape = detail["shape"]
    kind = KINDS[np.dtype(detail["dtype"]).str[1:]]
    return Value(detail["name"], [int(size) if size >= 0 else f"d{axis}" for axis, size in enumerate(shape)],
                 f"tensor({kind})")


class Session:
    def __init__(self, path):
        module = importlib.import_module("ai_edge_litert.interpreter")
        self.interpreter = module.Interpreter(
            str(path), experimental_op_resolver_type=module.OpResolverType.BUILTIN_REF)
        self.interpreter.allocate_tensors()

    def get_inputs(self):
        return [value_of(detail) for detail in self.interpreter.get_input_details()]

    def get_outputs(self):
        return [value_of(detail) for detail in self.interpreter.get_output_details()]

    def run(self, _, inputs):
        details = self.interpreter.get_input_details()
        for detail in details:
            if list(detail["shape"]) != list(inputs[detail["name"]].shape):
                self.interpreter.resize_tensor_input(detail["index"], inputs[detail["name"]].shape, strict=False)
        self.interpreter.allocate_tensors()
        self.interpreter.reset_all_variables()
        for detail in details:
            self.interpreter.set_tensor(detail["index"], inputs[detail["name"]])
        self.interpreter.invoke()
        return [self.interpreter.get_tensor(detail["index"]) for detail in self.interpreter.get_output_details()]
