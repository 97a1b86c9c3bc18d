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
import sys

from judging import BIN, need

np, _ = need("numpy", "onnxruntime")
from judging import runtimes  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=pathlib.Path, metavar="MODEL|FOLDER")
    parser.add_argument("--fixcon-run", type=pathlib.Path, default=BIN / "fixcon-run")
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
    dtype = runtimes.dtype_of(wanted)
    if dtype.kind == "f":
        return rng.standard_normal(shape).astype(dtype)
    if dtype.kind == "b":
        return rng.integers(0, 2, shape).astype(dtype)
    return rng.integers(0, 256 if dtype == np.uint8 else 8, shape).astype(dtype)


def by_onnxruntime(path, options):
    """Inputs and outputs by name."""
    session, rng = runtimes.open_session(path), np.random.default_rng(options.seed)
    inputs = dict(np.load(options.inputs)) if options.inputs else {
        wanted.name: random_input(wanted, options.free_dim, rng) for wanted in session.get_inputs()}
    return inputs, runtimes.run_session(session, inputs)


def compare(path, options):
    """(a row of the table, relative deviation, whether it is a failure)"""
    try:
        inputs, expected = by_onnxruntime(path, options)
    except Exception as error:
        return f"not run by ONNX Runtime: {str(error).splitlines()[0]}", 0.0, False
    cells, worst = [], 0.0
    for precision in ("typed", "f64"):
        try:
            got = runtimes.run_fixcon_on(options.fixcon_run, path, inputs, f"--precision={precision}")
            absolute, relative = runtimes.deviation(expected, got)
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
