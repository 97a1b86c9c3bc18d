#!/usr/bin/env python3
"""Judges fixcon on quantised models: a float source, and a target that ONNX Runtime's quantiser made of it.

    utils/test-quantized.py FIXCON [--only=WORD] [--seed=0] [--keep=FOLDER]

Small networks (utils/quantized_cases) are quantised as QuantizeLinear and DequantizeLinear, as QLinear operators and
dynamically, by tensor and by channel, signed and unsigned.
  * A right twin has no finding but that it is quantised by design, and its bytes come back.
  * In a faulty one a number of the quantisation, a channel, a pad or an activation is wrong. It is found if there is a
    finding besides, typed if all of these have a right type, repaired if what fixcon writes loads in ONNX Runtime and
    is no farther from the source there, on samples that it did not see, than 1.25 times the right twin.
Prints a line a pair and the counts. Exits 1 if a right twin is not left alone, or what was written does not load.
Optional: without onnx, onnxruntime, numpy and torch from PyPI it says so and exits 0.
"""
import argparse
import collections
import pathlib
import sys

from judging import need

need("numpy", "onnx", "onnxruntime", "torch")
import numpy as np  # noqa: E402
import onnx  # noqa: E402
from judging import reports, runtimes  # noqa: E402
from judging.folder import judged_in  # noqa: E402
from quantized_cases import networks, plants, twins  # noqa: E402

CALIBRATION, SEEN, UNSEEN, WORSE = 64, 16, 32, 1.25
DESIGN = "FX-WB-quantized"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fixcon", type=pathlib.Path, metavar="FIXCON")
    parser.add_argument("--only", default="", help="pairs whose name has this word")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="write the pairs and repairs there")
    parser.add_argument("--list", action="store_true", help="make the pairs, and judge none")
    return parser.parse_args()


class Judge:
    def __init__(self, options, folder):
        self.options, self.folder, self.counts = options, folder, collections.Counter()

    def samples(self, shape, count, seed):
        return np.random.default_rng([self.options.seed, seed]).standard_normal((count, 1, *shape)).astype(np.float32)

    def network(self, name):
        source = self.folder / f"{name}.onnx"
        shape = networks.export(name, str(source), self.options.seed)
        self.calibration, self.unseen = self.samples(shape, CALIBRATION, 1), self.samples(shape, UNSEEN, 3)
        self.data = self.folder / f"{name}.npz"
        np.savez(self.data, x=self.samples(shape, SEEN, 2)[:, 0])
        self.wanted = self.outputs(source)
        for form in twins.TWINS:
            self.twins(name, source, form)

    def outputs(self, path):
        session = runtimes.open_session(path)
        return np.concatenate([session.run(None, {"x": x})[0] for x in self.unseen])

    def error(self, path):
        return float(np.sqrt(np.mean((self.outputs(path) - self.wanted) ** 2)))

    def twins(self, name, source, form):
        target = self.folder / f"{name}-{form}.onnx"
        model = twins.twin(form, str(source), str(target), self.calibration)
        clean = self.error(target)
        self.pair(f"{name}-{form}", source, target, clean, set())
        for number, (fault, (plant, types)) in enumerate(plants.QUANTIZED.items()):
            broken = onnx.ModelProto()
            broken.CopyFrom(model)
            path = self.folder / f"{name}-{form}-{fault}.onnx"
            if plant(broken, np.random.default_rng([self.options.seed, number])):
                onnx.save(broken, path)
                self.pair(path.stem, source, path, clean, types)
        for number, (fault, (plant, types)) in enumerate(plants.FLOAT.items()):
            broken, path = onnx.load(source), self.folder / f"{name}-{form}-{fault}.onnx"
            if plant(broken, np.random.default_rng([self.options.seed, number])):
                onnx.save(broken, self.folder / "broken.onnx")
                twins.twin(form, str(self.folder / "broken.onnx"), str(path), self.calibration)
                self.pair(path.stem, source, path, clean, types)

    def pair(self, name, source, target, clean, types):
        if self.options.only not in name or (types and self.error(target) < WORSE * clean) or self.options.list:
            return
        written = self.folder / f"{name}-repaired.onnx"
        written.unlink(missing_ok=True)
        run = reports.run_tool(self.options.fixcon, "repair", source, target, "-o", written, f"--data={self.data}", timeout=600)
        faults = [f for f in run.findings if f["rule"] != DESIGN]
        try:
            error = self.error(written)
        except Exception as problem:  # the runtime's errors have no common class
            error, run.error = np.inf, str(problem).splitlines()[0][:90]
        words = self.faulty(faults, types, error <= WORSE * clean) if types else self.right(faults, target, written)
        self.counts["do not load"] += not np.isfinite(error)
        verdict = run.report["verdict"] if run.report else run.error[:160]
        print(f"{name:44} {verdict:16} {run.seconds:5.1f} s  rms {clean:.3g} {self.error(target):.3g}>{error:.3g}  {words}  "
              f"[{' '.join(map(reports.in_words, run.findings))}]", flush=True)

    def right(self, faults, target, written):
        same = written.exists() and written.read_bytes() == target.read_bytes()
        self.counts.update({"right": 1, "silent": not faults and same})
        return "silent" if not faults and same else "FINDINGS" if faults else "CHANGED"

    def faulty(self, faults, types, repaired):
        found = bool(faults)
        typed = found and all(f["type"] in types for f in faults)
        self.counts.update({"faulty": 1, "found": found, "typed": typed, "repaired": repaired})
        return " ".join(word for word, holds in (("found", found), ("typed", typed), ("repaired", repaired)) if holds)


def judge_all(options, folder):
    folder.mkdir(parents=True, exist_ok=True)
    judge = Judge(options, folder)
    for name in networks.NETWORKS:
        judge.network(name)
    counts = judge.counts
    print(f"right twins: {counts['silent']} of {counts['right']} silent; faulty: {counts['faulty']}, found {counts['found']}, "
          f"typed {counts['typed']}, repaired {counts['repaired']}; {counts['do not load']} do not load")
    return 1 if counts["silent"] < counts["right"] or counts["do not load"] else 0


def main():
    options = arguments()
    return judged_in(options.keep, lambda folder: judge_all(options, folder))


if __name__ == "__main__":
    sys.exit(main())
