#!/usr/bin/env python3
"""Makes the demo's targets from its source by published converters: convert.py SOURCE.onnx FOLDER.

  target.onnx            onnx2keras -> TensorFlow.js with weights stored as uint8 -> Keras -> tf2onnx
  target-unrounded.onnx  the same without the uint8 step, for measure.py
  target-match.onnx      onnx2torch -> torch.onnx, which keeps the meaning

Needs Python 3.11 and the packages of requirements.txt (see there); nothing here is edited by hand.
"""
import importlib.machinery
import pathlib
import sys
import tempfile
import types
import typing


class UnusedPackages:
    """tensorflowjs imports large packages for formats that are not used here: they are given empty modules."""
    NAMES = {"tensorflow_decision_forests", "tensorflow_hub", "jax", "flax"}

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.split(".")[0] in self.NAMES else None

    def create_module(self, spec):
        module = types.ModuleType(spec.name)
        module.__getattr__ = lambda name: typing.Any
        return module

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, UnusedPackages())

import onnx
import onnx2torch
import tf2onnx
import torch
from keras.src.saving import serialization_lib
from onnx2keras import onnx_to_keras
from tensorflowjs import converters as tfjs

OPSET = 13


def keras_model(source):
    # onnx2keras writes Lambda layers, which Keras only loads back when told that it may.
    serialization_lib.enable_unsafe_deserialization()
    return onnx_to_keras(onnx.load(source), ["image"], verbose=False, name_policy="renumerate")


def through_tensorflowjs(model):
    with tempfile.TemporaryDirectory() as folder:
        tfjs.save_keras_model(model, folder, quantization_dtype_map={"uint8": "*"})
        return tfjs.load_keras_model(f"{folder}/model.json")


def through_torch(source, path):
    network = onnx2torch.convert(onnx.load(source)).eval()
    torch.onnx.export(network, torch.zeros(1, 3, 48, 48), path, opset_version=OPSET, input_names=["image"], output_names=["scores"],
                      dynamic_axes={"image": {0: "N"}, "scores": {0: "N"}}, dynamo=False)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    keras = keras_model(source)
    tf2onnx.convert.from_keras(keras, opset=OPSET, output_path=str(folder / "target-unrounded.onnx"))
    tf2onnx.convert.from_keras(through_tensorflowjs(keras), opset=OPSET, output_path=str(folder / "target.onnx"))
    through_torch(source, str(folder / "target-match.onnx"))


if __name__ == "__main__":
    main()
