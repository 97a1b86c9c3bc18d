#!/usr/bin/env python3
"""Counts, by ONNX Runtime, how many labels each fault of the demo's target flips: measure.py PAIR-FOLDER PICTURES-FOLDER.

An outside judge of the demo: it shares nothing with fixcon. Needs the packages of requirements.txt.
"""
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from PIL import Image

RECIPES = {"source": ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)), "target": ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))}


def prepared(files, recipe):
    mean, std = (np.float32(values) for values in RECIPES[recipe])
    pixels = [np.asarray(Image.open(file).convert("RGB").resize((48, 48), Image.BILINEAR), np.float32) / 255 for file in files]
    return np.ascontiguousarray(((np.stack(pixels) - mean) / std).transpose(0, 3, 1, 2))


def scores(model, inputs):
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: inputs})[0]


def with_padding_left_out(model):
    """The model with each zero Pad before an AveragePool turned into the pool's own pads."""
    fixed = onnx.ModelProto()
    fixed.CopyFrom(model)
    makers = {output: node for node in fixed.graph.node for output in node.output}
    for pool in [node for node in fixed.graph.node if node.op_type == "AveragePool"]:
        pad = makers[pool.input[0]]
        pool.input[0] = pad.input[0]
        pool.attribute.append(onnx.helper.make_attribute("pads", [1, 1, 1, 1]))
        fixed.graph.node.remove(pad)
    return fixed


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder, files = pathlib.Path(sys.argv[1]), sorted(pathlib.Path(sys.argv[2]).glob("*.png"))
    models = {name: onnx.load(folder / f"{name}.onnx") for name in ("source", "target", "target-match", "target-unrounded")
              if (folder / f"{name}.onnx").exists()}
    inputs = {recipe: prepared(files, recipe) for recipe in RECIPES}
    expected = scores(models["source"], inputs["source"])

    def row(what, model, recipe):
        got = scores(model, inputs[recipe])
        flips = int((got.argmax(1) != expected.argmax(1)).sum())
        print(f"{what:52s} {flips:3d}/{len(files)}   largest difference {np.abs(got - expected).max():.3g}")

    row("preprocessing alone", models["source"], "target")
    row("weights alone", with_padding_left_out(models["target"]), "source")
    if "target-unrounded" in models:
        row("average pools alone", models["target-unrounded"], "source")
        row("average pools and preprocessing", models["target-unrounded"], "target")
        row("none: unrounded, pools put right", with_padding_left_out(models["target-unrounded"]), "source")
    row("average pools and weights", models["target"], "source")
    row("weights and preprocessing", with_padding_left_out(models["target"]), "target")
    row("all three: the demo's pair as it is", models["target"], "target")
    row("the faultless target", models["target-match"], "source")


if __name__ == "__main__":
    main()
