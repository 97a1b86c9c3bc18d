"""Convolutions and pools: kernels, strides, dilations, padding, groups, rounding, in one to three dimensions."""
import itertools

import numpy as np

from . import normal, standard

SIZES = {1: (9,), 2: (8, 7), 3: (6, 5, 7)}


def drawn(rng, rank, low, high):
    return [int(v) for v in rng.integers(low, high + 1, rank)]


def convolutions(rng):
    for rank, group, opset in itertools.product(SIZES, [1, 2], [7, 11, 22]):
        for padding in ("pads", "SAME_UPPER", "SAME_LOWER", "VALID"):
            kernel = drawn(rng, rank, 1, 3)
            attrs = {"group": group, "strides": drawn(rng, rank, 1, 2)}
            if padding == "pads":
                attrs |= {"pads": drawn(rng, 2 * rank, 0, 2), "dilations": drawn(rng, rank, 1, 2)}
            else:
                attrs["auto_pad"] = padding
            operands = [normal(rng, 2, 4, *SIZES[rank]), normal(rng, 6, 4 // group, *kernel)]
            yield standard("Conv", operands + [normal(rng, 6)], attrs, opset=opset)


def transposed(rng):
    for rank, group in itertools.product([1, 2], [1, 2]):
        for kind in ("plain", "output_padding", "output_shape", "SAME_UPPER", "SAME_LOWER", "dilations"):
            strides, kernel = drawn(rng, rank, 2, 3), drawn(rng, rank, 2, 3)
            attrs = {"group": group, "strides": strides}
            if kind == "output_padding":
                attrs |= {"output_padding": [1] * rank, "pads": drawn(rng, 2 * rank, 0, 1)}
            elif kind == "output_shape":
                attrs["output_shape"] = [s * d + 1 for s, d in zip(SIZES[rank], strides)]
            elif kind == "dilations":
                attrs |= {"dilations": [2] * rank, "pads": drawn(rng, 2 * rank, 0, 1)}
            elif kind.startswith("SAME"):
                attrs["auto_pad"] = kind
            operands = [normal(rng, 2, 4, *SIZES[rank]), normal(rng, 4, 3, *kernel), normal(rng, 3 * group)]
            yield standard("ConvTranspose", operands, attrs, opset=11)


def pools(rng):
    for rank, ceil, opset in itertools.product(SIZES, [0, 1], [12, 22]):
        for padding in ("none", "pads", "SAME_UPPER", "SAME_LOWER", "VALID"):
            kernel = drawn(rng, rank, 2, 3)
            attrs = {"kernel_shape": kernel, "strides": drawn(rng, rank, 1, 3)}
            if padding == "pads":
                attrs["pads"] = drawn(rng, 2 * rank, 0, 1)
            elif padding != "none":
                attrs["auto_pad"] = padding
            if ceil:
                # By the text of the standard, and by its reference, VALID gives whole windows alone; ONNX Runtime
                # rounds up. SAME with it has no text.
                if padding in ("VALID", "SAME_UPPER", "SAME_LOWER"):
                    continue
                attrs["ceil_mode"] = 1
            x = normal(rng, 2, 3, *SIZES[rank])
            yield standard("MaxPool", [x], attrs, opset=opset, results=2)
            if not padding.startswith("SAME"):
                yield standard("MaxPool", [x], {**attrs, "dilations": [2] * rank}, opset=opset)
            for include in (0, 1):
                yield standard("AveragePool", [x], {**attrs, "count_include_pad": include},
                               opset=19 if opset == 22 else 11)
            if not ceil:
                yield standard("LpPool", [x], {**attrs, "p": 1 + rank % 2}, opset=11)


def whole(rng):
    for op, rank in itertools.product(["GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool"], SIZES):
        yield standard(op, [normal(rng, 2, 3, *SIZES[rank])])
    x = normal(rng, 1, 1, 6, 6)
    yield standard("MaxUnpool", [normal(rng, 1, 1, 2, 2), np.array([[[[1, 4], [12, 22]]]])],
                   {"kernel_shape": [2, 2], "strides": [3, 3]}, opset=11)
    yield standard("LRN", [normal(rng, 2, 7, 3, 3)], {"size": 5, "alpha": 0.3, "beta": 0.6, "bias": 1.5})
    for mode in ("DCR", "CRD"):
        yield standard("DepthToSpace", [normal(rng, 2, 8, 3, 2)], {"blocksize": 2, "mode": mode})
    yield standard("SpaceToDepth", [x], {"blocksize": 3})
    yield standard("Col2Im", [normal(rng, 1, 8, 12), np.array([4, 5]), np.array([2, 2])], {"strides": [1, 1]})
    yield standard("DeformConv", [normal(rng, 1, 2, 5, 5), normal(rng, 3, 2, 2, 2), normal(rng, 1, 8, 4, 4, scale=0.6),
                                  normal(rng, 3), normal(rng, 1, 4, 4, 4)], {"kernel_shape": [2, 2]}, opset=19)


def cases(rng):
    for family in (convolutions, transposed, pools, whole):
        yield from family(rng)
