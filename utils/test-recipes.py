"""Compares translated recipes with what their tools make of pictures.

usage: test-recipes.py FIXCON_RUN FOLDER

Needs PyPI: transformers, timm, torchvision, pillow < 10 (newer releases resize columns first where that is
cheaper) and opencv-python-headless. Each configuration is written as its tool publishes it, given to
fixcon-run with a model that returns its input, and to the tool itself, on every picture of FOLDER. Letterboxes
are compared with the arithmetic of YOLO's own on OpenCV's resize. One line a configuration: the greatest
difference in grey levels; exit code 1 if one is above its bound.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import cv2
import numpy as np
from PIL import Image

MODEL = """graph @model(%x: f32[1,3,?,?]) dialect("onnx", opset = 13) {
  %a = onnx.Identity %x : f32[1,3,?,?]
  return %a as "y"
}
"""
HALF = {"image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
CLIP = {"image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711]}
HUGGING_FACE = {
    "ViT": {"image_processor_type": "ViTImageProcessor", "size": {"height": 224, "width": 224}, "resample": 2, **HALF},
    "CLIP": {"image_processor_type": "CLIPImageProcessor", "size": {"shortest_edge": 224}, "resample": 3,
             "do_center_crop": True, "crop_size": {"height": 224, "width": 224}, **CLIP},
    "Bit": {"image_processor_type": "BitImageProcessor", "size": {"shortest_edge": 256}, "crop_size": 224, **CLIP},
    "DeiT": {"image_processor_type": "DeiTImageProcessor", "size": 256, "crop_size": 224, **HALF},
    "ConvNext": {"image_processor_type": "ConvNextImageProcessor", "size": {"shortest_edge": 224}, "resample": 3,
                 "crop_pct": 0.875, **HALF},
    "ConvNext squashed": {"image_processor_type": "ConvNextImageProcessor", "size": {"shortest_edge": 384},
                          "resample": 2, **HALF},
    "MobileViT": {"image_processor_type": "MobileViTImageProcessor", "size": {"shortest_edge": 160}, "resample": 2,
                  "crop_size": {"height": 129, "width": 128}},
    "lanczos": {"image_processor_type": "ViTImageProcessor", "size": {"height": 96, "width": 130}, "resample": 1,
                "do_normalize": False},
    "hamming": {"image_processor_type": "ViTImageProcessor", "size": {"height": 96, "width": 130}, "resample": 5,
                "do_normalize": False},
    "raw": {"image_processor_type": "ViTImageProcessor", "size": {"height": 96, "width": 96}, "resample": 4,
            "do_rescale": False, "do_normalize": False},
}
IMAGENET = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
TIMM = {
    "center": {"input_size": [3, 224, 224], "interpolation": "bicubic", "crop_pct": 0.95, "crop_mode": "center", **IMAGENET},
    "squash": {"input_size": [3, 192, 160], "interpolation": "bilinear", "crop_pct": 0.9, "crop_mode": "squash", **IMAGENET},
}


def hugging_face(config, picture):
    import transformers
    stem = config["image_processor_type"].removesuffix("ImageProcessor")
    processor = getattr(transformers, stem + "ImageProcessorPil")
    settings = {k: v for k, v in config.items() if k != "image_processor_type"}
    return np.asarray(processor(**settings)(picture)["pixel_values"][0], dtype=np.float32)


def timm(config, picture):
    from timm.data import create_transform
    settings = dict(config, input_size=tuple(config["input_size"]))
    return create_transform(**settings)(picture).numpy()


def torchvision(config, picture):
    from torchvision.transforms._presets import ImageClassification
    return ImageClassification(**config)(picture).numpy()


def letterbox(recipe, picture):
    """YOLO's: the ratio that fits, sides rounded, OpenCV's linear resize, a border of 114."""
    pixels = np.asarray(picture)
    height, width = recipe["resize"]["size"]
    ratio = min(height / pixels.shape[0], width / pixels.shape[1])
    new = int(round(pixels.shape[1] * ratio)), int(round(pixels.shape[0] * ratio))
    rows, columns = (height - new[1]) / 2, (width - new[0]) / 2
    pixels = cv2.resize(pixels, new, interpolation=cv2.INTER_LINEAR)
    edges = [int(round(v)) for v in (rows - 0.1, rows + 0.1, columns - 0.1, columns + 0.1)]
    pixels = cv2.copyMakeBorder(pixels, *edges, cv2.BORDER_CONSTANT, value=(114, 114, 114))
    return pixels.transpose(2, 0, 1).astype(np.float32) / 255


LETTERBOX = {"resize": {"size": [320, 256], "antialias": False, "keep_aspect": True},
             "pad": {"size": [320, 256], "value": [114, 114, 114]}, "scale": 1 / 255}
# A name, a configuration as published, who computes it, the bound in grey levels.
CASES = [(f"transformers {name}", dict(config), hugging_face, 0.01) for name, config in HUGGING_FACE.items()]
CASES += [(f"timm {name}", {"pretrained_cfg": config}, lambda c, p: timm(c["pretrained_cfg"], p), 0.01)
          for name, config in TIMM.items()]
CASES += [("torchvision", {"crop_size": 224, "resize_size": 232}, torchvision, 0.01),
          ("letterbox", LETTERBOX, letterbox, 1.01)]


def grey_levels(difference, config):
    """A difference in the tensor as one in the picture."""
    config = config.get("pretrained_cfg", config)
    scaled = config.get("do_rescale", True)
    deviation = config.get("image_std") or config.get("std") or ([0.225] if "resize_size" in config else [1])
    return difference * (255 if scaled else 1) * (max(deviation) if config.get("do_normalize", True) else 1)


def main(tool, folder):
    pictures = sorted(p for p in pathlib.Path(folder).iterdir() if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
    bad = False
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        (scratch / "model.ir").write_text(MODEL)
        for name, config, tool_itself, bound in CASES:
            (scratch / "recipe.json").write_text(json.dumps(config))
            worst = 0
            for path in pictures:
                subprocess.run([tool, scratch / "model.ir", f"--data={path}", f"--preprocess={scratch / 'recipe.json'}",
                                f"--output={scratch / 'y.npz'}"], check=True)
                ours = np.load(scratch / "y.npz")["y"][0]
                theirs = tool_itself(config, Image.open(path).convert("RGB"))
                if ours.shape != theirs.shape:
                    worst = float("inf")
                else:
                    worst = max(worst, grey_levels(float(np.abs(ours - theirs).max()), config))
            bad |= not worst <= bound
            print(f"{name}: {worst:.3g} of {bound}")
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
