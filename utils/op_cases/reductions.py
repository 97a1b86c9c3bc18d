"""Reductions, softmax and normalisations, in the forms of the opsets."""
import itertools

import numpy as np

from . import normal, standard

REDUCTIONS = ["ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin",
              "ReduceProd", "ReduceSum", "ReduceSumSquare"]


def reduced(rng):
    for op, keep in itertools.product(REDUCTIONS, [0, 1]):
        x = np.abs(normal(rng, 3, 4, 5)) + np.float32(0.1)
        for axes in ([1], [0, -1], [2, 0, 1]):
            yield standard(op, [x], {"axes": axes, "keepdims": keep}, opset=11)
            yield standard(op, [x, np.array(axes)], {"keepdims": keep}, f"{keep} {axes}", 18)
        yield standard(op, [x], {"keepdims": keep}, opset=18)
        yield standard(op, [x, np.array([], np.int64)], {"noop_with_empty_axes": 1}, "no axes", 18)
    for op, dtype in itertools.product(["ReduceMax", "ReduceSum", "ReduceMean", "ReduceProd"], [np.int32, np.int64]):
        yield standard(op, [rng.integers(-9, 9, (3, 4)).astype(dtype), np.array([1])], {}, str(dtype), 18)


def softmaxes(rng):
    x = normal(rng, 2, 3, 4, 5, scale=3)
    for op, axis in itertools.product(["Softmax", "LogSoftmax", "Hardmax"], [0, 1, 2, -1]):
        yield standard(op, [x], {"axis": axis}, opset=11)
        yield standard(op, [x], {"axis": axis}, opset=13)


def normalisations(rng):
    x, s, b, m = normal(rng, 2, 3, 4, 5), normal(rng, 3), normal(rng, 3), normal(rng, 3)
    v = np.abs(normal(rng, 3)) + np.float32(0.1)
    for opset in (7, 9, 14, 15):
        yield standard("BatchNormalization", [x, s, b, m, v], {"epsilon": 0.01}, opset=opset)
    yield standard("InstanceNormalization", [x, s, b], {"epsilon": 0.01}, opset=6)
    for axis in (1, 2, -1):
        tail = x.shape[axis:]
        yield standard("LayerNormalization", [x, normal(rng, *tail), normal(rng, *tail)], {"axis": axis, "epsilon": 0.01}, opset=17)
    yield standard("GroupNormalization", [normal(rng, 2, 4, 3, 3), normal(rng, 4), normal(rng, 4)], {"num_groups": 2}, opset=21)
    yield standard("MeanVarianceNormalization", [x], {"axes": [0, 2, 3]}, opset=13)
    yield standard("MeanVarianceNormalization", [x], {}, "default", 9)
    for p, axis in itertools.product([1, 2], [0, -1]):
        yield standard("LpNormalization", [x], {"p": p, "axis": axis}, opset=1)
    yield standard("RMSNormalization", [x, normal(rng, 5)], {"epsilon": 0.01}, opset=23)


def attention(rng):
    q, k, v = normal(rng, 2, 4, 3, 8), normal(rng, 2, 2, 5, 8), normal(rng, 2, 2, 5, 6)
    for attrs in ({}, {"is_causal": 1}, {"scale": 0.3, "softcap": 2.0}, {"qk_matmul_output_mode": 1}):
        yield standard("Attention", [q, k, v], attrs, opset=23, fed=3)
    yield standard("Attention", [q, k, v, normal(rng, 3, 5)], {}, "mask", 23, fed=3)
    flat = [normal(rng, 2, 3, 16), normal(rng, 2, 5, 8), normal(rng, 2, 5, 6)]
    yield standard("Attention", flat, {"q_num_heads": 4, "kv_num_heads": 2}, "rank 3", 23, fed=3)
    angles = rng.uniform(0, 6, (9, 4))
    for interleaved in (0, 1):
        yield standard("RotaryEmbedding", [q, np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32),
                                           np.array([[0, 4, 8], [1, 2, 3]])], {"interleaved": interleaved}, opset=23)


def cases(rng):
    for family in (reduced, softmaxes, normalisations, attention):
        yield from family(rng)
