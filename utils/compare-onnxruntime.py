#!/usr/bin/env python3
"""Compares fixcon-run with ONNX Runtime, an outside judge, on whole models.

    utils/compare-onnxruntime.py [options] MODEL.onnx|FOLDER...

Each model runs on the same inputs three times: by ONNX Runtime with its optimisations off, by fixcon-run
as typed, and by fixcon-run in double precision. The table gives the largest deviation of an output,
absolute and relative to the largest value of ONNX Runtime's output. Exits 1 if a model deviates by more than
the tolerance or only one of the two runs it. Optional: without onnxruntime and numpy from PyPI it says so and exits 0.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy as np
    import onnxruntime
except ImportError as missing:
    print(f"compare-onnxruntime: skipped, needs numpy and onnxruntime from PyPI ({missing})")
    sys.exit(0)

ROOT = pathlib.Path(__file__).resolve().parent.parent
DTYPES = {"float": "f4", "double": "f8", "float16": "f2", "bool": "?", "uint8": "u1", "int8": "i1", "uint16": "u2",
          "int16": "i2", "uint32": "u4", "int32": "i4", "uint64": "u8", "int64": "i8"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=pathlib.Path, metavar="MODEL|FOLDER")
    parser.add_argument("--fixcon-run", type=pathlib.Path, default=ROOT / "build/release/bin/fixcon-run")
    parser.add_argument("--inputs", type=pathlib.Path, help=".npz with one array per input, instead of random inputs")
    parser.add_argument("--free-dim", type=int, default=2, help="size of dimensions that the model leaves open (2)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tolerance", type=float, default=1e-4, help="largest relative deviation (1e-4)")
    return parser.parse_args()


def model_files(paths):
    for path in paths:
        yield from sorted(path.rglob("*.onnx")) if path.is_dir() else [path]


def random_input(wanted, free_dim, rng):
    shape = [dim if isinstance(dim, int) and dim > 0 else free_dim for dim in wanted.shape]
    dtype = np.dtype(DTYPES[wanted.type.removeprefix("tensor(").removesuffix(")")])
    if dtype.kind == "f":
        return rng.standard_normal(shape).astype(dtype)
    if dtype.kind == "b":
        return rng.integers(0, 2, shape).astype(dtype)
    return rng.integers(0, 256 if dtype == np.uint8 else 8, shape).astype(dtype)


def by_onnxruntime(path, options, rng):
    settings = onnxruntime.SessionOptions()
    settings.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    settings.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(path), settings, providers=["CPUExecutionProvider"])
    if options.inputs:
        inputs = dict(np.load(options.inputs))
    else:
        inputs = {wanted.name: random_input(wanted, options.free_dim, rng) for wanted in session.get_inputs()}
    outputs = session.run(None, inputs)
    return inputs, {output.name: value for output, value in zip(session.get_outputs(), outputs)}


def by_fixcon(path, options, precision, inputs, folder):
    command = [str(options.fixcon_run), str(path), f"--precision={precision}", f"--output={folder}/{precision}.npz"]
    for index, (name, value) in enumerate(inputs.items()):
        np.save(f"{folder}/{index}.npy", value)
        command.append(f"--input={name}={folder}/{index}.npy")
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError((done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[0])
    return dict(np.load(f"{folder}/{precision}.npz"))


def deviation(expected, got):
    """Largest deviation over the outputs: absolute, and relative to the largest value of the same output."""
    worst = (0.0, 0.0)
    for name, value in expected.items():
        if name not in got or got[name].shape != value.shape:
            raise RuntimeError(f"output '{name}' is missing or has another shape")
        a, b = np.asarray(value, np.float64), np.asarray(got[name], np.float64)
        same = (a == b) | (np.isnan(a) & np.isnan(b))
        absolute = float(np.abs(np.where(same, 0, a - b)).max(initial=0))
        if not np.isfinite(absolute):
            return np.inf, np.inf
        largest = float(np.abs(a[np.isfinite(a)]).max(initial=0))
        worst = max(worst, (absolute, absolute / largest if largest else absolute), key=lambda pair: pair[1])
    return worst


def compare(path, options):
    """(a row of the table, relative deviation, whether it is a failure)"""
    try:
        inputs, expected = by_onnxruntime(path, options, np.random.default_rng(options.seed))
    except Exception as error:
        return f"not run by ONNX Runtime: {str(error).splitlines()[0]}", 0.0, False
    cells, worst = [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        for precision in ("typed", "f64"):
            try:
                absolute, relative = deviation(expected, by_fixcon(path, options, precision, inputs, folder))
            except RuntimeError as error:
                return f"fixcon-run: {error}", np.inf, True
            cells.append(f"{absolute:10.3g} {relative:10.3g}")
            worst = max(worst, relative)
    return "   ".join(cells), worst, worst > options.tolerance


def main():
    options = arguments()
    if not os.access(options.fixcon_run, os.X_OK):
        sys.exit(f"compare-onnxruntime: no {options.fixcon_run}: build first, or give --fixcon-run")
    paths = list(model_files(options.models))
    names = {path: os.path.relpath(path) for path in paths}
    width = max(map(len, names.values()), default=5)
    print(f"{'model':{width}s}   {'typed: abs':>10s} {'relative':>10s}   {'f64: abs':>10s} {'relative':>10s}")
    failures, worst = 0, (0.0, "none")
    for path in paths:
        row, relative, failed = compare(path, options)
        failures += failed
        worst = max(worst, (relative, names[path]))
        print(f"{names[path]:{width}s}   {row}{'   FAILED' if failed else ''}", flush=True)
    print(f"{len(paths)} models, {failures} failed, largest relative deviation {worst[0]:.3g} ({worst[1]})")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
