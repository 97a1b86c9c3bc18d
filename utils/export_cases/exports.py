"""Exports a network by the exporter that rests on torch.export, and by the older one on TorchScript."""
import contextlib
import io
import logging
import warnings

import torch

from .networks import ARCHITECTURES, LAYERS

NETWORKS = LAYERS | ARCHITECTURES


def make(name, seed):
    """A network with random weights and its arguments."""
    torch.manual_seed(seed)
    network, arguments = NETWORKS[name]()
    return network.eval(), arguments


def export(name, network, arguments, folder):
    """The two files, or None after a word why not."""
    new, old = folder / f"{name}.onnx", folder / f"{name}-script.onnx"
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            torch.onnx.export(network, arguments, new, dynamo=True, verbose=False, external_data=False)
            torch.onnx.export(network, arguments, old, dynamo=False)
    except Exception as error:  # exporters raise many kinds
        print(f"{name}: not exported: {str(error).splitlines()[0][:100] if str(error) else type(error)}")
        return None
    return new, old


def draw(argument):
    """Anew what holds numbers; indices stay as they are."""
    return torch.randn(argument.shape).to(argument.dtype) if argument.is_floating_point() else argument


def inputs_of(model):
    """Names of what a model is fed."""
    weights = {tensor.name for tensor in model.graph.initializer}
    return [value.name for value in model.graph.input if value.name not in weights]
