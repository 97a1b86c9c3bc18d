"""Samples of a pair: those that a repair sees, and others that it does not.

Both kinds have `arguments(folder)`, what fixcon is told, and `feeds(kind, tool, session, side, recipe)`, a list of what
a session is fed, one entry a sample; kind is "seen" or "unseen".
"""
import json
import pathlib
import tempfile

import numpy as np
from onnx import helper

from . import runtimes

SUFFIXES = {".jpg", ".jpeg", ".jpe", ".png", ".bmp", ".ppm", ".pgm", ".pbm", ".pnm"}


class Pictures:
    """The first half of a list of pictures is seen; fixcon prepares them by the recipes of both sides."""

    def __init__(self, pictures, recipes):
        half = len(pictures) // 2
        self.lists = {"seen": pictures[:half], "unseen": pictures[half:]}
        self.recipes, self.prepared = recipes, {}

    def arguments(self, folder):
        return [f"--data={self.write_list('seen', folder)}"] + [
            f"--preprocess-{side}={recipe}" for side, recipe in self.recipes.items()]

    def write_list(self, kind, folder):
        path = pathlib.Path(folder) / f"{kind}.txt"
        path.write_text("".join(f"{picture}\n" for picture in self.lists[kind]))
        return path

    def feeds(self, kind, tool, session, side, recipe=None):
        text = json.dumps(recipe) if recipe else self.recipes[side].read_text()
        wanted = session.get_inputs()
        key = (kind, text, *((value.name, tuple(value.shape), value.type) for value in wanted))
        if key not in self.prepared:
            self.prepared[key] = self.prepare(kind, tool, wanted, text)
        arrays = self.prepared[key]
        count = len(self.lists[kind])
        return [{name: np.split(array, count)[i] for name, array in arrays.items()} for i in range(count)]

    def prepare(self, kind, tool, wanted, recipe):
        """What the inputs hold, by a model that gives them back as they are."""
        with tempfile.TemporaryDirectory() as folder:
            model, spec = pathlib.Path(folder) / "identity.onnx", pathlib.Path(folder) / "recipe.json"
            model.write_bytes(identity(wanted).SerializeToString())
            spec.write_text(recipe)
            outputs = runtimes.run_fixcon(tool, model, f"--data={self.write_list(kind, folder)}", f"--preprocess={spec}")
        return {value.name: outputs[f"{value.name}.fed"] for value in wanted}


def identity(wanted):
    def info(name, value):
        dtype = helper.np_dtype_to_tensor_dtype(runtimes.dtype_of(value))
        return helper.make_tensor_value_info(name, dtype, value.shape)
    nodes = [helper.make_node("Identity", [value.name], [f"{value.name}.fed"]) for value in wanted]
    graph = helper.make_graph(nodes, "identity", [info(value.name, value) for value in wanted],
                              [info(f"{value.name}.fed", value) for value in wanted])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


class Arrays:
    """Arrays by the source's names, whose first axis counts samples."""

    def __init__(self, seen, unseen):
        self.sets = {"seen": seen, "unseen": unseen}

    def arguments(self, folder):
        path = pathlib.Path(folder) / "seen.npz"
        np.savez(path, **self.sets["seen"])
        return [f"--data={path}"]

    def feeds(self, kind, tool, session, side, recipe=None):
        arrays = self.sets[kind]
        columns = {}
        for wanted, own in zip(session.get_inputs(), arrays):
            values = arrays.get(wanted.name, arrays[own])
            columns[wanted.name] = values[:, None] if len(wanted.shape) == values.ndim else values
        count = len(next(iter(arrays.values())))
        return [{name: np.asarray(values[i]) for name, values in columns.items()} for i in range(count)]


def halves(archive):
    arrays = dict(np.load(archive))
    half = {name: len(values) // 2 for name, values in arrays.items()}
    return Arrays({name: values[:half[name]] for name, values in arrays.items()},
                  {name: values[half[name]:] for name, values in arrays.items()})


def drawn(archive, inputs, seed):
    """Samples of an archive are seen, as many others are drawn like them."""
    seen = dict(np.load(archive))
    rng = np.random.default_rng(seed)
    return Arrays(seen, {name: draw(inputs[name], values, rng) for name, values in seen.items()})


def draw(how, like, rng):
    """Arrays of the shape of those that there are, drawn in the way that a case names."""
    if how["draw"] == "ids":
        return rng.integers(0, how["hi"], like.shape).astype(like.dtype)
    if how["draw"] == "maskrows":  # every second sample has a row that masks all
        mask = rng.random(like.shape) < 0.6
        mask[..., 0] = True
        mask[::2, rng.integers(mask.shape[1])] = False
        return mask
    if how["draw"] == "pcm":
        time = np.arange(like.shape[-1])
        one = (*like.shape[:-1], 1)
        waves = np.sin(time * rng.uniform(0.01, 0.3, one) + rng.uniform(0, 6, one))
        return np.round(np.clip(waves * 32000 + rng.normal(0, 500, like.shape), -32000, 32000)).astype(like.dtype)
    if how["draw"] == "same":
        return like
    # Multiples of 1/32, as the seen ones are: ties are as frequent among them.
    return (np.round(rng.standard_normal(like.shape) * 32) / 32).astype(like.dtype)
