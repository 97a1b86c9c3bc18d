"""Faults of a quantised model, each near a place that a seed chooses: `plant(model, random)` changes it and returns
whether it has such a place. Faults of a float model are planted before it is quantised.
"""
import numpy as np
from onnx import helper, numpy_helper

# Operands (tensor, scale, zero point) that are weights, by type of node.
WEIGHTS = {"DequantizeLinear": (0, 1, 2), "QLinearConv": (3, 4, 5), "QLinearMatMul": (3, 4, 5), "QGemm": (3, 4, 5)}
CONVOLUTIONS = ("Conv", "QLinearConv", "ConvInteger")
# Those of what a node reads, and of what it gives.
READ = {"DequantizeLinear": (0, 1, 2), "QLinearConv": (0, 1, 2), "QLinearMatMul": (0, 1, 2), "QGemm": (0, 1, 2)}
MADE = {"QuantizeLinear": (1, 2), "QLinearConv": (6, 7), "QLinearMatMul": (6, 7), "QGemm": (7, 8)}


def constants(model):
    return {tensor.name: tensor for tensor in model.graph.initializer}


def number(tensor):
    return numpy_helper.to_array(tensor)


def put(tensor, values):
    tensor.CopyFrom(numpy_helper.from_array(np.asarray(values).astype(number(tensor).dtype), tensor.name))


def choose(random, places):
    return places[random.integers(len(places))] if places else None


def weights(model):
    """Nodes whose operand is a matrix or filter, with its places."""
    known = constants(model)
    return [(node, at) for node in model.graph.node if (at := WEIGHTS.get(node.op_type))
            and node.input[at[0]] in known and number(known[node.input[at[0]]]).ndim > 1]


def activations(model):
    """Scales and zero points of what is computed, by name, once each."""
    known = constants(model)
    found = {node.input[at[0]]: node.input[at[1]] for node in model.graph.node
             if (at := MADE.get(node.op_type)) and len(node.input) > at[1]}
    return [(scale, zero) for scale, zero in found.items() if scale in known and zero in known]


def weight_scale(model, random):
    place = choose(random, weights(model))
    if place:
        tensor = constants(model)[place[0].input[place[1][1]]]
        put(tensor, number(tensor) * 2)
    return bool(place)


def weight_zero_point(model, random):
    places = [p for p in weights(model) if len(p[0].input) > p[1][2] and p[0].input[p[1][2]] in constants(model)]
    place = choose(random, places)
    if place:
        node, at = place
        tensor = constants(model)[node.input[at[2]]]
        copied = numpy_helper.from_array((number(tensor).astype(np.int64) + 9).astype(number(tensor).dtype),
                                         tensor.name + "_off")
        model.graph.initializer.append(copied)
        node.input[at[2]] = copied.name
    return bool(place)


def channel_scales(model, random):
    known = constants(model)
    place = choose(random, [p for p in weights(model) if number(known[p[0].input[p[1][1]]]).size > 1])
    if place:
        tensor = known[place[0].input[place[1][1]]]
        put(tensor, np.roll(number(tensor), 1))
    return bool(place)


def one_channel(model, random):
    place = choose(random, weights(model))
    if place:
        tensor = constants(model)[place[0].input[place[1][0]]]
        values = number(tensor).copy()
        axis = 0 if place[0].op_type in ("DequantizeLinear", "QLinearConv") and values.ndim > 2 else values.ndim - 1
        rows = np.moveaxis(values, axis, 0)
        rows[random.integers(len(rows))] = rows[random.integers(len(rows))][..., ::-1]
        rows[0] = np.roll(rows[0].reshape(-1), 3).reshape(rows[0].shape)
        put(tensor, values)
    return bool(place)


def narrow_range(model, random):
    place = choose(random, activations(model))
    if place:
        tensor = constants(model)[place[0]]
        put(tensor, number(tensor) / 2)
    return bool(place)


def reads_otherwise(model, random, operand, change):
    known = constants(model)
    places = [node for node in model.graph.node if (at := READ.get(node.op_type))
              and node.input[at[0]] not in known and len(node.input) > at[2] and node.input[at[operand]] in known]
    node = choose(random, places)
    if node:
        at = READ[node.op_type][operand]
        tensor = known[node.input[at]]
        copied = numpy_helper.from_array(np.asarray(change(number(tensor))).astype(number(tensor).dtype),
                                         tensor.name + "_read")
        model.graph.initializer.append(copied)
        node.input[at] = copied.name
    return bool(node)


def read_scale(model, random):
    return reads_otherwise(model, random, 1, lambda scale: scale * 1.5)


def read_zero_point(model, random):
    def shift(zero):
        limits = np.iinfo(zero.dtype)
        return np.clip(zero.astype(np.int64) + (20 if zero < limits.max - 20 else -20), limits.min, limits.max)
    return reads_otherwise(model, random, 2, shift)


def dropped_activation(model, random):
    places = [node for node in model.graph.node if node.op_type in ("Relu", "Clip")]
    node = choose(random, places)
    if node:
        for reader in model.graph.node:
            for i, name in enumerate(reader.input):
                if name == node.output[0]:
                    reader.input[i] = node.input[0]
        model.graph.node.remove(node)
    return bool(node)


def other_pads(model, random):
    def pads(node):
        return next((a for a in node.attribute if a.name == "pads" and any(a.ints)), None)
    node = choose(random, [node for node in model.graph.node if node.op_type in CONVOLUTIONS and pads(node)])
    if node:
        pads(node).CopyFrom(helper.make_attribute("pads", [0, 0, 2, 2]))
    return bool(node)


WB = {"WB"}
QUANTIZED = {"weight-scale": (weight_scale, WB), "weight-zero-point": (weight_zero_point, WB),
             "channel-scales": (channel_scales, WB), "one-channel": (one_channel, WB), "narrow-range": (narrow_range, WB),
             "read-scale": (read_scale, WB), "read-zero-point": (read_zero_point, WB), "other-pads": (other_pads, {"LH"})}
FLOAT = {"dropped-activation": (dropped_activation, {"CG", "LH"})}
