"""Pairs of small networks that spell one layer in two ways, right and with a planted fault, in several opsets."""
import json
import zlib

import numpy as np
import onnx

from . import pictures, sequences
from .net import IR_VERSIONS, Net

SAMPLES, CLASSES = 24, 6


def picture_network(net, layer, form):
    """A stem, the layer and a head; and what stands between."""
    x = net.op("Relu", net.op("Conv", "x", net.draw(8, 3, 3, 3), net.draw(8), pads=[1, 1, 1, 1]))
    before = set(net.names())
    y = layer(net, x, form)
    between = [name for name in net.names() if name not in before]
    y = net.op("Tanh", net.op("Conv", y, net.draw(8, 8, 3, 3, scale=0.2), net.draw(8), strides=[2, 2]))
    corner = net.slice(net.slice(y, 2, 0, 3), 3, 0, 3)  # of the same size, whatever the layer gives
    return net.op("Gemm", net.op("Flatten", corner), net.draw(72, CLASSES), net.draw(CLASSES, scale=0.1)), between


def sequence_network(net, layer, form):
    x = net.op("Tanh", net.op("Add", net.op("MatMul", "x", net.draw(6, 8)), net.draw(8)))
    before = set(net.names())
    y = layer(net, x, form)
    between = [name for name in net.names() if name not in before]
    flat = net.op("Flatten", net.op("MatMul", y, net.draw(8, 4)))
    return net.op("Gemm", flat, net.draw(32, CLASSES), net.draw(CLASSES, scale=0.1)), between


KINDS = ((pictures.SPELLINGS, picture_network, [3, 12, 12]), (sequences.SPELLINGS, sequence_network, [8, 6]))


def build(network, layer, form, opset, shape, seed):
    """(the model, names of the layer's nodes, values and weights)"""
    net = Net(opset, "source/" if form == "source" else "target/", seed)
    result, between = network(net, layer, form)
    return net.model(shape, result, CLASSES), between


def write_pair(folder, models, types, places, shape, seed):
    folder.mkdir(parents=True, exist_ok=True)
    for side, model in models.items():
        onnx.save(model, folder / f"{side}.onnx")
    np.savez(folder / "data.npz", x=np.random.default_rng(seed).standard_normal((SAMPLES, *shape)).astype(np.float32))
    about = {"types": types, "where": places if types else {}, "inputs": {"x": {"shape": shape, "draw": "normal"}}}
    (folder / "case.json").write_text(json.dumps(about, indent=1))
    return folder


def write_pairs(root, seed):
    """The folders, each written when it is its turn."""
    for spellings, network, shape in KINDS:
        for name, (layer, types) in spellings.items():
            drawn = [seed, zlib.crc32(name.encode())]
            for opset in IR_VERSIONS:
                built = {form: build(network, layer, form, opset, shape, drawn) for form in ("source", "right", "broken")}
                for form in ("right", "broken"):
                    models = {"source": built["source"][0], "target": built[form][0]}
                    places = {"source": built["source"][1], "target": built[form][1]}
                    yield write_pair(root / f"{name}-{opset}-{form}", models, types if form == "broken" else [],
                                     places, shape, drawn)
