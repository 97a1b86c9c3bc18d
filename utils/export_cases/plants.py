"""Faults to plant in an ONNX model, each at a place that is drawn.

PLANTS is name -> (type of fault, function(model, rng) that breaks the model and gives the name of the broken tensor or
node, or None where there is nothing to break).
"""
import numpy as np
from onnx import helper, numpy_helper

HALF = [1, 1, 1, 1]


def drawn(rng, places):
    return places[rng.integers(len(places))] if places else None


def attribute(node, name):
    return next((a for a in node.attribute if a.name == name), None)


def weight(change, operand=1, ops=("Conv", "Gemm", "MatMul")):
    """Changes the elements of a learned operand."""
    def plant(model, rng):
        tensors = {t.name: t for t in model.graph.initializer}
        tensor = drawn(rng, [tensors[node.input[operand]] for node in model.graph.node if node.op_type in ops
                             and len(node.input) > operand and node.input[operand] in tensors])
        if tensor is None:
            return None
        values = numpy_helper.to_array(tensor).copy()
        tensor.CopyFrom(numpy_helper.from_array(change(values, rng).astype(values.dtype), tensor.name))
        return tensor.name
    return plant


def with_noise(values, rng):
    return values + 0.01 * np.abs(values).max() * rng.standard_normal(values.shape)


def with_lost_channel(values, rng):
    values[rng.integers(len(values))] = 0
    return values


def with_swapped_channels(values, rng):
    values[[0, 1]] = values[[1, 0]]
    return values


def lists(changes, ops=("Conv",)):
    """Changes attributes of an op that pads every side by one."""
    def plant(model, rng):
        node = drawn(rng, [node for node in model.graph.node if node.op_type in ops
                           and (pads := attribute(node, "pads")) and list(pads.ints) == HALF])
        if node is None:
            return None
        for name, values in changes.items():
            if old := attribute(node, name):
                node.attribute.remove(old)
            node.attribute.append(helper.make_attribute(name, values))
        return node.name
    return plant


PLANTS = {
    "scale": ("WB", weight(lambda values, rng: values * 1.03)),
    "noise": ("WB", weight(with_noise)),
    "lost channel": ("WB", weight(with_lost_channel)),
    "swapped channels": ("WB", weight(with_swapped_channels)),
    "bias": ("WB", weight(lambda values, rng: values + 0.05, operand=2, ops=("Conv", "Gemm"))),
    "pads": ("LH", lists({"pads": [0, 0, 2, 2]}, ("Conv", "MaxPool", "AveragePool"))),
    "dilations": ("LH", lists({"pads": [2, 2, 2, 2], "dilations": [2, 2]})),
}
