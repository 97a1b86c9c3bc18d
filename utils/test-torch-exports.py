#!/usr/bin/env python3
"""Judges fixcon on what torch exports.

    utils/test-torch-exports.py [options] [NETWORK...]

Each network (layers by themselves, and architectures of torchvision with random weights) is exported twice, by the
exporter that rests on torch.export and by the older one on TorchScript, which spell it differently. Then
  1. fixcon-run agrees with ONNX Runtime on both exports,
  2. fixcon localize finds nothing between them and aligns every op with weights,
  3. of architectures: each fault planted in the older export is found at its place and nothing else is, and
     fixcon repair removes it.
Exits 1 if something of that does not hold. What torch cannot export is named and passed over. Optional: without
torch, torchvision, onnx, onnxscript and onnxruntime from PyPI it says so and exits 0.
"""
import argparse
import json
import logging
import pathlib
import subprocess
import sys
import tempfile
import warnings

try:
    import numpy as np
    import onnx
    import onnxruntime  # noqa: F401
    import onnxscript  # noqa: F401
    import torch
    import torchvision  # noqa: F401
except ImportError as missing:
    print(f"test-torch-exports: skipped, needs torch, torchvision, onnx, onnxscript and onnxruntime from PyPI ({missing})")
    sys.exit(0)

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True
from export_cases.networks import ARCHITECTURES, LAYERS  # noqa: E402
from export_cases.plants import PLANTS  # noqa: E402

SAMPLES, REPAIRED = 3, 1e-5


def export(name, network, arguments, folder):
    """The two files, or None."""
    new, old = folder / f"{name}.onnx", folder / f"{name}-script.onnx"
    try:
        torch.onnx.export(network, arguments, new, dynamo=True, verbose=False, external_data=False)
        torch.onnx.export(network, arguments, old, dynamo=False)
    except Exception as error:  # exporters raise many kinds
        print(f"{name}: not exported: {str(error).splitlines()[0][:100] if str(error) else type(error)}")
        return None
    return new, old


def input_names(path):
    graph = onnx.load(path, load_external_data=False).graph
    weights = {tensor.name for tensor in graph.initializer}
    return [value.name for value in graph.input if value.name not in weights]


def write_samples(folder, models, arguments):
    """A folder of archives, which know the inputs by the names of both models."""
    folder.mkdir()
    for index in range(SAMPLES):
        arrays = {}
        for position, argument in enumerate(arguments):
            drawn = argument if not argument.is_floating_point() else torch.randn(argument.shape).to(argument.dtype)
            for model in models:
                arrays[input_names(model)[position]] = drawn.numpy()
        np.savez(folder / f"{index}.npz", **arrays)


class Judge:
    def __init__(self, options, folder):
        self.options, self.folder, self.failed, self.faults = options, folder, 0, 0

    def fail(self, what):
        self.failed += 1
        print(f"FAILED: {what}")

    def fixcon(self, command, *arguments):
        """The report of a run, or None."""
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        run = subprocess.run([self.options.bin / "fixcon", command, *arguments, f"--json={report}", "--progress=none"],
                             capture_output=True, text=True)
        if not report.exists():
            self.fail(f"fixcon {command}: {run.stderr.strip()[:200]}")
            return None
        return json.loads(report.read_text())

    def compare(self, models, sample):
        for model in models:
            own = {name: sample[name] for name in input_names(model)}
            np.savez(self.folder / "inputs.npz", **own)
            run = subprocess.run([sys.executable, HERE / "compare-onnxruntime.py", f"--inputs={self.folder}/inputs.npz",
                                  f"--fixcon-run={self.options.bin}/fixcon-run", f"--tolerance={self.options.tolerance}",
                                  model], capture_output=True, text=True)
            if run.returncode:
                self.fail(f"{model.name} against ONNX Runtime: {run.stdout.strip().splitlines()[-1]}")

    def expect_equal(self, models, data):
        report = self.fixcon("localize", *models, f"--data={data}")
        if not report:
            return
        for finding in report["findings"]:
            self.fail(f"{models[0].stem}: found {finding['rule']} at {finding['target']['nodes'][:1]}: {finding['cause']}")
        if report["alignment"]["unaligned"] or report["verdict"] != "match":
            self.fail(f"{models[0].stem}: {report['verdict']}, not aligned: {report['alignment']['unaligned'][:3]}")

    def expect_repaired(self, models, data):
        for index, (name, (kind, plant)) in enumerate(PLANTS.items()):
            model = onnx.load(models[1])
            place = plant(model, np.random.default_rng([self.options.seed, index]))
            if place is None:
                continue
            self.faults += 1
            broken, fixed = self.folder / "broken.onnx", self.folder / "fixed.onnx"
            onnx.save(model, broken)
            fixed.unlink(missing_ok=True)
            report = self.fixcon("repair", models[0], broken, f"--data={data}", f"-o{fixed}")
            what = f"{models[0].stem}: {name} at {place}"
            if not report:
                continue
            here = [finding["type"] == kind and place in finding["target"]["nodes"] + finding["target"]["tensors"]
                    for finding in report["findings"]]
            if not here or not all(here):
                self.fail(f"{what}: found {[(f['rule'], f['target']['nodes'][:1]) for f in report['findings']]}")
            elif report["after"]["rel_rms"] > REPAIRED:
                self.fail(f"{what}: not repaired, {report['after']['rel_rms']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", metavar="NETWORK", help="by default all")
    parser.add_argument("--bin", type=pathlib.Path, default=HERE.parent / "build/release/bin", help="folder of the tools")
    parser.add_argument("--tolerance", type=float, default=1e-3, help="relative deviation from ONNX Runtime")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="write the models there")
    options = parser.parse_args()
    networks = LAYERS | ARCHITECTURES
    if unknown := set(options.networks) - set(networks):
        parser.error(f"unknown networks: {', '.join(sorted(unknown))}; there are {', '.join(networks)}")
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    pairs = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        judge = Judge(options, pathlib.Path(temporary))
        for name in options.networks or networks:
            torch.manual_seed(options.seed)
            network, arguments = networks[name]()
            models = export(name, network.eval(), arguments, folder)
            if not models:
                continue
            pairs += 1
            data = judge.folder / f"{name}-data"
            write_samples(data, models, arguments)
            judge.compare(models, np.load(data / "0.npz"))
            judge.expect_equal(models, data)
            if name in ARCHITECTURES:
                judge.expect_repaired(models, data)
    print(f"{pairs} networks, {judge.faults} planted faults, {judge.failed} failed")
    return 1 if judge.failed else 0


if __name__ == "__main__":
    sys.exit(main())
