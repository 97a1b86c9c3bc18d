"""Folders of pairs of models with what is known of them.

A pair is a folder with a case.json in one of two forms. One names source.file, target.file, the expected faults and
recipes for pictures; the other stands beside source.onnx, target.onnx and samples in data.npz, and says which types and
places of a finding are right and how further samples are drawn.
"""
import dataclasses
import importlib.util
import json
import pathlib

from . import samples


FORMATS = {".onnx", ".tflite"}


@dataclasses.dataclass
class Pair:
    name: str
    source: pathlib.Path
    target: pathlib.Path
    data: object  # of `samples`
    types: list  # that say the fault rightly; none: the pair is right
    allowed: list = ()  # types of findings that are right besides
    places: dict = dataclasses.field(default_factory=dict)  # side -> names that count as the place; none: any
    tolerance: float = 1e-4  # of a repaired target, relative to the largest output
    batch: int = 3  # at which models are tried that leave their batch open


def read_pictures_pair(folder, about, pictures):
    models = [(folder / about[side]["file"]).resolve() for side in ("source", "target")]
    recipes = {side: folder / f"preprocess-{side}.json" for side in ("source", "target")}
    archive = folder / "inputs.npz"
    data = samples.halves(archive) if archive.exists() else samples.Pictures(pictures, recipes)
    return Pair(folder.name, *models, data, [fault["type"] for fault in about["expected_faults"]])


def read_arrays_pair(folder, about):
    data = samples.drawn(folder / "data.npz", about["inputs"], seed=1)
    return Pair(folder.name, folder / "source.onnx", folder / "target.onnx", data, about["types"],
                about.get("allow", []), about["where"], about.get("tolerance", 1e-4), about.get("batch", 3))


def read_pair(folder, pictures):
    """The pair in a folder, or None if its models are of formats that are not run here."""
    about = json.loads((folder / "case.json").read_text())
    if "source" not in about:
        return read_arrays_pair(folder, about)
    suffixes = {pathlib.Path(about[side]["file"]).suffix for side in ("source", "target")}
    if not suffixes <= FORMATS or (".tflite" in suffixes and not importlib.util.find_spec("ai_edge_litert")):
        return None
    return read_pictures_pair(folder, about, pictures)


def read_pairs(root, pictures=(), names=()):
    """The pairs below a folder, one after another, by name."""
    for path in sorted(pathlib.Path(root).glob("*/case.json")):
        if not names or path.parent.name in names:
            pair = read_pair(path.parent, pictures)
            if pair:
                yield pair


def list_pictures(folder, count):
    """The first pictures of a folder: as many as are seen, and as many again that are not."""
    files = sorted(pathlib.Path(folder).rglob("*"))
    return [path for path in files if path.suffix.lower() in samples.SUFFIXES][:2 * count]
