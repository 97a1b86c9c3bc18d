#!/usr/bin/env python3
"""Times of fixcon-run beside those of ONNX Runtime, in turn, on the same networks and numbers.

usage: vs_onnxruntime.py FIXCON_RUN [--threads=1] [--rounds=5] [--numerics=typed] [--json=FILE] [MODEL...]

Needs onnx, onnxruntime and numpy from PyPI. A round is a run of each program; each takes the median of some twenty
inferences of one picture, with all optimisations. What counts is the ratio of the two in one round. Agreement of the
results is checked first.
"""

import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import onnx
import onnxruntime

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import models  # noqa: E402


def flag(name, default):
    for argument in sys.argv[1:]:
        if argument.startswith(f"--{name}="):
            return argument.split("=", 1)[1]
    return default


def ours(program, model, picture, folder, repeat, extra=()):
    report, output = folder / "times.json", folder / "out.npz"
    subprocess.run([program, str(model), f"--input=x={picture}", "--executor=jit", f"--repeat={repeat}", "--warmup=3",
                    f"--json={report}", f"--output={output}", *extra], check=True, capture_output=True)
    return json.loads(report.read_text()), dict(np.load(output))


def session(model, threads):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def theirs(runner, x, repeat):
    for _ in range(3):
        runner.run(None, {"x": x})
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        runner.run(None, {"x": x})
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def main():
    program, names = sys.argv[1], [a for a in sys.argv[2:] if not a.startswith("--")]
    threads, rounds = int(flag("threads", "1")), int(flag("rounds", "5"))
    table = []
    print(f"{'model':14} {'theirs ms':>10} {'ours ms':>10} {'ratio':>6}  range of ratios   relative error   ready after ms")
    for name in names or list(models.MODELS):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            path, picture = folder / f"{name}.onnx", folder / "x.npy"
            onnx.save(models.MODELS[name](), path)
            x = np.random.default_rng(2).normal(size=(1, 3, 224, 224)).astype(np.float32)
            np.save(picture, x)
            runner = session(path, threads)
            expected = runner.run(None, {"x": x})[0]
            rows, error, ready = [], 0, 0
            for _ in range(rounds):
                times, results = ours(program, path, picture, folder, 20)
                got = next(iter(results.values()))
                error = float(np.sqrt(((got - expected) ** 2).mean() / (expected ** 2).mean()))
                ready = times["load_ms"] + times["compile_ms"] + times["first_ms"]
                rows.append((theirs(runner, x, 20), times["median_ms"]))
            ratios = [t / o for t, o in rows]
            row = {"model": name, "theirs": statistics.median(t for t, _ in rows),
                   "ours": statistics.median(o for _, o in rows), "ratio": statistics.median(ratios),
                   "low": min(ratios), "high": max(ratios), "error": error, "ready": ready}
            table.append(row)
            print(f"{name:14} {row['theirs']:10.2f} {row['ours']:10.2f} {row['ratio']:6.2f}  {row['low']:.2f} to"
                  f" {row['high']:.2f}      {error:.1e}          {ready:.0f}", flush=True)
    if path := flag("json", None):
        pathlib.Path(path).write_text(json.dumps({"threads": threads, "onnxruntime": onnxruntime.__version__,
                                                  "models": table}, indent=1))


if __name__ == "__main__":
    main()
