"""Networks to take times of: well-known architectures, written as ONNX with random weights. Batch normalisations stand
folded into their convolutions, as exporters leave them."""

import math

import numpy as np
import onnx
from onnx import helper, numpy_helper


class Net:
    """A graph under construction; values are (name, channels, height and width)."""

    def __init__(self, name, channels=3, size=224):
        self.name, self.nodes, self.weights = name, [], []
        self.random = np.random.default_rng(1)
        self.input = helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1, channels, size, size])
        self.start = ("x", channels, size)

    def weight(self, *shape, scale=None):
        fan_in = math.prod(shape[1:]) or 1
        scale = math.sqrt(2 / fan_in) if scale is None else scale
        name = f"w{len(self.weights)}"
        values = self.random.normal(0, scale, shape).astype(np.float32)
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def op(self, kind, inputs, **attributes):
        out = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [out], **attributes))
        return out

    def conv(self, x, channels, kernel=1, stride=1, pad=None, groups=1, act="Relu"):
        name, inputs, size = x
        kh, kw = kernel if isinstance(kernel, tuple) else (kernel, kernel)
        ph, pw = (kh // 2, kw // 2) if pad is None else (pad, pad)
        w = self.weight(channels, inputs // groups, kh, kw)
        b = self.weight(channels, scale=0.1)
        out = self.op("Conv", [name, w, b], kernel_shape=[kh, kw], strides=[stride, stride], pads=[ph, pw, ph, pw],
                      group=groups)
        return self.act((out, channels, (size + 2 * ph - kh) // stride + 1), act)

    def act(self, x, act):
        name, channels, size = x
        if act == "Relu6":
            low = self.constant(0.0)
            return (self.op("Clip", [name, low, self.constant(6.0)]), channels, size)
        return (self.op(act, [name]), channels, size) if act else x

    def constant(self, value):
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.array(value, np.float32), name))
        return name

    def add(self, x, y, act=None):
        return self.act((self.op("Add", [x[0], y[0]]), x[1], x[2]), act)

    def concat(self, *parts):
        return (self.op("Concat", [p[0] for p in parts], axis=1), sum(p[1] for p in parts), parts[0][2])

    def pool(self, x, kernel, stride, pad=0, kind="MaxPool", ceil=0):
        name, channels, size = x
        out = self.op(kind, [name], kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[pad] * 4, ceil_mode=ceil)
        steps = (size + 2 * pad - kernel) / stride
        return (out, channels, (math.ceil(steps) if ceil else math.floor(steps)) + 1)

    def linear(self, x, outputs, act=None):
        name, inputs, _ = x
        w = self.weight(outputs, inputs)
        return self.act((self.op("Gemm", [name, w, self.weight(outputs, scale=0.1)], transB=1), outputs, 1), act)

    def head(self, x, outputs=1000):
        pooled = (self.op("GlobalAveragePool", [x[0]]), x[1], 1)
        return self.linear((self.op("Flatten", [pooled[0]]), x[1], 1), outputs)

    def model(self, out):
        result = helper.make_tensor_value_info(out[0], onnx.TensorProto.FLOAT, None)
        graph = helper.make_graph(self.nodes, self.name, [self.input], [result], self.weights)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def mobilenet_v2():
    net = Net("mobilenet_v2")
    x = net.conv(net.start, 32, 3, 2, act="Relu6")
    for expand, channels, count, stride in [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1),
                                            (6, 160, 3, 2), (6, 320, 1, 1)]:
        for i in range(count):
            y, wide = x, x[1] * expand
            if expand != 1:
                y = net.conv(y, wide, act="Relu6")
            y = net.conv(y, wide, 3, stride if i == 0 else 1, groups=wide, act="Relu6")
            y = net.conv(y, channels, act=None)
            x = net.add(x, y) if i else y
    return net.model(net.head(net.conv(x, 1280, act="Relu6")))


def resnet(blocks, name):
    net = Net(name)
    x = net.pool(net.conv(net.start, 64, 7, 2), 3, 2, 1)
    for stage, count in enumerate(blocks):
        channels = 64 << stage
        for i in range(count):
            stride = 2 if i == 0 and stage else 1
            y = net.conv(net.conv(x, channels), channels, 3, stride)
            y = net.conv(y, 4 * channels, act=None)
            x = net.add(y, net.conv(x, 4 * channels, 1, stride, act=None) if i == 0 else x, "Relu")
    return net.model(net.head(x))


def resnet50():
    return resnet([3, 4, 6, 3], "resnet50")


def resnet101():
    return resnet([3, 4, 23, 3], "resnet101")


def squeezenet():
    net = Net("squeezenet")
    x = net.pool(net.conv(net.start, 64, 3, 2, pad=0), 3, 2, ceil=1)
    for i, (squeeze, expand) in enumerate([(16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256),
                                           (64, 256)]):
        if i in (2, 4):
            x = net.pool(x, 3, 2, ceil=1)
        s = net.conv(x, squeeze)
        x = net.concat(net.conv(s, expand), net.conv(s, expand, 3))
    x = net.conv(x, 1000)
    return net.model((net.op("Flatten", [net.op("GlobalAveragePool", [x[0]])]), 1000, 1))


def vgg11():
    net = Net("vgg11")
    x = net.start
    for step in [64, "pool", 128, "pool", 256, 256, "pool", 512, 512, "pool", 512, 512, "pool"]:
        x = net.pool(x, 2, 2) if step == "pool" else net.conv(x, step, 3)
    x = (net.op("Flatten", [x[0]]), x[1] * x[2] * x[2], 1)
    return net.model(net.linear(net.linear(net.linear(x, 4096, "Relu"), 4096, "Relu"), 1000))


def densenet121():
    net = Net("densenet121")
    x = net.pool(net.conv(net.start, 64, 7, 2), 3, 2, 1)
    for block, count in enumerate([6, 12, 24, 16]):
        for _ in range(count):
            y = net.conv(net.conv(net.act(x, "Relu"), 128), 32, 3, act=None)
            x = net.concat(x, y)
        if block < 3:
            x = net.pool(net.conv(net.act(x, "Relu"), x[1] // 2, act=None), 2, 2, kind="AveragePool")
    return net.model(net.head(net.act(x, "Relu")))


MODELS = {f.__name__: f for f in (mobilenet_v2, squeezenet, resnet50, resnet101, vgg11, densenet121)}
