"""Quantisation of the standard domain: scales for all, for an axis, for blocks; products of integers."""
import itertools

import numpy as np

from . import bytes_of, normal, standard


def pairs(rng):
    x = normal(rng, 3, 4, 6, scale=40)
    for dtype in (np.uint8, np.int8, np.uint16, np.int16):
        zero = np.array(3, dtype)
        yield standard("QuantizeLinear", [x, np.array(0.7, np.float32), zero], {}, str(dtype), 21)
        yield standard("DequantizeLinear", [bytes_of(rng, 3, 4, 6, dtype=dtype), np.array(0.7, np.float32), zero], {}, str(dtype), 21)
    for axis, opset in itertools.product([0, 1, -1], [13, 21]):
        size = x.shape[axis]
        scale, zero = np.abs(normal(rng, size)) + np.float32(0.2), bytes_of(rng, size, dtype=np.int8)
        yield standard("QuantizeLinear", [x, scale, zero], {"axis": axis}, opset=opset)
        yield standard("DequantizeLinear", [bytes_of(rng, 3, 4, 6, dtype=np.int8), scale, zero], {"axis": axis}, opset=opset)
    scale = np.abs(normal(rng, 3, 4, 2)) + np.float32(0.2)
    zero = bytes_of(rng, 3, 4, 2, dtype=np.int8)
    yield standard("QuantizeLinear", [x, scale, zero], {"axis": 2, "block_size": 3}, "blocks", 21)
    yield standard("DequantizeLinear", [bytes_of(rng, 3, 4, 6, dtype=np.int8), scale, zero], {"axis": 2, "block_size": 3}, "blocks", 21)
    yield standard("DequantizeLinear", [rng.integers(-99, 99, (3, 4)).astype(np.int32), np.array(0.01, np.float32)], {}, "i32", 13)
    yield standard("DynamicQuantizeLinear", [x], opset=11, results=3)


def products(rng):
    a, b = bytes_of(rng, 2, 3, 5), bytes_of(rng, 5, 4, dtype=np.int8)
    yield standard("MatMulInteger", [a, b, np.array(7, np.uint8), np.array(-2, np.int8)], opset=10)
    yield standard("MatMulInteger", [a, b], {}, "no zero points", 10)
    f = np.float32
    yield standard("QLinearMatMul", [a, f(0.02), np.uint8(9), b, f(0.03), np.int8(1), f(0.4), np.uint8(100)], opset=10)
    x, w = bytes_of(rng, 1, 4, 6, 6), bytes_of(rng, 6, 2, 3, 3, dtype=np.int8)
    yield standard("ConvInteger", [x, bytes_of(rng, 3, 4, 2, 2), np.uint8(8), np.uint8(4)], {"pads": [1, 0, 1, 0]}, opset=10)
    scales = np.abs(normal(rng, 6, scale=0.01)) + f(0.005)
    for per_channel in (False, True):
        weight = [scales, np.zeros(6, np.int8)] if per_channel else [f(0.02), np.int8(0)]
        yield standard("QLinearConv", [x, f(0.05), np.uint8(120), w, *weight, f(0.3), np.uint8(110),
                                       rng.integers(-500, 500, 6).astype(np.int32)],
                       {"group": 2, "pads": [1, 1, 1, 1], "strides": [2, 1]}, f"channels {per_channel}", 10)


def cases(rng):
    for family in (pairs, products):
        yield from family(rng)
