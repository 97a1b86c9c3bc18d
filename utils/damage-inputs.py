#!/usr/bin/env python3
"""Damages models, pictures, arrays, recipes and texts of the IR, and judges what the tools do with them.

    utils/damage-inputs.py BIN FOLDER... [--count=200] [--seed=0] [--keep=FOLDER]

Takes the files below FOLDERs by their extensions (.onnx .tflite .ir .irb .npy .npz .json and pictures), damages copies
byte by byte, field by field (protobuf) or token by token, and gives each to two commands. Every command must end within the
processor time and memory of --seconds and --memory, with a documented exit code, where that is 2 with an error at a place, and
without files left beside its results. Prints a line for each fault with the command to repeat it (the input stays in
--keep), and counts. Exits 1 if there was a fault. Standard library alone; with onnxruntime from PyPI outputs that it refuses, though it
takes the input, are faults as well.
"""
import argparse
import collections
import pathlib
import random
import shutil
import sys
import tempfile

from damage import bytewise, protobuf, texts
from damage.run import Limits, faults, run

try:
    import onnxruntime
except ImportError:
    onnxruntime = None

MODELS, ARRAYS = {".onnx", ".tflite", ".ir", ".irb"}, {".npy", ".npz"}
PICTURES = {".png", ".jpg", ".bmp", ".ppm", ".pgm", ".pbm", ".webp"}
WAYS = {".onnx": [protobuf, protobuf, bytewise], ".ir": [texts, texts, bytewise], ".json": [texts, texts, bytewise]}

PICTURE_MODEL = """graph @main(%x: f32[1,3,8,8]) dialect("onnx", opset = 13) {
  %y = onnx.GlobalAveragePool %x : f32[1,3,1,1]
  return %y
}
"""
ARRAY_MODEL = """graph @main(%x: f32[?,?]) dialect("onnx", opset = 13) {
  %y = onnx.Relu %x : f32[?,?]
  return %y
}
"""
RECIPE = '{"resize": {"size": [8, 8]}, "scale": 0.0039, "layout": "nchw"}'


def kind_of(path):
    """The kind of an input, or None."""
    for kind, extensions in (("model", MODELS), ("array", ARRAYS), ("picture", PICTURES), ("recipe", {".json"})):
        if path.suffix in extensions:
            return kind
    return None


def commands(kind, original, damaged):
    """What a damaged file is given to."""
    if kind == "model":
        return [["fixcon", "check", damaged, damaged, "--random=2"],
                ["fixcon", "localize", original, damaged, "--random=2", "--json=report.json"],
                ["fixcon", "repair", original, damaged, "--random=2", "-o", "out" + pathlib.Path(original).suffix],
                ["fixcon-translate", damaged, "-o", "out.irb"],
                ["fixcon-opt", damaged, "--legalize", "-o", "out.ir"]]
    if kind == "array":
        return [["fixcon", "check", "array.ir", "array.ir", "--data=" + damaged]]
    if kind == "picture":
        return [["fixcon", "check", "picture.ir", "picture.ir", "--data=pictures", "--preprocess=recipe.json"]]
    return [["fixcon", "check", "picture.ir", "picture.ir", "--preprocess=" + damaged, "--print-recipe"]]


def is_taken(path):
    """Whether ONNX Runtime takes a model."""
    try:
        onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        return True
    except Exception:  # it raises many kinds
        return False


class Judge:
    """Damages one input after another in a folder of its own."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.random = random.Random(options.seed)
        self.limits = Limits(options.seconds, options.memory << 20)
        self.counts = collections.Counter()
        (folder / "picture.ir").write_text(PICTURE_MODEL, encoding="utf-8")
        (folder / "array.ir").write_text(ARRAY_MODEL, encoding="utf-8")
        (folder / "recipe.json").write_text(RECIPE, encoding="utf-8")
        (folder / "pictures").mkdir()
        self.known = {entry.name for entry in folder.iterdir()} | {"stdout", "stderr"}

    def tidy(self):
        """Removes what a run left; the names of what it should not have left."""
        strange = []
        for entry in self.folder.iterdir():
            if entry.name in self.known:
                continue
            if not entry.name.startswith(("in.", "original.", "out.", "report.json")) or entry.name.count(".") > 3:
                strange.append(entry.name)
            entry.unlink()
        return strange

    def judge(self, path, number):
        """Damages a copy of one file and runs two commands on it."""
        kind = kind_of(path)
        content = path.read_bytes()
        damage = self.random.choice(WAYS.get(path.suffix, [bytewise])).damaged(content, self.random)
        where = self.folder / "pictures" if kind == "picture" else self.folder
        damaged, original = "in" + path.suffix, "original" + path.suffix
        (where / damaged).write_bytes(damage)
        if kind != "picture":
            (self.folder / original).write_bytes(content)
        self.counts["inputs"] += 1
        choices = commands(kind, original, damaged)
        for command in self.random.sample(choices, min(2, len(choices))):
            self.run(command, where / damaged, path, number)
        self.tidy()
        (where / damaged).unlink(missing_ok=True)

    def run(self, command, damaged, path, number):
        """Runs one command and tells its faults."""
        before = {entry.name for entry in self.folder.iterdir()}
        words = [str(self.options.bin / command[0]), *command[1:], "--threads=2", f"--memory={self.options.memory}M"]
        ending = run(words, self.limits, self.folder)
        found = faults(ending, self.limits)
        written = {entry.name for entry in self.folder.iterdir()} - before - self.known
        if any("-" in name or name.count(".") > 3 for name in written):
            found.append("left")
        output = next((self.folder / name for name in written if name == "out.onnx"), None)
        if onnxruntime and output and is_taken(damaged):
            self.counts["outputs"] += 1
            if not is_taken(output):
                found.append("refused")
        self.counts["runs"] += 1
        self.counts.update(found)
        self.counts[f"exit {ending.code}"] += 1
        if found:
            kept = self.keep(damaged, number)
            print(f"{', '.join(found)}: {' '.join(command)}  # {path.name} as {kept}, exit {ending.code}, "
                  f"{ending.seconds:.1f} s, {ending.memory >> 20} MB: {ending.errors.strip()[-200:]!r}", flush=True)

    def keep(self, damaged, number):
        """Where a bad input stays."""
        if not self.options.keep:
            return "(not kept)"
        self.options.keep.mkdir(parents=True, exist_ok=True)
        kept = self.options.keep / f"{self.options.seed}-{number}{damaged.suffix}"
        shutil.copyfile(damaged, kept)
        return kept


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin", type=pathlib.Path, metavar="BIN", help="folder of the tools")
    parser.add_argument("folders", type=pathlib.Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--count", type=int, default=200, help="damaged inputs")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=int, default=20, help="of processor time for a run")
    parser.add_argument("--memory", type=int, default=1024, help="MB for a run")
    parser.add_argument("--largest", type=int, default=4096, help="KB of the largest file to take")
    parser.add_argument("--keep", type=pathlib.Path, help="folder for the inputs that showed a fault")
    return parser.parse_args()


def main():
    """Damages and judges as many inputs as asked."""
    options = arguments()
    options.bin = options.bin.resolve()
    options.keep = options.keep.resolve() if options.keep else None
    files = sorted(path for folder in options.folders for path in folder.rglob("*")
                   if path.is_file() and kind_of(path) and 0 < path.stat().st_size <= options.largest << 10)
    if not files:
        sys.exit("damage-inputs: there is no file of a known kind")
    by_kind = collections.defaultdict(list)
    for path in files:
        by_kind[kind_of(path), path.suffix].append(path)
    with tempfile.TemporaryDirectory() as folder:
        judge = Judge(options, pathlib.Path(folder))
        for number in range(options.count):
            judge.judge(judge.random.choice(by_kind[judge.random.choice(sorted(by_kind))]), number)
    print(", ".join(f"{count} {name}" for name, count in sorted(judge.counts.items())))
    bad = ("crash", "hang", "memory", "exit", "no place", "escape", "left", "refused")
    return int(any(judge.counts[name] for name in bad))


if __name__ == "__main__":
    sys.exit(main())
