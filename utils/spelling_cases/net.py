"""Builds a small model; knows how operators are spelt in an opset."""
import numpy as np
from onnx import helper, numpy_helper

IR_VERSIONS = {9: 4, 11: 6, 13: 7, 17: 8, 21: 10}


class Net:
    """A model under construction. Values go by name; an array as an operand becomes a weight."""

    def __init__(self, opset, prefix, seed):
        self.opset, self.prefix, self.rng = opset, prefix, np.random.default_rng(seed)
        self.nodes, self.weights = [], []

    def draw(self, *shape, scale=0.5):
        """Random weights: the same ones in every form of a network, if all are drawn in the same order."""
        return (self.rng.standard_normal(shape) * scale).astype(np.float32)

    def weight(self, array):
        name = f"{self.prefix}weight_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def op(self, kind, *operands, results=1, **attributes):
        """The result, or a list of them."""
        names = [operand if isinstance(operand, str) else self.weight(operand) for operand in operands]
        name = f"{self.prefix}{kind}_{len(self.nodes)}"
        values = [f"{name}:{i}" for i in range(results)]
        self.nodes.append(helper.make_node(kind, names, values, name, **attributes))
        return values[0] if results == 1 else values

    def configured(self, kind, x, since, names, values, **others):
        """Settings that are attributes before the opset `since`, operands from it on."""
        if self.opset < since:
            return self.op(kind, x, **dict(zip(names, values)), **others)
        return self.op(kind, x, *[np.asarray(value) for value in values], **others)

    def pad(self, x, pads, value=0.0):
        return self.configured("Pad", x, 11, ("pads", "value"), (pads, np.float32(value)))

    def clip(self, x, low, high):
        return self.configured("Clip", x, 11, ("min", "max"), (np.float32(low), np.float32(high)))

    def slice(self, x, axis, start, end):
        return self.configured("Slice", x, 10, ("starts", "ends", "axes"), ([start], [end], [axis]))

    def mean(self, x, axes):
        return self.configured("ReduceMean", x, 18, ("axes",), (axes,), keepdims=1)

    def sum(self, x, axes):
        return self.configured("ReduceSum", x, 13, ("axes",), (axes,), keepdims=1)

    def split(self, x, axis, sizes):
        if self.opset < 13:
            return self.op("Split", x, results=len(sizes), axis=axis, split=sizes)
        return self.op("Split", x, np.asarray(sizes), results=len(sizes), axis=axis)

    def names(self):
        """Names of all nodes, values and weights so far."""
        values = [name for node in self.nodes for name in node.output]
        return [node.name for node in self.nodes] + values + [weight.name for weight in self.weights]

    def model(self, shape, result, classes):
        infos = [helper.make_tensor_value_info(name, 1, dims) for name, dims in
                 (("x", ["N", *shape]), (result, ["N", classes]))]
        graph = helper.make_graph(self.nodes, self.prefix.strip("/"), infos[:1], infos[1:], self.weights)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)],
                                 ir_version=IR_VERSIONS[self.opset])
