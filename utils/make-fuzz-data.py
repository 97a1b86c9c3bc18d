#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets of data: small pictures, arrays and recipes.

usage: make-fuzz-data.py CORPUS
"""

import io
import json
import pathlib
import shutil
import struct
import sys
import zipfile

PICTURES = pathlib.Path(__file__).parent.parent / "unittests" / "Data" / "Inputs"
LARGEST_PICTURE = 700  # bytes
STAMP = (1980, 1, 1, 0, 0, 0)

RECIPES = {
    "own": {"scale": 0.00392156862745098, "layout": "nchw", "channels": "rgb",
            "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]},
    "torchvision": {"crop_size": [224], "resize_size": [256], "mean": [0.485, 0.456, 0.406],
                    "std": [0.229, 0.224, 0.225], "interpolation": "bilinear"},
    "timm": {"input_size": [3, 224, 224], "interpolation": "bicubic", "mean": [0.5, 0.5, 0.5],
             "std": [0.5, 0.5, 0.5], "crop_pct": 0.9},
    "hugging-face": {"do_resize": True, "size": {"height": 224, "width": 224}, "resample": 2,
                     "do_rescale": True, "rescale_factor": 0.00392156862745098,
                     "do_normalize": True, "image_mean": [0.5, 0.5, 0.5],
                     "image_std": [0.5, 0.5, 0.5], "image_processor_type": "ViTImageProcessor"},
}


def npy(dtype, shape, data, fortran=False):
    """An array as NumPy's format has it."""
    text = f"{{'descr': '{dtype}', 'fortran_order': {fortran}, 'shape': {shape}, }}"
    text += " " * (-(10 + len(text) + 1) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode() + data


def npz(arrays, method):
    """An archive of arrays, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in arrays.items():
            archive.writestr(zipfile.ZipInfo(name + ".npy", STAMP), content, method)
    return out.getvalue()


def arrays():
    """Arrays by file name."""
    floats = npy("<f4", (2, 3), struct.pack("<6f", *range(6)))
    columns = npy("<f8", (2, 2), struct.pack("<4d", *range(4)), fortran=True)
    big = npy(">i8", (3,), struct.pack(">3q", -1, 0, 1 << 40))
    flags = npy("|b1", (), b"\x01")
    return {
        "floats.npy": floats, "columns.npy": columns, "big.npy": big, "flags.npy": flags,
        "stored.npz": npz({"x": floats, "y": flags}, zipfile.ZIP_STORED),
        "packed.npz": npz({"x": columns, "../y": big}, zipfile.ZIP_DEFLATED),
    }


def main(corpus):
    """Writes all seeds below the folder `corpus`."""
    corpus = pathlib.Path(corpus)
    for picture in sorted(PICTURES.iterdir()):
        if picture.suffix != ".txt" and picture.stat().st_size <= LARGEST_PICTURE:
            shutil.copyfile(picture, corpus / "picture" / picture.name)
    for name, content in arrays().items():
        (corpus / "array" / name).write_bytes(content)
    for name, recipe in RECIPES.items():
        (corpus / "recipe" / f"{name}.json").write_text(json.dumps(recipe), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
