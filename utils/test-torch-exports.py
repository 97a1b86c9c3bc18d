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
import pathlib
import subprocess
import sys
import tempfile

from judging import BIN, need, reports

np, onnx, *_ = need("numpy", "onnx", "onnxruntime", "onnxscript", "torch", "torchvision")
from export_cases.exports import NETWORKS, draw, export, inputs_of, make  # noqa: E402
from export_cases.networks import ARCHITECTURES  # noqa: E402
from export_cases.plants import PLANTS  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES, REPAIRED = 3, 1e-5


def input_names(path):
    return inputs_of(onnx.load(path, load_external_data=False))


def write_samples(folder, models, arguments):
    """A folder of archives, which know the inputs by the names of both models."""
    folder.mkdir()
    for index in range(SAMPLES):
        arrays = {}
        for position, argument in enumerate(arguments):
            drawn = draw(argument)
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
        run = reports.run_tool(self.options.bin / "fixcon", command, *arguments)
        if not run.report:
            self.fail(f"fixcon {command}: {run.error}")
        return run.report

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
    parser.add_argument("--bin", type=pathlib.Path, default=BIN, help="folder of the tools")
    parser.add_argument("--tolerance", type=float, default=1e-3, help="relative deviation from ONNX Runtime")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="write the models there")
    options = parser.parse_args()
    if unknown := set(options.networks) - set(NETWORKS):
        parser.error(f"unknown networks: {', '.join(sorted(unknown))}; there are {', '.join(NETWORKS)}")
    pairs = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        judge = Judge(options, pathlib.Path(temporary))
        for name in options.networks or NETWORKS:
            network, arguments = make(name, options.seed)
            models = export(name, network, arguments, folder)
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
