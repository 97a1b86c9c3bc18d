"""Spellings of layers that see pictures of eight channels, twelve by twelve.

Each function appends one layer to a network in the form "source", "right" (spelt otherwise, of equal meaning) or
"broken" (the same with a fault) and gives the result. All weights are drawn before the forms part.
"""
import numpy as np

ONES = [1, 1, 1, 1]
STRUCTURE, SETTING, WEIGHTS = ["LH", "CG", "TSS"], ["LH", "CG", "WB"], ["WB"]


def pad_apart(net, x, form):
    w = net.draw(8, 8, 3, 3)
    if form == "source":
        return net.op("Conv", x, w, pads=ONES)
    return net.op("Conv", net.pad(x, [0, 0, 0, 0, 0, 0, 2, 2] if form == "broken" else [0, 0, 1, 1, 0, 0, 1, 1]), w)


def pad_behind_transpose(net, x, form):
    w = net.draw(8, 8, 3, 3)
    if form == "source":
        return net.op("Conv", x, w, pads=ONES)
    last = net.op("Transpose", x, perm=[0, 2, 3, 1])
    padded = net.pad(last, [0, 0, 0, 0, 0, 2, 2, 0] if form == "broken" else [0, 1, 1, 0, 0, 1, 1, 0])
    return net.op("Conv", net.op("Transpose", padded, perm=[0, 3, 1, 2]), w)


def pad_before_activation(net, x, form):
    w = net.draw(8, 8, 3, 3)
    y = net.op("Conv", x, net.draw(8, 8, 1, 1))
    if form == "source":
        return net.op("Conv", net.op("Relu", y), w, pads=ONES)
    value = 0.5 if form == "broken" else 0
    return net.op("Conv", net.op("Relu", net.pad(y, [0, 0, 1, 1, 0, 0, 1, 1], value)), w)


def normalisation_forward(net, x, form):
    """A BatchNorm goes into the weights of the convolution behind it."""
    scale, shift, mean, variance = (net.draw(8), net.draw(8), net.draw(8), 0.5 + np.abs(net.draw(8)))
    w, b = net.draw(8, 8, 1, 1), net.draw(8)
    if form == "source":
        return net.op("Conv", net.op("BatchNormalization", x, scale, shift, mean, variance), w, b)
    factor = scale / np.sqrt(variance + np.float32(1e-5))
    folded = w * factor[None, :, None, None]
    bias = b + w[:, :, 0, 0] @ (shift - mean * factor)
    if form == "broken":
        folded[:, 3] = w[:, 3]
    return net.op("Conv", x, folded, bias.astype(np.float32))


def normalisation_as_affine(net, x, form):
    scale, shift, mean, variance = (net.draw(8), net.draw(8), net.draw(8), 0.02 + 0.1 * np.abs(net.draw(8)))
    if form == "source":
        return net.op("BatchNormalization", x, scale, shift, mean, variance, epsilon=0.01)
    factor = scale / np.sqrt(variance + np.float32(0 if form == "broken" else 0.01))
    column = (8, 1, 1)
    return net.op("Add", net.op("Mul", x, factor.reshape(column)), (shift - mean * factor).reshape(column))


def slices_reordered(net, x, form):
    if form == "source":
        return net.slice(net.slice(x, 2, 1, 9), 3, 3, 11)
    start = 2 if form == "broken" else 1
    return net.slice(net.slice(x, 3, 3, 11), 2, start, start + 8)


def conv_as_product(net, x, form):
    w, b = net.draw(8, 8, 1, 1), net.draw(8)
    if form == "source":
        return net.op("Conv", x, w, b)
    kernel = w[:, :, 0, 0].T.copy()
    if form == "broken":
        kernel[[0, 1]] = kernel[[1, 0]]
    last = net.op("Transpose", x, perm=[0, 2, 3, 1])
    return net.op("Transpose", net.op("Add", net.op("MatMul", last, kernel), b), perm=[0, 3, 1, 2])


def bias_apart(net, x, form):
    w, b = net.draw(8, 8, 3, 3), net.draw(8)
    if form == "source":
        return net.op("Conv", x, w, b)
    return net.op("Add", net.op("Conv", x, w), (b * (form == "right")).reshape(8, 1, 1))


def bounds_as_extrema(net, x, form):
    y = net.op("Conv", x, net.draw(8, 8, 3, 3))
    if form == "source":
        return net.clip(y, 0, 1)
    high = np.float32(0.5 if form == "broken" else 1)
    return net.op("Min", net.op("Max", y, np.float32(0)), high)


def hard_sigmoid_spelt(net, x, form):
    y = net.op("Conv", x, net.draw(8, 8, 3, 3))
    if form == "source":
        return net.op("HardSigmoid", y, alpha=1 / 6, beta=0.5)
    if form == "broken":
        return net.op("HardSigmoid", y, alpha=0.2, beta=0.5)
    return net.op("Div", net.clip(net.op("Add", y, np.float32(3)), 0, 6), np.float32(6))


def leak_per_channel(net, x, form):
    y = net.op("Conv", x, net.draw(8, 8, 3, 3))
    if form == "source":
        return net.op("LeakyRelu", y, alpha=0.1)
    return net.op("PRelu", y, np.full((8, 1, 1), 0.3 if form == "broken" else 0.1, np.float32))


def parts_reordered(net, x, form):
    w, v, u = net.draw(4, 8, 1, 1), net.draw(4, 8, 1, 1), net.draw(8, 8, 1, 1)
    a, b = net.op("Conv", x, w), net.op("Relu", net.op("Conv", x, v))
    if form == "source":
        return net.op("Conv", net.op("Concat", a, b, axis=1), u)
    kernel = u if form == "broken" else np.concatenate([u[:, 4:], u[:, :4]], axis=1)
    return net.op("Conv", net.op("Concat", b, a, axis=1), kernel)


def gate_of_means(net, x, form):
    w = net.draw(8, 8, 1, 1)
    if form == "source":
        mean = net.op("GlobalAveragePool", x)
    else:
        mean = net.op("GlobalMaxPool", x) if form == "broken" else net.mean(x, [2, 3])
    return net.op("Mul", x, net.op("Sigmoid", net.op("Conv", mean, w)))


def average_over_padding(net, x, form):
    if form == "right":
        return net.op("AveragePool", net.pad(x, [0, 0, 1, 1, 0, 0, 1, 1]), kernel_shape=[3, 3])
    return net.op("AveragePool", x, kernel_shape=[3, 3], pads=ONES, count_include_pad=int(form == "source"))


def average_without_padding(net, x, form):
    if form == "source":
        return net.op("AveragePool", x, kernel_shape=[3, 3], pads=ONES)
    pooled = net.op("AveragePool", net.pad(x, [0, 0, 1, 1, 0, 0, 1, 1]), kernel_shape=[3, 3])
    if form == "broken":
        return pooled
    inside = np.full((12, 12), 1, np.float32)
    inside[[0, -1]] *= 1.5
    inside[:, [0, -1]] *= 1.5
    return net.op("Mul", pooled, inside)


def maximum_over_padding(net, x, form):
    y = net.op("Neg", x)
    if form == "source":
        return net.op("MaxPool", y, kernel_shape=[3, 3], pads=ONES)
    value = 0 if form == "broken" else -3e38
    return net.op("MaxPool", net.pad(y, [0, 0, 1, 1, 0, 0, 1, 1], value), kernel_shape=[3, 3])


SPELLINGS = {
    "pad-apart": (pad_apart, STRUCTURE), "pad-behind-transpose": (pad_behind_transpose, STRUCTURE),
    "pad-before-activation": (pad_before_activation, STRUCTURE),
    "norm-forward": (normalisation_forward, WEIGHTS), "norm-as-affine": (normalisation_as_affine, SETTING),
    "slices-reordered": (slices_reordered, STRUCTURE), "conv-as-product": (conv_as_product, WEIGHTS),
    "bias-apart": (bias_apart, WEIGHTS), "bounds-as-extrema": (bounds_as_extrema, SETTING),
    "hard-sigmoid-spelt": (hard_sigmoid_spelt, SETTING), "leak-per-channel": (leak_per_channel, SETTING),
    "parts-reordered": (parts_reordered, ["CG", "TSS", "LH", "WB"]), "gate-of-means": (gate_of_means, STRUCTURE),
    "average-over-padding": (average_over_padding, STRUCTURE),
    "average-without-padding": (average_without_padding, STRUCTURE),
    "maximum-over-padding": (maximum_over_padding, STRUCTURE),
}
