"""Functions of each element: arithmetic that broadcasts, activations, comparisons, casts."""
import itertools

import numpy as np
import onnx

from . import normal, standard

PLAIN = ["Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Cos", "Cosh", "Erf", "Exp", "Floor", "HardSwish",
         "Identity", "Log", "Mish", "Neg", "Reciprocal", "Relu", "Round", "Sigmoid", "Sign", "Sin", "Sinh", "Softplus",
         "Softsign", "Sqrt", "Tan", "Tanh"]
PARAMETERS = [("Celu", {"alpha": 1.5}), ("Elu", {"alpha": 0.7}), ("Gelu", {}), ("Gelu", {"approximate": "tanh"}),
              ("HardSigmoid", {"alpha": 0.3, "beta": 0.4}), ("LeakyRelu", {"alpha": 0.2}), ("Selu", {}), ("Shrink", {"lambd": 0.8, "bias": 0.3}),
              ("ThresholdedRelu", {"alpha": 0.6}), ("Celu", {}), ("Elu", {}), ("HardSigmoid", {}), ("LeakyRelu", {}), ("Shrink", {}),
              ("ThresholdedRelu", {}), ("Selu", {"alpha": 1.2, "gamma": 1.1})]
FLOATS = [np.float32, np.float64, np.float16]
INTEGERS = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64]


def functions(rng):
    special = np.array([0.0, -0.0, 0.5, -0.5, 1.5, 2.5, -1.5, 1, -1, 3.7, -20.3, 88.5, np.inf, -np.inf, np.nan], np.float32)
    for op in PLAIN:
        yield standard(op, [special], opset=22 if op in ("HardSwish", "Mish", "Round") else 14, tolerance=1e-5)
        yield standard(op, [normal(rng, 3, 4)])
    for op, attrs in PARAMETERS:
        yield standard(op, [normal(rng, 3, 4, scale=2)], attrs, opset=20)
    for attrs in ({}, {"detect_negative": 0}, {"detect_positive": 0}):
        yield standard("IsInf", [special], attrs, opset=10)
    yield standard("IsNaN", [special], opset=13)
    yield standard("PRelu", [normal(rng, 2, 3, 4), normal(rng, 3, 1)], opset=16)
    yield standard("Det", [normal(rng, 2, 3, 3)], opset=11)


def arithmetic(rng):
    for op in ("Add", "Sub", "Mul", "Div"):
        yield standard(op, [normal(rng, 2, 1, 4), normal(rng, 3, 1)], opset=14)
        yield standard(op, [rng.integers(-90, 90, (2, 3)), rng.integers(1, 9, 3)], {}, "integers", 14)
    for base, exponent in itertools.product([np.float32, np.int32], [np.float32, np.int64]):
        yield standard("Pow", [np.array([1, 2, 3, 4], base), np.array([0, 1, 2, 3], exponent)], {}, f"{base} {exponent}", 15)
    yield standard("Pow", [np.array([-8, 0, -0.5, np.inf], np.float32), np.array([2, 0, 3, -1], np.float32)], {}, "special", 15)
    for dtype in (np.int8, np.int32, np.int64, np.uint8):
        a = rng.integers(0 if dtype is np.uint8 else -50, 50, 12).astype(dtype)
        b = np.array([3, 5, 7, -4 if dtype is not np.uint8 else 4] * 3, dtype)
        yield standard("Mod", [a, b], {}, str(dtype), 13)
        yield standard("Mod", [a, b], {"fmod": 1}, str(dtype), 13)
    yield standard("Mod", [normal(rng, 9, scale=9), np.array([2, -3, 1.5] * 3, np.float32)], {"fmod": 1}, opset=13)
    for op in ("Max", "Min", "Sum", "Mean"):
        yield standard(op, [normal(rng, 2, 3), normal(rng, 3), normal(rng, 2, 1)], opset=13)
    for dtype in (np.float32, np.int32, np.int64, np.int8, np.uint8):
        yield standard("Clip", [rng.integers(0, 60, 9).astype(dtype), np.array(10, dtype), np.array(40, dtype)], {}, str(dtype), 13)
    yield standard("Clip", [normal(rng, 9)], {"min": -0.5, "max": 0.4}, opset=6)
    for direction in ("LEFT", "RIGHT"):
        yield standard("BitShift", [np.array([1, 200, 7], np.uint8), np.array([1, 2, 3], np.uint8)], {"direction": direction}, opset=11)
    for op in ("BitwiseAnd", "BitwiseOr", "BitwiseXor"):
        yield standard(op, [rng.integers(-99, 99, 6), rng.integers(-99, 99, 6)], opset=18)
    for op, dtype in itertools.product(["Equal", "Less", "Greater", "LessOrEqual", "GreaterOrEqual"], [np.float32, np.int64]):
        yield standard(op, [rng.integers(0, 3, 9).astype(dtype), np.array([1], dtype)], {}, str(dtype), 16)
    for op in ("And", "Or", "Xor"):
        yield standard(op, [rng.integers(0, 2, (3, 1)).astype(bool), np.array([True, False])])
    yield standard("Where", [rng.integers(0, 2, (3, 1)).astype(bool), normal(rng, 4), normal(rng, 3, 4)], opset=16)


def casts(rng):
    numbers = np.array([0, 1, 1.5, 2.5, 3.999, 60, 100.7])
    for source, target in itertools.product(FLOATS + INTEGERS, FLOATS + INTEGERS + [bool]):
        to = onnx.helper.np_dtype_to_tensor_dtype(np.dtype(target))
        yield standard("Cast", [numbers.astype(source)], {"to": to}, f"{np.dtype(source)} {np.dtype(target)}", 13)
    negative = np.array([-1.5, -0.2, -100.9], np.float32)
    for target in (np.int8, np.int32, np.int64, bool):
        yield standard("Cast", [negative], {"to": onnx.helper.np_dtype_to_tensor_dtype(np.dtype(target))}, f"negative {np.dtype(target)}", 13)


def cases(rng):
    for family in (functions, arithmetic, casts):
        yield from family(rng)
