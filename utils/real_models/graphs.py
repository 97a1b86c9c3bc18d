"""Walks over the nodes and constants of a model, bodies of If, Loop and Scan included."""
import itertools

import onnx
from onnx import numpy_helper


def bodies(node):
    for attribute in node.attribute:
        yield from attribute.graphs or ([attribute.g] if attribute.HasField("g") else [])


def graphs(graph):
    yield graph
    for node in graph.node:
        for body in bodies(node):
            yield from graphs(body)


def nodes(model):
    """(graph, node) of all."""
    return [(graph, node) for graph in graphs(model.graph) for node in graph.node]


def value_of(node):
    """The tensor of a Constant, or None."""
    return next((a.t for a in node.attribute if a.name == "value"), None) if node.op_type == "Constant" else None


def constants(model):
    """Name -> tensor that may be written to, of initialisers and of Constant nodes."""
    found = {}
    for graph in graphs(model.graph):
        found.update({tensor.name: tensor for tensor in graph.initializer})
        found.update({node.output[0]: value_of(node) for node in graph.node if value_of(node) is not None})
    return found


def write(tensor, values):
    tensor.CopyFrom(numpy_helper.from_array(values, tensor.name))


def users(model, name):
    return [node for _, node in nodes(model) if name in node.input]


def makers_of(model, name):
    """What a report calls the op that gives a value."""
    return [place for graph, node in nodes(model) if name in node.output for place in places_of(graph, node)]


def places_of(graph, node):
    """What a report calls a node and what it gives."""
    own = node.name or f"#{list(graph.node).index(node)}"
    return [own, *filter(None, node.output)]


def fresh_names(model):
    """All inner values and nodes get names that say nothing."""
    kept = {value.name for value in itertools.chain(model.graph.input, model.graph.output)}
    names = {}

    def renamed(name):
        return name if not name or name in kept else names.setdefault(name, f"v{len(names)}")
    for index, graph in enumerate(graphs(model.graph)):
        for value in itertools.chain(graph.initializer, graph.value_info, graph.input, graph.output):
            value.name = renamed(value.name)
        for place, node in enumerate(graph.node):
            node.name = f"n{index}_{place}"
            node.input[:] = [renamed(name) for name in node.input]
            node.output[:] = [renamed(name) for name in node.output]
    return model


def opset(model):
    return next(entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx"))


def copy(model):
    other = onnx.ModelProto()
    other.CopyFrom(model)
    return other
