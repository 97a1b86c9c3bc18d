"""Ops on 8-bit tensors with scales and zero points."""
import numpy as np
import onnx

from . import Case, bytes_of, normal

F = np.float32


def zero(dtype):
    return dtype(117 if dtype == np.uint8 else -5)


def binary(rng):
    for op in ("QLinearAdd", "QLinearMul"):
        for dtype in (np.uint8, np.int8):
            a, b, z = bytes_of(rng, 2, 3, 8, dtype=dtype), bytes_of(rng, 2, 3, 8, dtype=dtype), zero(dtype)
            kind = np.dtype(dtype).name
            yield Case(op, [a, F(0.03), z, b, F(0.017), dtype(z + 4), F(0.061), dtype(z - 7)], {}, kind)
            yield Case(op, [a, F(0.03), z, b[:1, :, :1], F(0.017), z, F(0.061), z], {}, f"{kind} broadcast")
            yield Case(op, [a, F(0.03), z, b[0, 0, 0], F(0.017), z, F(0.06), z], {}, f"{kind} scalar")


def activations(rng):
    for dtype in (np.uint8, np.int8):
        x, z, kind = np.arange(256).astype(dtype).reshape(2, 128), zero(dtype), np.dtype(dtype).name
        low = dtype(np.iinfo(dtype).min)
        yield Case("QLinearSigmoid", [x, F(0.031), z, F(1 / 256), low], {}, kind)
        yield Case("QLinearSigmoid", [x, F(0.031), None, F(0.01), None], {}, f"{kind} no zero points")
        yield Case("QLinearLeakyRelu", [x, F(0.031), z, F(0.022), low], {}, kind)
        yield Case("QLinearLeakyRelu", [x, F(0.031), z, F(0.022), z], {"alpha": 0.3}, f"{kind} alpha")
        for opset, axis in ((13, -1), (13, 1), (12, 1), (12, 2)):
            yield Case("QLinearSoftmax", [bytes_of(rng, 2, 3, 5, dtype=dtype), F(0.02), z, F(1 / 256), low],
                       {"opset": opset, "axis": axis}, f"{kind} opset {opset} axis {axis}")


def pools(rng):
    for dtype in (np.uint8, np.int8):
        x, z, kind = bytes_of(rng, 2, 4, 7, 6, dtype=dtype), zero(dtype), np.dtype(dtype).name
        rest = [F(0.03), z, F(0.023), dtype(z + 3)]
        last = np.moveaxis(x, 1, -1).copy()
        for note, attrs in (("", {}), ("padded", {"pads": [1, 0, 1, 1], "strides": [2, 1]}),
                            ("counting", {"pads": [1, 1, 1, 1], "count_include_pad": 1}),
                            ("ceil", {"strides": [2, 2], "ceil_mode": 1}), ("same", {"auto_pad": "SAME_UPPER"})):
            attrs = {"kernel_shape": [3, 2], **attrs}
            yield Case("QLinearAveragePool", [x, *rest], attrs, f"{kind} {note}")
            yield Case("QLinearAveragePool", [last, *rest], {**attrs, "channels_last": 1}, f"{kind} {note} last")
        yield Case("QLinearGlobalAveragePool", [x, *rest], {}, kind)
        yield Case("QLinearGlobalAveragePool", [last, *rest], {"channels_last": 1}, f"{kind} last")
        yield Case("NhwcMaxPool", [last], {"kernel_shape": [3, 2], "strides": [2, 1]}, kind)
        yield Case("NhwcMaxPool", [last], {"kernel_shape": [3, 2], "pads": [1, 0, 1, 1], "dilations": [2, 1]},
                   f"{kind} padded")
        yield Case("NhwcMaxPool", [last[:, 0].copy()], {"kernel_shape": [2]}, f"{kind} 1-d")


def rearrangements(rng):
    for dtype in (np.uint8, np.int8):
        a, b, z = bytes_of(rng, 2, 3, 4, dtype=dtype), bytes_of(rng, 2, 2, 4, dtype=dtype), zero(dtype)
        kind = np.dtype(dtype).name
        yield Case("QLinearConcat", [F(0.05), z, a, F(0.03), z, b, F(0.05), z], {"axis": 1}, kind, fed=3)
        yield Case("QLinearConcat", [F(0.04), dtype(z + 9), a, F(0.03), z, a, F(0.08), dtype(z - 2)], {"axis": -1},
                   f"{kind} last axis", fed=3)
        where = rng.integers(0, 2, (3, 4)).astype(bool)
        yield Case("QLinearWhere", [where, a, F(0.03), z, a[::-1].copy(), F(0.047), dtype(z + 1), F(0.041), z], {}, kind)
        yield Case("QLinearWhere", [where[:, :1], a, F(0.031), z, a[0, 0, 0], F(0.05), z, F(0.05), z], {},
                   f"{kind} scalar")


def gemms(rng):
    for at in (np.uint8, np.int8):
        for bt in (np.uint8, np.int8) if at == np.uint8 else (np.int8,):  # the pairs that ONNX Runtime has kernels for
            a, b, za, zb = bytes_of(rng, 5, 6, dtype=at), bytes_of(rng, 6, 4, dtype=bt), zero(at), zero(bt)
            kind = f"{np.dtype(at).name} {np.dtype(bt).name}"
            c, column = rng.integers(-9000, 9000, 4).astype(np.int32), np.array([0.01, 0.02, 0.03, 0.04], F)
            zeros = np.full(4, zb, bt)
            yield Case("QGemm", [a, F(0.02), za, b, F(0.03), zb, c, F(3.0), za], {}, kind)
            yield Case("QGemm", [a.T.copy(), F(0.02), za, b.T.copy(), F(0.03), zb, c],
                       {"transA": 1, "transB": 1, "alpha": 0.7}, f"{kind} to float")
            yield Case("QGemm", [a, F(0.02), za, b, column, zeros, None, F(3.0), za], {"alpha": 1.5},
                       f"{kind} by column")
            bias = normal(rng, 4, scale=20)
            yield Case("MatMulIntegerToFloat", [a, b, F(0.02), F(0.03), za, zb, bias], {}, kind)
            yield Case("MatMulIntegerToFloat", [a, b, F(0.02), column, None, zeros], {}, f"{kind} by column")
        x, sides = normal(rng, 2, 5, 6), (b, np.stack([b, b[::-1]]))
        for matrix in sides:
            yield Case("DynamicQuantizeMatMul", [x, matrix, F(0.03), zb, bias], {}, f"{kind} rank {matrix.ndim}")
        yield Case("DynamicQuantizeMatMul", [x, b, column, zeros], {}, f"{kind} by column")
        yield Case("DynamicQuantizeMatMul", [np.abs(x), b, F(0.03)], {}, f"{kind} positive")
    stack = np.stack([a, a[::-1]])
    yield Case("MatMulIntegerToFloat", [stack, b, F(0.02), F(0.03)], {}, "stack")


def recurrences(rng):
    """One sample: of several, ONNX Runtime rounds as many together as it has threads for. Weights of 7 bits where they
    are signed: on processors without VNNI pairs of larger products saturate."""
    length, size, hidden = 6, 5, 4
    for dtype, directions in ((np.int8, 1), (np.int8, 2), (np.uint8, 1)):
        w, r = (bytes_of(rng, directions, n, 4 * hidden, dtype=dtype) // (1 if dtype == np.uint8 else 2)
                for n in (size, hidden))
        scale, z = np.full(directions, 0.01, F), np.full(directions, dtype(117 if dtype == np.uint8 else 0), dtype)
        x, b = normal(rng, length, 1, size), normal(rng, directions, 8 * hidden)
        states = [normal(rng, directions, 1, hidden) for _ in range(2)]
        yield Case("DynamicQuantizeLSTM", [x, w, r, b, None, *states, None, scale, z, scale, z],
                   {"hidden_size": hidden, "direction": ["forward", "bidirectional"][directions - 1]},
                   f"{np.dtype(dtype).name} {directions}", results=3)
    columns = np.linspace(0.005, 0.015, 4 * hidden).astype(F)[None]
    yield Case("DynamicQuantizeLSTM", [x, w.view(np.int8) // 2, r.view(np.int8) // 2, b, None, None, None, None, columns,
                                       np.zeros_like(columns, np.int8), columns, np.zeros_like(columns, np.int8)],
               {"hidden_size": hidden}, "by column", results=3)


def convolutions(rng):
    for xt, wt in ((np.uint8, np.uint8), (np.uint8, np.int8), (np.int8, np.int8)):
        x, w = bytes_of(rng, 2, 4, 7, 6, dtype=xt), bytes_of(rng, 6, 4, 3, 3, dtype=wt)
        zx, zw = zero(xt), wt(0) if wt == np.int8 else zero(wt)
        b, kind = rng.integers(-9000, 9000, 6).astype(np.int32), f"{np.dtype(xt).name} {np.dtype(wt).name}"
        scales = np.linspace(0.01, 0.03, 6).astype(F)
        last = np.moveaxis(x, 1, -1).copy()
        for channels, image in ((0, x), (1, last)):
            note = f"{kind} {'last' if channels else 'first'}"
            yield Case("QLinearConv", [image, F(0.02), zx, w, F(0.03), zw, F(0.6), zx, b],
                       {"pads": [1, 1, 1, 1], "channels_last": channels}, note)
            yield Case("QLinearConv", [image, F(0.02), zx, w[:, :2], scales, np.full(6, zw, wt), F(0.4), zx],
                       {"group": 2, "strides": [2, 1], "channels_last": channels}, f"{note} groups")


def ties(rng):
    """Scales that are powers of 2, so that nothing but the rule for ties decides."""
    half, quarter, one = F(0.5), F(0.25), F(1)
    for dtype in (np.uint8, np.int8):
        for to in (dtype(2), dtype(3)):
            z, note = dtype(4), f"{np.dtype(dtype).name} ties, zero point {to}"
            a, b = (bytes_of(rng, 4, 8, 8, 4) % 40).astype(dtype), (bytes_of(rng, 4, 8, 8, 4) % 40).astype(dtype)
            yield Case("QLinearAdd", [a, half, z, b, quarter, z, one, to], {}, note)
            yield Case("QLinearMul", [a, half, z, b, quarter, z, F(2), to], {}, note)
            yield Case("QLinearAveragePool", [a, half, z, half, to], {"kernel_shape": [2, 2]}, note)
            yield Case("QLinearGlobalAveragePool", [a[:, :, :1, :2].copy(), half, z, half, to], {}, note)
            yield Case("QLinearLeakyRelu", [a, half, z, one, to], {"alpha": 0.5}, note)
            yield Case("QLinearSigmoid", [a, half, z, one, to], {}, note)
            yield Case("QLinearSoftmax", [np.zeros((4, 4), dtype), half, z, half, to], {"opset": 13}, note)
            yield Case("QLinearConcat", [one, to, a, half, z, b, quarter, z], {"axis": 1}, note, fed=3)
            yield Case("QLinearWhere", [np.ones(1, bool), a, half, z, b, quarter, z, one, to], {}, note)
            ones = np.ones((4, 2), np.int8)
            yield Case("QGemm", [a.reshape(-1, 4), half, z, ones, one, np.int8(0), None, one, to], {}, note)
            filters = np.ones((3, 8, 1, 1), np.int8)
            yield Case("QLinearConv", [a, half, z, filters, one, np.int8(0), one, to], {}, note)


def blocks(rng):
    """The standard quantising pair with blocks and 4-bit types."""
    scales = np.abs(normal(rng, 2, 3)) + F(0.01)
    zeros = bytes_of(rng, 2, 3, dtype=np.int8) // 8
    x = bytes_of(rng, 2, 12, dtype=np.int8)
    yield Case("DequantizeLinear", [x, scales, zeros], {"axis": 1, "block_size": 4}, "blocks", domain="")
    yield Case("QuantizeLinear", [normal(rng, 2, 12, scale=20), scales, zeros], {"axis": 1, "block_size": 4}, "blocks",
               domain="")
    for kind, low in ((onnx.TensorProto.INT4, -8), (onnx.TensorProto.UINT4, 0)):
        numbers = rng.integers(low, low + 16, 24)
        four = onnx.helper.make_tensor("x", kind, [2, 12], numbers)
        zero_points = onnx.helper.make_tensor("z", kind, [2, 3], rng.integers(low, low + 16, 6))
        note = onnx.TensorProto.DataType.Name(kind)
        for domain in ("", "com.microsoft"):
            yield Case("DequantizeLinear", [four, F(0.3)], {}, note, fed=0, domain=domain)
        yield Case("DequantizeLinear", [four, scales, zero_points], {"axis": 1, "block_size": 4}, f"{note} blocks",
                   fed=0, domain="")


def cases(rng):
    for family in (binary, activations, pools, rearrangements, gemms, recurrences, convolutions, ties, blocks):
        yield from family(rng)
