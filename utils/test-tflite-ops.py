#!/usr/bin/env python3
"""Compares fixcon-run with the results that TensorFlow Lite models of one operator came with.

    utils/test-tflite-ops.py [options] FOLDER [NAME...]

FOLDER holds `index.json`, whose `models` have `dir`, `op` and `type`, and for each a folder with `model.tflite` and `io.npz`: arrays
`in<i>:<tensor>` and `out<i>:<tensor>`, with the suffix `@1` for a second set. Integers have to be equal, floats to
agree within a tolerance relative to the largest value of the result. With NAMEs only the models of these folders,
operators or types run. Prints a line for each model that fails, with the reason, and how many pass of each type; exits 1 if one fails
that `--expect` does not name. Optional: without numpy from PyPI it says so and exits 0.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from judging import BIN, need

(np,) = need("numpy")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--fixcon-run", type=pathlib.Path, default=BIN / "fixcon-run")
    parser.add_argument("--rtol", type=float, default=1e-5)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--expect", type=pathlib.Path, metavar="FILE", help="folders that may fail, one a line")
    return parser.parse_args()


def read_set(path, suffix):
    """Inputs by tensor, and (tensor, array) of each output."""
    inputs, outputs = {}, []
    with np.load(path, allow_pickle=False) as arrays:
        for key in arrays.files:
            plain, _, tail = key.partition("@")
            role, _, tensor = plain.partition(":")
            if tail != suffix:
                continue
            if role.startswith("in"):
                inputs[tensor] = arrays[key]
            else:
                outputs.append((int(role[3:]), tensor, arrays[key]))
    return inputs, [(tensor, array) for _, tensor, array in sorted(outputs, key=lambda output: output[0])]


def deviation(expected, got, rtol):
    """What is wrong with `got`, or None."""
    if expected.shape != got.shape:
        return f"shape {list(got.shape)}, not {list(expected.shape)}"
    if expected.dtype != got.dtype:
        return f"{got.dtype}, not {expected.dtype}"
    if expected.dtype.kind not in "fc":
        wrong = int((expected != got).sum())
        return f"{wrong} of {expected.size} differ" if wrong else None
    same = (expected == got) | (np.isnan(expected) & np.isnan(got))
    if same.all():
        return None
    with np.errstate(all="ignore"):
        apart = np.where(same, 0, np.abs(expected.astype(np.complex128) - got.astype(np.complex128)))
    largest = np.abs(expected[np.isfinite(expected)]).max(initial=0) or 1.0
    worst = np.nan_to_num(apart, nan=np.inf).max() / largest
    return f"off by {worst:.2g} relative" if worst > rtol else None


def run_set(model, folder, suffix, options):
    inputs, outputs = read_set(model / "io.npz", suffix)
    if not outputs:
        return None
    result = pathlib.Path(folder) / "out.npz"
    command = [str(options.fixcon_run), str(model / "model.tflite"), f"--output={result}", "--threads=1"]
    for i, (name, array) in enumerate(inputs.items()):
        file = pathlib.Path(folder) / f"in{i}.npy"
        np.save(file, array)
        command.append(f"--input={name}={file}")
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        return "takes longer than two minutes"
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if "error:" in line]
        said = (lines or done.stderr.splitlines() or ["nothing said"])[0]
        return re.sub(r"^.*?(error:|$)", "", said).strip() or said
    got = np.load(result, allow_pickle=False)
    for tensor, expected in outputs:
        if tensor not in got.files:
            return f"no output '{tensor}'"
        wrong = deviation(expected, got[tensor], options.rtol)
        if wrong:
            return f"'{tensor}'{' @' + suffix if suffix else ''}: {wrong}"
    return None


def run(entry, options):
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "1"):
            wrong = run_set(options.folder / entry["dir"], folder, suffix, options)
            if wrong:
                return wrong
    return None


def main():
    options = arguments()
    if not os.access(options.fixcon_run, os.X_OK):
        sys.exit(f"test-tflite-ops: no {options.fixcon_run}: build first, or give --fixcon-run")
    entries = json.loads((options.folder / "index.json").read_text())["models"]
    if options.names:
        entries = [e for e in entries if {e["dir"], e["op"], e["type"]} & set(options.names)]
    expected = set(options.expect.read_text().split()) if options.expect else set()
    passed, counts, failed = collections.Counter(), collections.Counter(), set()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for entry, wrong in zip(entries, pool.map(lambda e: run(e, options), entries)):
            counts[entry["type"]] += 1
            passed[entry["type"]] += wrong is None
            if wrong:
                failed.add(entry["dir"])
                print(f"{entry['dir']:45s} {wrong}", flush=True)
    for kind in sorted(counts):
        print(f"{kind:12s} {passed[kind]:4d} of {counts[kind]}")
    print(f"{sum(passed.values())} of {sum(counts.values())} models pass")
    return 1 if failed - expected else 0


if __name__ == "__main__":
    sys.exit(main())
