"""Folders of pairs (utils/judging/pairs.py): a network exported in two ways, and the same with a planted fault."""
import json
import zlib

import numpy as np
import onnx

from .exports import NETWORKS, draw, export, inputs_of, make
from .plants import PLANTS

SAMPLES = 6


def write_pair(folder, source, target, arguments, types, place):
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(source, folder / "source.onnx")
    onnx.save(target, folder / "target.onnx")
    names = inputs_of(source)
    arrays = {name: np.stack([draw(argument).numpy() for _ in range(SAMPLES)])
              for name, argument in zip(names, arguments)}
    np.savez(folder / "data.npz", **arrays)
    inputs = {name: {"draw": "normal" if argument.is_floating_point() else "same"}
              for name, argument in zip(names, arguments)}
    about = {"types": types, "where": {"target": [place]} if types else {}, "inputs": inputs}
    (folder / "case.json").write_text(json.dumps(about, indent=1))
    return folder


def plant(model, wanted, seed):
    """A fault near the wanted place in the list that this model has a place for: (its name, type, place), or None."""
    faults = list(PLANTS.items())
    for index in range(len(faults)):
        name, (kind, spoil) = faults[(wanted + index) % len(faults)]
        place = spoil(model, np.random.default_rng([seed, zlib.crc32(name.encode())]))
        if place:
            return name, kind, place
    return None


def write_pairs(root, count, seed):
    """`count` faulty pairs and the right pair of each network that they took; each is written when it is its turn."""
    root.mkdir(parents=True, exist_ok=True)
    written = 0
    for turn in range(len(PLANTS)):
        for index, name in enumerate(NETWORKS):
            if written == count:
                return
            network, arguments = make(name, seed)
            files = export(name, network, arguments, root)
            if not files:
                continue
            source, target = map(onnx.load, files)
            broken = onnx.ModelProto()
            broken.CopyFrom(target)
            planted = plant(broken, turn + index, seed + turn)
            if not planted:
                continue
            if turn == 0:
                yield write_pair(root / f"{name}-right", source, target, arguments, [], "")
            fault, kind, place = planted
            yield write_pair(root / f"{name}-{fault.replace(' ', '-')}", source, broken, arguments, [kind], place)
            written += 1
