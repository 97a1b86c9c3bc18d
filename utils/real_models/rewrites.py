"""Rewritings of a model by tools of others that mean to keep what it computes.

REWRITES is name -> function(path, model) that gives another model. A tool that is not there raises ImportError.
"""
import pathlib
import tempfile

import onnx
from onnx import version_converter

from judging import runtimes

from . import graphs


def by_onnxsim(path, model):
    import onnxsim
    return onnxsim.simplify(graphs.copy(model))[0]


def by_onnxslim(path, model):
    import onnxslim
    return onnxslim.slim(graphs.copy(model))


def by_onnxoptimizer(path, model):
    import onnxoptimizer
    return onnxoptimizer.optimize(graphs.copy(model))


def by_onnxruntime(path, model):
    with tempfile.TemporaryDirectory() as folder:
        written = pathlib.Path(folder) / "model.onnx"
        runtimes.optimise(path, written, "basic")
        return onnx.load(written)


def by_version_converter(path, model):
    own = graphs.opset(model)
    return version_converter.convert_version(graphs.copy(model), 13 if own < 13 else own + 2)


REWRITES = {"sim": by_onnxsim, "slim": by_onnxslim, "optimizer": by_onnxoptimizer, "runtime": by_onnxruntime,
            "version": by_version_converter, "renamed": lambda path, model: graphs.fresh_names(graphs.copy(model))}
