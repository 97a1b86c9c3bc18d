"""Faults in a model that somebody else trained and exported.

KINDS is kind -> function(model, rng) that yields plants one after another, at places and of sorts that are drawn. Each
breaks a copy of the model and leaves the judgement to others whether that changes what the model gives.
"""
import dataclasses

import numpy as np
import onnx
from onnx import helper, numpy_helper

from . import graphs


@dataclasses.dataclass
class Plant:
    model: onnx.ModelProto
    what: str
    types: list  # of a finding that says it rightly
    places: dict  # side -> names


def changed(values, sort, rng):
    """The elements of a learned tensor, broken in one way."""
    axis = int(np.argmax(values.shape)) if values.ndim else 0
    if sort == "noise":
        return values + 0.2 * values.std() * rng.standard_normal(values.shape)
    if sort == "scale":
        return values * 1.3
    if sort == "sign":
        return -values
    if sort == "shift":
        return values + 0.5 * np.abs(values).mean()
    if sort == "lost":  # one slice of the longest axis
        kept = np.arange(values.shape[axis]) != rng.integers(values.shape[axis])
        return values * kept.reshape([-1 if i == axis else 1 for i in range(values.ndim)])
    return np.flip(values, axis)


SORTS = ("noise", "scale", "sign", "shift", "lost", "order")
LEARNED = {"Conv": (1, 2), "ConvTranspose": (1, 2), "Gemm": (1, 2), "MatMul": (0, 1), "LSTM": (1, 2, 3), "GRU": (1, 2, 3),
           "BatchNormalization": (1, 2, 3, 4), "LayerNormalization": (1, 2), "PRelu": (1,), "Add": (0, 1), "Mul": (0, 1),
           "Gather": (0,)}


def weights(model, rng):
    tensors = graphs.constants(model)
    sites = [(graph, node, name) for graph, node in graphs.nodes(model) for place in LEARNED.get(node.op_type, ())
             if place < len(node.input) and (name := node.input[place]) in tensors
             and tensors[name].data_type == onnx.TensorProto.FLOAT and np.prod(tensors[name].dims) >= 8]
    for index in rng.permutation(len(sites)):
        graph, node, name = sites[index]
        broken, sort = graphs.copy(model), rng.choice(SORTS)
        tensor = graphs.constants(broken)[name]
        values = numpy_helper.to_array(tensor)
        graphs.write(tensor, changed(values, sort, rng).astype(values.dtype))
        names = [place for g, n in graphs.nodes(model) if name in [*n.input, *n.output] for place in graphs.places_of(g, n)]
        yield Plant(broken, f"{sort} of {name} in {node.op_type}", ["WB"], {side: [name, *names] for side in ("source", "target")})


def attribute(node, name, default=None):
    found = next((a for a in node.attribute if a.name == name), None)
    return default if found is None else helper.get_attribute_value(found)


def shifted_pads(node):
    """Padding moved from begin to end, as frameworks differ in."""
    pads = list(attribute(node, "pads", []))
    half = len(pads) // 2
    return {"pads": [0] * half + [a + b for a, b in zip(pads, pads[half:])]} if any(pads[:half]) else None


def dilated(node):
    """Twice the dilation, with the pads that keep the size."""
    kernel, pads = attribute(node, "kernel_shape", []), list(attribute(node, "pads", []))
    if not pads or any(size != 3 for size in kernel) or attribute(node, "dilations", [1] * len(kernel)) != [1] * len(kernel):
        return None
    return {"dilations": [2] * len(kernel), "pads": [pad + 1 for pad in pads]}


def moved_axis(node):
    axis = attribute(node, "axis", None)
    return {"axis": 1 if axis in (-1, 2, 3) else -1}


def scaled(name, default, factor):
    return lambda node: {name: attribute(node, name, default) * factor}


ATTRIBUTES = {
    "Conv": (shifted_pads, dilated), "MaxPool": (shifted_pads,), "AveragePool": (shifted_pads,),
    "ConvTranspose": (shifted_pads,), "LeakyRelu": (scaled("alpha", 0.01, 3.0),), "HardSigmoid": (scaled("alpha", 0.2, 1.5),),
    "BatchNormalization": (scaled("epsilon", 1e-5, 1e4),), "LayerNormalization": (scaled("epsilon", 1e-5, 1e4),),
    "Softmax": (moved_axis,), "Gemm": (scaled("alpha", 1.0, 0.5),), "Elu": (scaled("alpha", 1.0, 0.5),),
    "Resize": (lambda node: {"coordinate_transformation_mode":
                             "asymmetric" if attribute(node, "coordinate_transformation_mode", b"") != b"asymmetric"
                             else "half_pixel"},),
    "GRU": (lambda node: {"linear_before_reset": 1 - attribute(node, "linear_before_reset", 0)},),
    "CumSum": (lambda node: {"exclusive": 1 - attribute(node, "exclusive", 0)},)}


def attributes(model, rng):
    sites = [(place, change) for place, (_, node) in enumerate(graphs.nodes(model))
             for change in ATTRIBUTES.get(node.op_type, ()) if change(node)]
    for index in rng.permutation(len(sites)):
        place, change = sites[index]
        broken = graphs.copy(model)
        graph, node = graphs.nodes(broken)[place]
        names = graphs.places_of(graph, node)
        values = change(node)
        for name, value in values.items():
            for old in [a for a in node.attribute if a.name == name]:
                node.attribute.remove(old)
            node.attribute.append(helper.make_attribute(name, value))
        yield Plant(broken, f"{', '.join(values)} of {names[0]} ({node.op_type})", ["LH"],
                    {side: names for side in ("source", "target")})


DROPPED = {"Relu", "LeakyRelu", "PRelu", "Sigmoid", "Tanh", "HardSigmoid", "HardSwish", "Clip", "Elu", "Softplus", "Sqrt",
           "Softmax", "LayerNormalization", "BatchNormalization", "Add", "Mul", "Sub", "Div", "Max", "Pow"}


def dropped(model, rng):
    """An op is left out: what read it reads one of its operands, of whose shape `judge` makes sure."""
    tensors = graphs.constants(model)
    sites = [(index, operand) for index, node in enumerate(model.graph.node) if node.op_type in DROPPED
             for operand in range(2 if node.op_type in ("Add", "Mul", "Sub", "Div", "Max") else 1)
             if node.input[operand] not in tensors and not {o.name for o in model.graph.output} & set(node.output)]
    for index in rng.permutation(len(sites)):
        place, operand = sites[index]
        node = model.graph.node[place]
        kept, lost = node.input[operand], node.output[0]
        broken = graphs.copy(model)
        around = [name for user in graphs.users(broken, lost) for name in graphs.places_of(broken.graph, user)]
        del broken.graph.node[place]
        around += [name for user in graphs.users(broken, lost) for name in graphs.places_of(broken.graph, user)]
        for _, user in graphs.nodes(broken):
            user.input[:] = [kept if name == lost else name for name in user.input]
        learned = any(name in tensors for name in node.input)
        yield Plant(broken, f"{node.op_type} {node.name or f'#{place}'} left out", ["CG", *["WB", "LH"] * learned],
                    {"source": [*graphs.places_of(model.graph, node), *node.input],
                     "target": [kept, *around, *graphs.makers_of(broken, kept)]})


KINDS = {"weight": weights, "attribute": attributes, "dropped": dropped}
