"""Cases for utils/test-ops.py: models of one op each, by family of ops.

A module of this folder has cases(rng), which yields Case objects; MODULES lists the modules. Only what ONNX Runtime
runs on a CPU can be judged: QLinearReduceMean, GroupNorm and SkipGroupNorm have unit tests by definition instead. The
first modules are of the operators of ONNX in their options and opsets, the others of ONNX Runtime's own.
"""
import dataclasses
import importlib
import typing

import numpy as np

MODULES = ["recurrent", "windows", "resampling", "indexing", "reductions", "elementwise", "integers",
           "fused", "quantized", "normalization", "attention", "blocks"]
MICROSOFT = "com.microsoft"


@dataclasses.dataclass
class Case:
    """One op: operands are arrays, TensorProtos (always initializers) or None where absent."""
    op: str
    operands: list
    attrs: dict = dataclasses.field(default_factory=dict)
    note: str = ""
    results: typing.Union[int, list] = 1  # how many, or which are present
    fed: int = 1  # this many leading operands are inputs of the model, the others initializers
    order: list = None  # which operand is which input of the node, if not each its own
    types: dict = dataclasses.field(default_factory=dict)  # element types of results that the runtime cannot infer
    domain: str = MICROSOFT
    opset: int = 21
    tolerance: float = 0  # 0: the tolerance of the dtype

    @property
    def present(self):
        return [True] * self.results if isinstance(self.results, int) else self.results

    @property
    def title(self):
        return f"{self.op} {self.note}".strip()


def all_cases(seed):
    for name in MODULES:
        module = importlib.import_module(f"{__name__}.{name}")
        yield from module.cases(np.random.default_rng(seed))


def standard(op, operands, attrs=None, note="", opset=21, **more):
    """A case of an operator of ONNX."""
    text = note or " ".join(f"{name}={value}" for name, value in (attrs or {}).items())
    return Case(op, operands, attrs or {}, f"{opset} {text}", domain="", opset=opset, **more)


def normal(rng, *shape, dtype=np.float32, scale=1.0):
    return (scale * rng.standard_normal(shape)).astype(dtype)


def bytes_of(rng, *shape, dtype=np.uint8):
    """Integers over the whole range of an 8-bit or 16-bit dtype."""
    info = np.iinfo(dtype)
    return rng.integers(info.min, info.max + 1, shape).astype(dtype)
