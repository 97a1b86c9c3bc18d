"""Fused convolutions, products and activations, and the quantising pair."""
import numpy as np

from . import Case, bytes_of, normal

ACTIVATIONS = [("Relu", []), ("Tanh", []), ("Sigmoid", []), ("LeakyRelu", [0.3]), ("Clip", [-0.5, 0.75]),
               ("HardSigmoid", [0.3, 0.4])]


def convolutions(rng):
    x, w, b = normal(rng, 2, 4, 7, 6), normal(rng, 6, 4, 3, 3, scale=0.3), normal(rng, 6)
    for name, params in ACTIVATIONS:
        attrs = {"activation": name, "pads": [1, 1, 1, 1], **({"activation_params": params} if params else {})}
        yield Case("FusedConv", [x, w, b], attrs, name)
    yield Case("FusedConv", [x, w], {"strides": [2, 1], "dilations": [1, 2]}, "no activation")
    yield Case("FusedConv", [x, w, None, normal(rng, 2, 6, 5, 4)], {"activation": "Relu"}, "addend, no bias", fed=1)
    yield Case("FusedConv", [x, w[:, :2], b], {"group": 2, "auto_pad": "SAME_UPPER", "activation": "Relu"}, "groups")


def gemms(rng):
    a, b, c = normal(rng, 3, 5), normal(rng, 5, 4), normal(rng, 4)
    for name, params in ACTIVATIONS:
        if name == "Clip":  # ONNX Runtime never writes it here
            continue
        named = dict(zip(["activation_alpha", "activation_beta"], params))
        yield Case("FusedGemm", [a, b, c], {"activation": name, **named}, name)
    yield Case("FusedGemm", [a.T.copy(), b.T.copy(), c],
               {"activation": "Relu", "transA": 1, "transB": 1, "alpha": 0.5, "beta": 2.0}, "transposed")
    yield Case("FusedGemm", [a, b], {"activation": "LeakyRelu", "activation_alpha": 0.2}, "no addend")


def products(rng):
    a, b = normal(rng, 2, 3, 4, 5), normal(rng, 2, 3, 5, 6)
    yield Case("FusedMatMul", [a, b], {}, "plain", fed=2)
    yield Case("FusedMatMul", [a, b], {"alpha": 0.125}, "scaled", fed=2)
    yield Case("FusedMatMul", [a.swapaxes(2, 3).copy(), b], {"transA": 1}, "transA", fed=2)
    yield Case("FusedMatMul", [a, b.swapaxes(2, 3).copy()], {"transB": 1, "alpha": 2.0}, "transB", fed=2)
    batch_a, batch_b = normal(rng, 4, 2, 3, 5), normal(rng, 5, 2, 3, 6)
    yield Case("FusedMatMul", [batch_a, b], {"transBatchA": 1}, "transBatchA", fed=2)
    yield Case("FusedMatMul", [a, batch_b], {"transBatchB": 1}, "transBatchB", fed=2)
    yield Case("FusedMatMul", [normal(rng, 5, 2, 3, 4), normal(rng, 6, 2, 3, 5)],
               {"transA": 1, "transB": 1, "transBatchA": 1, "transBatchB": 1}, "all", fed=2)
    yield Case("FusedMatMul", [normal(rng, 5), normal(rng, 5, 3)], {"transA": 1}, "vector", fed=2)
    yield Case("FusedMatMul", [normal(rng, 3, 5), normal(rng, 5)], {"transB": 1}, "by a vector", fed=2)
    double = [normal(rng, 4, 5, dtype=np.float64), normal(rng, 5, 4, dtype=np.float64)]
    yield Case("FusedMatMul", double, {"alpha": 3.0}, "double", fed=2)


def activations(rng):
    x, b = normal(rng, 2, 3, 8, scale=3), normal(rng, 8)
    yield Case("Gelu", [x])
    yield Case("BiasGelu", [x, b])
    yield Case("FastGelu", [x])
    yield Case("FastGelu", [x, b], {}, "biased")
    yield Case("QuickGelu", [x])
    yield Case("QuickGelu", [x], {"alpha": 1.3}, "alpha")
    yield Case("QuickGelu", [x], {"alpha": 1.0}, "alpha 1")


def skip_normalizations(rng):
    x, skip, g, b = normal(rng, 2, 3, 8), normal(rng, 2, 3, 8), normal(rng, 8), normal(rng, 8)
    yield Case("SkipLayerNormalization", [x, skip, g], {}, "no beta")
    yield Case("SkipLayerNormalization", [x, skip, g, b], {"epsilon": 0.1}, "beta, epsilon")
    yield Case("SkipLayerNormalization", [x, skip, g, b, g], {}, "bias, sum", results=[True, False, False, True])
    yield Case("SkipLayerNormalization", [x, skip, g, None, b], {}, "bias, no beta")
    yield Case("SkipLayerNormalization", [x, skip[0], g, b], {}, "skip of rank 2")
    yield Case("SkipLayerNormalization", [x, skip[:1], g, b], {}, "skip of one sample")
    yield Case("SkipLayerNormalization", [x[0], skip[0], g, b], {}, "rank 2")


def quantizers(rng):
    scale = np.float32(0.037)
    for dtype in (np.uint8, np.int8, np.uint16, np.int16):
        zero, wide = dtype(3), scale / (256 if np.dtype(dtype).itemsize == 2 else 1)
        kind = np.dtype(dtype).name
        yield Case("QuantizeLinear", [normal(rng, 3, 5, scale=3), wide, zero], {}, kind)
        yield Case("DequantizeLinear", [bytes_of(rng, 3, 5, dtype=dtype), wide, zero], {}, kind)
    scales, zeros = np.array([0.01, 0.02, 0.04], np.float32), np.array([1, 100, 255], np.uint8)
    yield Case("QuantizeLinear", [normal(rng, 2, 3, 4), scales, zeros], {"axis": 1}, "by axis")
    yield Case("QuantizeLinear", [normal(rng, 2, 4, 3), scales, zeros], {"axis": -1}, "by last axis")
    yield Case("DequantizeLinear", [bytes_of(rng, 2, 3, 4), scales, zeros], {"axis": 1}, "by axis")
    yield Case("DequantizeLinear", [bytes_of(rng, 2, 3, dtype=np.int8).astype(np.int32), scale], {}, "int32")
    yield Case("QuantizeLinear", [normal(rng, 3, 5), scale], {}, "no zero point")
    yield Case("DequantizeLinear", [bytes_of(rng, 3, 5, dtype=np.int8), scale], {}, "no zero point")


def cases(rng):
    for family in (convolutions, gemms, products, activations, skip_normalizations, quantizers):
        yield from family(rng)
