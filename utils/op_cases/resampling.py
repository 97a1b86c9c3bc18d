"""Resize and Upsample in every mode and opset, grids, regions, Fourier transforms."""
import itertools

import numpy as np

from . import normal, standard

COORDINATES = ["half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "asymmetric", "align_corners"]
ROUNDINGS = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]


def scales(*values):
    return np.array(values, np.float32)


def resizes(rng):
    x, none = normal(rng, 1, 2, 5, 6), np.array([], np.float32)
    factors = [scales(1, 1, 2, 1.5), scales(1, 1, 0.6, 0.7), scales(1, 1, 2.3, 0.4)]
    for place, factor in itertools.product(COORDINATES, factors):
        for mode in ("linear", "cubic"):
            yield standard("Resize", [x, None, factor], {"mode": mode, "coordinate_transformation_mode": place},
                           f"{mode} {place} {factor[2:]}", 19)
        for rounding in ROUNDINGS if factor is not factors[1] else ROUNDINGS[:2]:  # 1.5 / 0.6 is a tie of roundings
            yield standard("Resize", [x, None, factor], {"mode": "nearest", "coordinate_transformation_mode": place,
                                                         "nearest_mode": rounding},
                           f"nearest {place} {rounding} {factor[2:]}", 13)
    for mode, factor in itertools.product(["linear", "cubic"], factors[:2]):
        yield standard("Resize", [x, none, factor], {"mode": mode}, f"{mode} {factor[2:]}", 11)
        yield standard("Resize", [x, None, factor], {"mode": mode, "antialias": 1}, f"antialias {mode} {factor[2:]}", 18)
        yield standard("Resize", [x, None, factor], {"mode": mode, "exclude_outside": 1, "cubic_coeff_a": -0.5}
                       if mode == "cubic" else {"mode": mode}, f"exclude {mode} {factor[2:]}", 18)
    for mode, policy in itertools.product(["nearest", "linear"], ["stretch", "not_larger", "not_smaller"]):
        yield standard("Resize", [x, None, None, np.array([7, 9])],
                       {"mode": mode, "axes": [2, 3], "keep_aspect_ratio_policy": policy}, f"{mode} {policy}", 18)
    yield standard("Resize", [x, None, None, np.array([1, 2, 8, 3])], {"mode": "linear"}, "sizes", 13)
    region = scales(0, 0, 0.25, 0.25, 1, 1, 0.75, 1.25)
    for mode, factor in itertools.product(["linear", "nearest"], [scales(1, 1, 1.5, 1.25), scales(1, 1, 1.4, 1.3)]):
        yield standard("Resize", [normal(rng, 1, 2, 4, 4), region, factor],
                       {"mode": mode, "coordinate_transformation_mode": "tf_crop_and_resize",
                        "extrapolation_value": 3.0}, f"crop {mode} {factor[2:]}", 13)
    one = scales(1, 1, 0.3, 0.25)
    for place, mode in itertools.product(COORDINATES, ["linear", "cubic", "nearest"]):
        yield standard("Resize", [x, None, one], {"mode": mode, "coordinate_transformation_mode": place},
                       f"to one {mode} {place}", 19)
    for mode, factor in itertools.product(["nearest", "linear"], factors[:2]):
        yield standard("Resize", [x, factor], {"mode": mode}, f"{mode} {factor[2:]}", 10)
    yield standard("Upsample", [x, scales(1, 1, 2, 3)], {"mode": "nearest"}, "nearest", 9)
    yield standard("Upsample", [x, scales(1, 1, 2, 1.5)], {"mode": "linear"}, "linear", 9)
    yield standard("Upsample", [x], {"mode": "nearest", "scales": [1.0, 1.0, 2.0, 3.0]}, "attribute", 7)


def grids(rng):
    x, grid = normal(rng, 2, 3, 5, 6), normal(rng, 2, 4, 3, 2, scale=0.8)
    for mode, padding, corners in itertools.product(["nearest", "linear", "cubic"],
                                                    ["zeros", "border", "reflection"], [0, 1]):
        attrs = {"padding_mode": padding, "align_corners": corners}
        yield standard("GridSample", [x, grid], {"mode": mode, **attrs}, opset=20)
        older = {"linear": "bilinear", "cubic": "bicubic"}.get(mode, mode)
        yield standard("GridSample", [x, grid], {"mode": older, **attrs}, opset=16)
    yield standard("GridSample", [normal(rng, 1, 2, 3, 4, 5), normal(rng, 1, 2, 3, 2, 3, scale=0.7)], {"mode": "linear"}, opset=20)
    for corners in (0, 1):
        yield standard("AffineGrid", [normal(rng, 2, 2, 3), np.array([2, 3, 4, 5])], {"align_corners": corners}, opset=20)
    boxes, which = np.array([[0.5, 1, 4, 5], [1, 0, 3, 3.5]], np.float32), np.array([0, 1])
    for mode, ratio in itertools.product(["avg", "max"], [0, 2]):
        attrs = {"mode": mode, "output_height": 3, "output_width": 2, "sampling_ratio": ratio, "spatial_scale": 0.9}
        yield standard("RoiAlign", [x, boxes, which], attrs, opset=10)
        for place in ("half_pixel", "output_half_pixel"):
            yield standard("RoiAlign", [x, boxes, which], {**attrs, "coordinate_transformation_mode": place}, opset=16)
    rois = np.array([[0, 0, 0, 3, 4], [1, 1, 1, 5, 4]], np.float32)
    yield standard("MaxRoiPool", [x, rois], {"pooled_shape": [2, 2]})


def transforms(rng):
    x = normal(rng, 2, 6, 5, 1)
    for inverse, onesided in ((0, 0), (0, 1), (1, 0)):
        yield standard("DFT", [x], {"axis": 1, "inverse": inverse, "onesided": onesided}, opset=17)
        yield standard("DFT", [x, None, np.array(2)], {"inverse": inverse, "onesided": onesided}, opset=20)
    yield standard("DFT", [normal(rng, 2, 6, 5, 2), np.array(8), np.array(1)], {}, "longer", 20)
    for op, periodic in itertools.product(["HannWindow", "HammingWindow", "BlackmanWindow"], [0, 1]):
        yield standard(op, [np.array(9)], {"periodic": periodic}, opset=17)
    signal, window = normal(rng, 1, 32, 1), np.hanning(8).astype(np.float32)
    yield standard("STFT", [signal, np.array(4), window, np.array(8)], {"onesided": 1}, "window", 17)
    yield standard("STFT", [signal, np.array(6), None, np.array(8)], {"onesided": 0}, "plain", 17)
    yield standard("MelWeightMatrix", [np.array(8), np.array(32), np.array(8000), np.array(20, np.float32),
                                       np.array(3800, np.float32)], {}, "", 17, fed=0)


def cases(rng):
    for family in (resizes, grids, transforms):
        yield from family(rng)
