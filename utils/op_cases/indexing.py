"""Movements: gathers and scatters, slices, pads, order, boxes, sums over products of letters."""
import itertools

import numpy as np

from . import normal, standard


def gathers(rng):
    x = normal(rng, 3, 4, 5)
    for axis in (0, 1, -1):
        size = x.shape[axis]
        yield standard("Gather", [x, rng.integers(-size, size, (2, 3))], {"axis": axis})
        yield standard("GatherElements", [x, rng.integers(-size, size, (3, 4, 5))], {"axis": axis})
        for reduction in ("none", "add", "mul", "min", "max"):
            where = rng.permuted(np.tile(np.arange(size), (60 // size, 1)), axis=1)
            where = np.moveaxis(where.reshape([s for i, s in enumerate(x.shape) if i != axis % 3] + [size]), -1, axis)
            yield standard("ScatterElements", [x, where, normal(rng, 3, 4, 5)], {"axis": axis, "reduction": reduction}, opset=18)
    yield standard("GatherND", [x, rng.integers(-3, 3, (4, 2))])
    yield standard("GatherND", [x, rng.integers(-4, 4, (3, 2, 1))], {"batch_dims": 1})
    for reduction in ("none", "add", "mul", "min", "max"):
        places = np.array([[0, 1], [2, 3], [1, -1]])
        yield standard("ScatterND", [x, places, normal(rng, 3, 5)], {"reduction": reduction}, opset=18)
    yield standard("Scatter", [x, rng.permuted(np.tile(np.arange(5), (12, 1)), axis=1).reshape(3, 4, 5), normal(rng, 3, 4, 5)],
                   {"axis": 2}, opset=9)
    yield standard("Compress", [x, np.array([True, False, True])], {"axis": 1}, opset=11)
    yield standard("Compress", [x, np.array([True, False, True])], {}, "flat", 11)
    for opset, axis in itertools.product([9, 11], [-1, 0, 1]):
        yield standard("OneHot", [np.array([[1, 7], [-2 if opset > 9 else 0, 3]]), np.array(4), np.array([0.5, 2], np.float32)], {"axis": axis}, opset=opset)


def slices(rng):
    x = normal(rng, 4, 6, 5)
    bounds = [([1, -4], [4, 100], [0, 1], [1, 2]), ([-1, 5], [-100, 0], [1, 2], [-2, -1]), ([100], [-100], [-1], [-1]),
              ([3], [1], [0], [1])]
    for starts, ends, axes, steps in bounds:
        yield standard("Slice", [x, np.array(starts), np.array(ends), np.array(axes), np.array(steps)], {}, str((starts, ends, axes, steps)))
    yield standard("Slice", [x], {"starts": [1, -3], "ends": [3, 1000], "axes": [0, 2]}, opset=9)
    for mode in ("constant", "edge", "reflect", "wrap"):
        yield standard("Pad", [x, np.array([1, 2, 0, 2, 1, 3])], {"mode": mode}, opset=19)
        yield standard("Pad", [x, np.array([2, 1]), np.array(1.5, np.float32), np.array([1])], {"mode": mode},
                       f"axes {mode}", 19)
    yield standard("Pad", [x, np.array([1, -2, 0, -1, 1, 0]), np.array(0.5, np.float32)], {}, "cropping", 13)
    yield standard("Pad", [x], {"pads": [0, 1, 1, 0, 2, 0], "value": 2.0}, "attributes", 2)
    for upper, k in itertools.product([0, 1], [-2, 0, 3]):
        yield standard("Trilu", [x, np.array(k)], {"upper": upper}, f"{upper} {k}", 14)
    yield standard("ReverseSequence", [normal(rng, 4, 3, 2), np.array([4, 1, 2])], {"time_axis": 0, "batch_axis": 1})
    yield standard("ReverseSequence", [normal(rng, 3, 4, 2), np.array([4, 1, 2])], {"time_axis": 1, "batch_axis": 0})
    yield standard("Split", [x, np.array([1, 5])], {"axis": 1}, opset=13, results=2)
    yield standard("Split", [x], {"axis": 2, "num_outputs": 2}, opset=18, results=2)
    yield standard("Split", [x], {"axis": 0, "split": [1, 3]}, opset=11, results=2)
    yield standard("Tile", [x, np.array([1, 2, 3])])
    yield standard("Expand", [normal(rng, 3, 1), np.array([2, 1, 4])])
    yield standard("CenterCropPad", [x, np.array([3, 9])], {"axes": [0, 1]}, opset=18)
    for exclusive, reverse, axis in itertools.product([0, 1], [0, 1], [0, -1]):
        yield standard("CumSum", [x, np.array(axis)], {"exclusive": exclusive, "reverse": reverse}, f"{exclusive} {reverse} {axis}", 14)


def ordered(rng):
    x = rng.permutation(60).reshape(3, 4, 5).astype(np.float32)
    for axis, largest in itertools.product([0, 1, -1], [0, 1]):
        yield standard("TopK", [x, np.array([2])], {"axis": axis, "largest": largest}, opset=11, results=2)
    yield standard("TopK", [np.zeros((2, 5), np.float32), np.array([3])], {}, "ties", 11, results=2)
    yield standard("TopK", [x], {"axis": 1, "k": 3}, opset=1, results=2)
    values = rng.integers(0, 4, (4, 5)).astype(np.float32)
    for op, last, axis in itertools.product(["ArgMax", "ArgMin"], [0, 1], [0, -1]):
        yield standard(op, [values], {"axis": axis, "keepdims": last, "select_last_index": last}, opset=13)
    for order in (0, 1):
        yield standard("Unique", [values], {"sorted": order}, opset=11, results=4)
        yield standard("Unique", [np.repeat(values, 2, 0)], {"sorted": order, "axis": 0}, opset=11, results=4)
    yield standard("NonZero", [values])
    corner = rng.uniform(0, 1, (2, 9, 2)).astype(np.float32)
    boxes = np.concatenate([corner, corner + rng.uniform(0.2, 0.8, (2, 9, 2)).astype(np.float32)], 2)
    scores = rng.permutation(54).reshape(2, 3, 9).astype(np.float32) / 54
    for center in (0, 1):
        yield standard("NonMaxSuppression", [boxes, scores, np.array([3]), np.array([0.3], np.float32), np.array([0.2], np.float32)],
                       {"center_point_box": center}, opset=11)


def sums(rng):
    shapes = {"i": 3, "j": 4, "k": 5, "b": 2, "l": 2}
    for equation in ("ij,jk->ik", "ij,jk", "bij,bjk->bik", "ii->i", "ii", "ijk->kji", "ij->j", "i,j->ij", "bij,bkj->bik",
                     "...ij,...jk->...ik", "ij,ij->", "ij,kj,kl->il", "...i->..."):
        operands = []
        for letters in equation.split("->")[0].split(","):
            operands.append(normal(rng, *([2, 3] if "..." in letters else []),
                                   *(shapes[letter] for letter in letters.replace("...", ""))))
        yield standard("Einsum", operands, {"equation": equation}, opset=12)


def cases(rng):
    for family in (gathers, slices, ordered, sums):
        yield from family(rng)
