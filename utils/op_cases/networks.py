"""Small networks for ONNX Runtime's optimiser and quantiser: layers of a picture network, a transformer's blocks."""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from . import normal

BATCH, LENGTH, WIDTH, HEADS, WORDS = 2, 8, 16, 2, 30


class Builder:
    """Calling it with an op and its operands, names or arrays, adds a node and gives the name of its result."""

    def __init__(self, rng):
        self.rng, self.nodes, self.weights = rng, [], []

    def weight(self, *shape, scale=1.0):
        return normal(self.rng, *shape, scale=scale)

    def __call__(self, op, *operands, out=None, **attrs):
        out = out or f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, [self.name(x) for x in operands], [out], name=f"{op}_{out}", **attrs))
        return out

    def name(self, operand):
        if isinstance(operand, str):
            return operand
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.asarray(operand), name))
        return name

    def model(self, inputs, shape, opset):
        infos = [helper.make_tensor_value_info(*info) for info in inputs]
        result = helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)
        graph = helper.make_graph(self.nodes, "network", infos, [result], self.weights)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=9)


def convolution(g, x, channels, filters, size=3, group=1):
    w = g.weight(filters, channels // group, size, size, scale=(2 / (channels * size * size)) ** 0.5)
    return g("Conv", x, w, g.weight(filters, scale=0.1), pads=[size // 2] * 4, kernel_shape=[size, size], group=group)


def pictures(rng):
    """Convolutions with the activations, pools and movements that the quantiser knows."""
    g = Builder(rng)
    x = g("MaxPool", g("Relu", convolution(g, "x", 3, 8)), kernel_shape=[2, 2], strides=[2, 2])
    gate = g("Sigmoid", convolution(g, x, 8, 8, 1))
    x = g("Add", x, g("Mul", g("LeakyRelu", convolution(g, x, 8, 8, group=8), alpha=0.1), gate))
    positive = [np.abs(g.weight(8)) + np.float32(0.5) for _ in range(2)]
    normalized = g("BatchNormalization", convolution(g, x, 8, 8), positive[0], g.weight(8), g.weight(8), positive[1])
    x = g("Concat", x, g("Clip", normalized, np.float32(0), np.float32(6)), axis=1)
    x = g("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])
    x = g("Mul", x, g("HardSigmoid", x))
    x = g("Transpose", g("Transpose", x, perm=[0, 2, 3, 1]), perm=[0, 3, 1, 2])
    x = g("Resize", x, "", np.array([1, 1, 2, 2], np.float32), mode="nearest",
          coordinate_transformation_mode="asymmetric", nearest_mode="floor")
    x = g("Pad", x, np.array([0, 0, 1, 1, 0, 0, 1, 1]))
    x = g("Flatten", g("GlobalAveragePool", g("Relu", convolution(g, x, 16, 12, 1))))
    g("Softmax", g("Gemm", x, g.weight(10, 12), g.weight(10), transB=1), axis=-1, out="y")
    return g.model([("x", TensorProto.FLOAT, [2, 3, 16, 16])], [2, 10], 17)


def normalization(g, x):
    centred = g("Sub", x, g("ReduceMean", x, axes=[-1]))
    variance = g("ReduceMean", g("Pow", centred, np.float32(2)), axes=[-1])
    deviation = g("Sqrt", g("Add", variance, np.float32(1e-5)))
    return g("Add", g("Mul", g("Div", centred, deviation), g.weight(WIDTH)), g.weight(WIDTH))


def linear(g, x, inputs, outputs):
    return g("Add", g("MatMul", x, g.weight(inputs, outputs, scale=0.3)), g.weight(outputs))


def attention(g, x, mask):
    def heads(perm):
        split = g("Reshape", linear(g, x, WIDTH, WIDTH), np.array([0, 0, HEADS, WIDTH // HEADS]))
        return g("Transpose", split, perm=perm)

    q, k, v = heads([0, 2, 1, 3]), heads([0, 2, 3, 1]), heads([0, 2, 1, 3])
    scores = g("Add", g("Div", g("MatMul", q, k), np.float32((WIDTH // HEADS) ** 0.5)), mask)
    merged = g("Transpose", g("MatMul", g("Softmax", scores, axis=3), v), perm=[0, 2, 1, 3])
    return linear(g, g("Reshape", merged, np.array([0, 0, WIDTH])), WIDTH, WIDTH)


def transformer(rng):
    """Embeddings and two blocks as PyTorch's exporter spells them, so that every fusion is met."""
    g = Builder(rng)
    places = g("Gather", g.weight(LENGTH + 4, WIDTH), np.arange(LENGTH)[None])
    x = normalization(g, g("Add", g("Gather", g.weight(WORDS, WIDTH), "ids"), places))
    wide = g("Unsqueeze", g("Unsqueeze", "mask", np.array([1])), np.array([2]))
    hidden = g("Sub", np.float32(1), g("Cast", wide, to=TensorProto.FLOAT))
    mask = g("Mul", hidden, np.float32(-10000))
    for _ in range(2):
        x = normalization(g, g("Add", attention(g, x, mask), x))
        inner = linear(g, x, WIDTH, 2 * WIDTH)
        share = g("Add", g("Erf", g("Div", inner, np.float32(2 ** 0.5))), np.float32(1))
        inner = g("Mul", g("Mul", inner, share), np.float32(0.5))
        x = normalization(g, g("Add", linear(g, inner, 2 * WIDTH, WIDTH), x))
    g("Identity", x, out="y")
    whole = [("ids", TensorProto.INT64, [BATCH, LENGTH]), ("mask", TensorProto.INT64, [BATCH, LENGTH])]
    return g.model(whole, [BATCH, LENGTH, WIDTH], 14)


def picture_inputs(rng):
    return {"x": normal(rng, 2, 3, 16, 16)}


def transformer_inputs(rng):
    mask = np.ones((BATCH, LENGTH), np.int64)
    mask[0, -2:] = 0
    return {"ids": rng.integers(0, WORDS, (BATCH, LENGTH)), "mask": mask}


NETWORKS = {"pictures": (pictures, picture_inputs), "transformer": (transformer, transformer_inputs)}
