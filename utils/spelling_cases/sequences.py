"""Spellings of layers that see sequences of eight vectors of eight numbers; see pictures.py."""
import numpy as np

SETTING, WEIGHTS = ["LH", "CG", "WB"], ["WB"]
STRUCTURE = ["LH", "CG", "TSS"]


def attention(net, query, key, value, scale=None):
    scores = net.op("MatMul", query, net.op("Transpose", key, perm=[0, 2, 1]))
    if scale is not None:
        scores = net.op("Mul", scores, np.float32(scale))
    return net.op("MatMul", net.op("Softmax", scores, axis=2), value)


def scale_in_query(net, x, form):
    q, k, v = (net.draw(8, 8) for _ in "qkv")
    factor = np.float32(8 ** -0.5)
    query = q if form == "source" else q * factor
    scale = factor if form == "source" else 0.5 if form == "broken" else None
    return attention(net, *[net.op("MatMul", x, w) for w in (query, k, v)], scale)


def packed_projections(net, x, form):
    q, k, v = (net.draw(8, 8) for _ in "qkv")
    if form == "source":
        return attention(net, *[net.op("MatMul", x, w) for w in (q, k, v)], 0.35)
    packed = np.concatenate([q, v, k] if form == "broken" else [q, k, v], axis=1)
    return attention(net, *net.split(net.op("MatMul", x, packed), 2, [8, 8, 8]), 0.35)


def softmax_in_parts(net, x, form):
    y = net.op("MatMul", x, net.draw(8, 8))
    if form == "source":
        return net.op("Softmax", y, axis=2)
    powers = net.op("Exp", y)
    return net.op("Div", powers, net.sum(powers, [1 if form == "broken" else 2]))


def gelu_regrouped(net, x, form):
    y = net.op("MatMul", x, net.draw(8, 8))
    if form == "source":
        inner = net.op("Add", net.op("Erf", net.op("Div", y, np.float32(2 ** 0.5))), np.float32(1))
        return net.op("Mul", net.op("Mul", y, inner), np.float32(0.5))
    inner = net.op("Erf", net.op("Mul", y, np.float32(0.5 if form == "broken" else 0.5 ** 0.5)))
    return net.op("Mul", y, net.op("Add", net.op("Mul", inner, np.float32(0.5)), np.float32(0.5)))


def swish_spelt(net, x, form):
    y = net.op("MatMul", x, net.draw(8, 8))
    if form == "source":
        return net.op("Mul", y, net.op("Sigmoid", y))
    exponent = net.op("Mul", y, np.float32(-1.702)) if form == "broken" else net.op("Neg", y)
    return net.op("Div", y, net.op("Add", net.op("Exp", exponent), np.float32(1)))


def rows_as_dense(net, x, form):
    w, b = net.draw(8, 8), net.draw(8)
    if form == "source":
        return net.op("Add", net.op("MatMul", x, w), b)
    rows = net.op("Reshape", x, np.array([-1, 8]))
    dense = net.op("Gemm", rows, w if form == "broken" else w.T.copy(), b, transB=1)
    return net.op("Reshape", dense, np.array([-1, 8, 8]))


def layer_norm_regrouped(net, x, form):
    scale, shift = net.draw(8), net.draw(8)
    apart = net.op("Sub", x, net.mean(x, [2]))
    if form == "source":
        variance = net.mean(net.op("Pow", apart, np.float32(2)), [2])
        normal = net.op("Div", apart, net.op("Sqrt", net.op("Add", variance, np.float32(0.01))))
    else:
        variance = net.mean(net.op("Mul", apart, apart), [2])
        root = net.op("Sqrt", net.op("Add", np.float32(0.1 if form == "broken" else 0.01), variance))
        normal = net.op("Mul", net.op("Reciprocal", root), apart)
    return net.op("Add", net.op("Mul", normal, scale), shift)


def difference_as_sum(net, x, form):
    y = net.op("Tanh", net.op("MatMul", x, net.draw(8, 8)))
    if form == "source":
        return net.op("Sub", x, y)
    return net.op("Sub", y, x) if form == "broken" else net.op("Add", net.op("Neg", y), x)


SPELLINGS = {
    "scale-in-query": (scale_in_query, SETTING), "packed-projections": (packed_projections, ["CG", "WB"]),
    "softmax-in-parts": (softmax_in_parts, STRUCTURE), "gelu-regrouped": (gelu_regrouped, SETTING),
    "swish-spelt": (swish_spelt, SETTING), "rows-as-dense": (rows_as_dense, ["TSS", "LH", "WB"]),
    "layer-norm-regrouped": (layer_norm_regrouped, SETTING), "difference-as-sum": (difference_as_sum, ["CG"]),
}
