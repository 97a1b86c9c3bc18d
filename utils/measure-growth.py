#!/usr/bin/env python3
"""Measures how time and memory of fixcon grow with the size of a model.

    utils/measure-growth.py FIXCON [--only=NAME[,NAME]] [--most=SECONDS]

Makes pairs of models of growing sizes (needs `onnx` and `numpy` from PyPI), runs a command of FIXCON on each, with one thread, and prints a line
of a table for each series: processor seconds by size, the exponent fitted over the last three, and the largest resident memory. A series ends before
a run that would take more than SECONDS (by default 120).
"""
import argparse
import math
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

CHANNELS, SIDE = 8, 8


def save(path, nodes, inputs, outputs, weights, external=False):
    """A model file; its weights beside it if they are large."""
    graph = helper.make_graph(nodes, "g", [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs],
                              [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs],
                              [numpy_helper.from_array(array, name) for name, array in weights.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    if external:
        onnx.save(model, path, save_as_external_data=True, location=pathlib.Path(path).name + ".data", size_threshold=1024)
    else:
        onnx.save(model, path)


def kernel(random, count):
    """Weights of one of `count` convolutions, with which what passes through all of them stays finite."""
    spread = min(0.5, 4 / count) / math.sqrt(9 * CHANNELS)
    return (random.standard_normal((CHANNELS, CHANNELS, 3, 3)) * spread).astype(numpy.float32)


def convolutions(folder, count, faulty, layers):
    """A pair of nets of `count` convolutions each; `layers` puts them together, and `faulty` says which weights the target has anew."""
    random = numpy.random.default_rng(count)
    source = {f"w{i}": kernel(random, count) for i in range(count)}
    target = {name: kernel(random, count) if faulty(i) else array for i, (name, array) in enumerate(source.items())}
    nodes, outputs = layers(count)
    shape = [1, CHANNELS, SIDE, SIDE]
    for name, weights in (("source", source), ("target", target)):
        save(folder / f"{name}.onnx", nodes, [("x", shape)], [(output, shape) for output in outputs], weights)


def conv(i, operand):
    return helper.make_node("Conv", [operand, f"w{i}"], [f"c{i}"], pads=[1, 1, 1, 1], name=f"conv{i}")


def residual_chain(count):
    """x + relu(conv(x)), again and again."""
    nodes, value = [], "x"
    for i in range(count):
        nodes += [conv(i, value), helper.make_node("Relu", [f"c{i}"], [f"r{i}"]), helper.make_node("Add", [value, f"r{i}"], [f"a{i}"])]
        value = f"a{i}"
    return nodes, [value]


def branches(count):
    """Convolutions of one shape that all read the input, side by side."""
    nodes = [conv(i, "x") for i in range(count)]
    return nodes + [helper.make_node("Sum", [f"c{i}" for i in range(count)], ["y"])], ["y"]


def elementwise(folder, count, kinds):
    """The same chain twice."""
    nodes, value = [], "x"
    for i in range(count):
        nodes.append(helper.make_node(kinds[i % len(kinds)], [value], [f"v{i}"]))
        value = f"v{i}"
    for name in ("source", "target"):
        save(folder / f"{name}.onnx", nodes, [("x", [1, 16])], [(value, [1, 16])], {})


def products(folder, megabytes, anew):
    """Matrix products of so many megabytes of weights in all; a part of those of one layer of the target is another."""
    layers, width = 16, int(math.sqrt(megabytes * 2**20 / 4 / 16))
    random = numpy.random.default_rng(megabytes)
    weights = {f"w{i}": (random.standard_normal((width, width), numpy.float32) / math.sqrt(width)).astype(numpy.float32) for i in range(layers)}
    nodes, value = [], "x"
    for i in range(layers):
        nodes += [helper.make_node("MatMul", [value, f"w{i}"], [f"m{i}"]), helper.make_node("Tanh", [f"m{i}"], [f"t{i}"])]
        value = f"t{i}"
    for name in ("source", "target"):
        save(folder / f"{name}.onnx", nodes, [("x", [1, width])], [(value, [1, width])], weights, external=True)
        weights = dict(weights, w7=numpy.where(random.random((width, width)) < anew, 3 * weights["w7"], weights["w7"]).astype(numpy.float32))


def always(_):
    return True


def never(_):
    return False


DEPTHS = (20, 40, 80, 160, 320, 640)
SERIES = {
    "repair-chain": ("repair, residual chain of N convolutions, all faulty", "repair", DEPTHS,
                     lambda folder, n: convolutions(folder, n, always, residual_chain)),
    "repair-one": ("repair, the same chain, one of them faulty", "repair", DEPTHS,
                   lambda folder, n: convolutions(folder, n, lambda i: i == n // 2, residual_chain)),
    "localize-chain": ("localize, the same chain, all faulty", "localize", DEPTHS,
                       lambda folder, n: convolutions(folder, n, always, residual_chain)),
    "localize-branches": ("localize, N parallel branches of one shape, all faulty", "localize", DEPTHS,
                          lambda folder, n: convolutions(folder, n, always, branches)),
    "repair-branches": ("repair, the same branches", "repair", DEPTHS, lambda folder, n: convolutions(folder, n, always, branches)),
    "check-chain": ("check, chain of N convolutions", "check", DEPTHS, lambda folder, n: convolutions(folder, n, never, residual_chain)),
    "check-relu": ("check, chain of N Relu", "check", (1000, 3000, 10000, 30000), lambda folder, n: elementwise(folder, n, ["Relu"])),
    "localize-ops": ("localize, chain of N Tanh, Neg, Sigmoid", "localize", (1000, 3000, 10000),
                     lambda folder, n: elementwise(folder, n, ["Tanh", "Neg", "Sigmoid"])),
    "check-weights": ("check, N MB of weights in each model", "check", (50, 100, 200, 400), lambda folder, n: products(folder, n, 0)),
    "localize-weights": ("localize, the same, some numbers of one layer differ", "localize", (50, 100, 200, 400),
                         lambda folder, n: products(folder, n, 0.01)),
    "repair-weights": ("repair, the same", "repair", (50, 100, 200, 400), lambda folder, n: products(folder, n, 0.01)),
}


def run(fixcon, goal, folder):
    """Processor seconds and the largest resident memory in MB that was not mapped from files."""
    command = [fixcon, goal, folder / "source.onnx", folder / "target.onnx", "--random=4", "--threads=1"]
    if goal == "repair":
        command += ["-o", folder / "fixed.onnx"]
    with open(os.devnull, "w", encoding="utf-8") as silent, subprocess.Popen(command, stdout=silent, stderr=silent) as process:
        largest = 0
        while process.poll() is None:
            largest = max(largest, resident(process.pid))
            try:
                process.wait(0.005)
            except subprocess.TimeoutExpired:
                pass
    if process.returncode not in (0, 1, 3):
        sys.exit(f"measure-growth: exit {process.returncode} of {' '.join(map(str, command))}")
    return largest


def resident(pid):
    """MB that are not pages of files."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as status:
            return sum(int(line.split()[1]) for line in status if line.startswith(("RssAnon", "RssShmem"))) / 1024
    except (OSError, ValueError):
        return 0


def exponent(points):
    """The slope of the last three in logarithms."""
    x, y = zip(*[(math.log(n), math.log(max(seconds, 1e-3))) for n, seconds, _ in points[-3:]])
    return float(numpy.polyfit(x, y, 1)[0]) if len(x) > 1 else math.nan


def measure(fixcon, series, most):
    """The points of a series."""
    _, goal, sizes, make = series
    points = []
    for n in sizes:
        if points and points[-1][1] * (n / points[-1][0]) ** max(1, exponent(points) if len(points) > 2 else 1) > most:
            break
        with tempfile.TemporaryDirectory() as folder:
            make(pathlib.Path(folder), n)
            before = os.times()
            largest = run(fixcon, goal, pathlib.Path(folder))
            after = os.times()
        seconds = after.children_user + after.children_system - before.children_user - before.children_system
        points.append((n, seconds, largest))
    return points


def main():
    """All series that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fixcon", type=pathlib.Path, metavar="FIXCON")
    parser.add_argument("--only", default=",".join(SERIES), help=", ".join(SERIES))
    parser.add_argument("--most", type=float, default=120)
    options = parser.parse_args()
    print("| what | N | processor seconds | exponent | MB |\n|---|---|---|---|---|")
    for name in options.only.split(","):
        points = measure(options.fixcon.resolve(), SERIES[name], options.most)
        print(f"| {SERIES[name][0]} | {', '.join(str(n) for n, _, _ in points)} | {', '.join(f'{seconds:.1f}' for _, seconds, _ in points)} "
              f"| {exponent(points):.1f} | {', '.join(f'{mb:.0f}' for _, _, mb in points)} |", flush=True)


if __name__ == "__main__":
    main()
