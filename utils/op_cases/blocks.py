"""Packed weights with a scale for each block, and small ops that the standard has in another form."""
import numpy as np
import onnx

from . import Case, bytes_of, normal

F = np.float32


def products(rng):
    op, rows, block = "MatMulNBits", 5, 16
    for bits in (2, 4, 8):
        for columns in (32, 40):
            blocks = -(-columns // block)
            a, w = normal(rng, 2, 3, columns), bytes_of(rng, rows, blocks, block * bits // 8)
            scales, attrs = np.abs(normal(rng, rows, blocks, scale=0.1)), {"K": columns, "N": rows, "bits": bits,
                                                                          "block_size": block}
            packed = bytes_of(rng, rows, -(-blocks * bits // 8))
            note = f"{bits} bits {columns} columns"
            yield Case(op, [a, w, scales], attrs, note)
            yield Case(op, [a, w, scales, packed], attrs, f"{note} zero points")
            yield Case(op, [a, w, scales, packed, None, normal(rng, rows)], attrs, f"{note} bias")
            if bits < 8:  # ONNX Runtime refuses it for 8 bits on a CPU
                real = (normal(rng, rows, blocks) * F(2) + F(1 << (bits - 1))).astype(F)
                yield Case(op, [a, w, scales, real], attrs, f"{note} real zero points")


def gathers(rng):
    op, block = "GatherBlockQuantized", 16
    ids = rng.integers(0, 6, (2, 3))
    for bits in (2, 4, 8):
        table, scales = bytes_of(rng, 6, 32 * bits // 8), np.abs(normal(rng, 6, 2))
        attrs = {"bits": bits, "block_size": block, "gather_axis": 0, "quantize_axis": 1}
        yield Case(op, [ids, table, scales], attrs, f"{bits} bits", order=[1, 0, 2])
        packed = bytes_of(rng, 6, -(-2 * bits // 8))
        yield Case(op, [ids, table, scales, packed], attrs, f"{bits} bits zero points", order=[1, 0, 2, 3])
    for kind, low in ((onnx.TensorProto.INT4, -8), (onnx.TensorProto.UINT4, 0)):
        numbers = rng.integers(low, low + 16, 6 * 32)
        table = onnx.helper.make_tensor("t", kind, [6, 32], numbers)
        zeros = onnx.helper.make_tensor("z", kind, [6, 2], rng.integers(low, low + 16, 12))
        note = onnx.TensorProto.DataType.Name(kind)
        yield Case(op, [ids, table, scales], {"block_size": block}, note, order=[1, 0, 2])
        yield Case(op, [ids, table, scales, zeros], {"block_size": block}, f"{note} zero points", order=[1, 0, 2, 3])
        yield Case(op, [ids, table, scales, zeros], {"block_size": block, "gather_axis": 1, "quantize_axis": -1},
                   f"{note} columns", order=[1, 0, 2, 3])


def embeddings(rng):
    ids, kinds = rng.integers(0, 20, (2, 5)).astype(np.int32), rng.integers(0, 2, (2, 5)).astype(np.int32)
    for dtype in (np.uint8, np.int8):
        tables = [bytes_of(rng, *shape, dtype=dtype) for shape in ((20, 8), (7, 8), (2, 8), (8,), (8,))]
        scales, zeros = [F(0.01 * (i + 1)) for i in range(5)], [dtype(3 * i) for i in range(5)]
        mask = np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]], np.int32)
        yield Case("QEmbedLayerNormalization", [ids, kinds, *tables, mask, *scales, *zeros], {}, np.dtype(dtype).name,
                   results=2)


def variants(rng):
    x = normal(rng, 2, 3, 4)
    yield Case("Trilu", [x], {"upper": 0}, "lower")
    yield Case("Trilu", [x, np.array(1)], {}, "upper, diagonal 1")
    yield Case("Pad", [x, np.array([0, 1, 0, 2, 0, 1]), F(0.5)], {}, "constant")
    yield Case("Pad", [x, np.array([[0, 1, 0, 0, 0, 1]])], {"mode": "reflect"}, "reflect, matrix of pads")
    yield Case("Pad", [x, np.array([0, 1, 0, 0, -1, 1]), np.array([2], F)], {"mode": "constant"}, "negative")
    yield Case("Unique", [np.array([2, 1, 1, 3, 4, 3], F)], {}, "", results=3)
    yield Case("ExpandDims", [x, np.array(1, np.int32)])
    yield Case("ExpandDims", [x, np.array(-1, np.int32)], {}, "last")
    yield Case("Range", [F(1), F(7), F(1.5)], {}, "floats", fed=3)
    yield Case("Range", [np.array([2], np.int64), np.array([6], np.int64)], {}, "vectors, no step", fed=2)
    yield Case("GatherND", [x, np.array([[0, 1], [1, 2]])])
    yield Case("TransposeMatMul", [normal(rng, 3, 4), normal(rng, 5, 4)], {"transB": 1, "alpha": 0.5}, "", fed=2)
    for metric in ("euclidean", "sqeuclidean"):
        yield Case("CDist", [normal(rng, 4, 3), normal(rng, 5, 3)], {"metric": metric}, metric, fed=2)
    grid = rng.uniform(-1.2, 1.2, (1, 3, 4, 2)).astype(F)
    for mode in ("bilinear", "nearest", "bicubic"):
        yield Case("GridSample", [normal(rng, 1, 2, 5, 4), grid], {"mode": mode, "padding_mode": "border"}, mode)
    pads = np.array([1, 0, 1, 1])
    yield Case("ConvTransposeWithDynamicPads", [normal(rng, 1, 2, 4, 4), normal(rng, 2, 3, 3, 3), pads, normal(rng, 3)],
               {"strides": [2, 1], "kernel_shape": [3, 3]})


def cases(rng):
    for family in (products, gathers, embeddings, variants):
        yield from family(rng)
