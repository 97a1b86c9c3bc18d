#!/usr/bin/env python3
"""Judges what `fixcon repair` writes by onnx.checker and ONNX Runtime.

    utils/check-repairs.py FIXCON CASES PICTURES [NAME...]      folders of pairs (utils/judging/pairs.py)
    utils/check-repairs.py FIXCON --spellings                   small networks spelt in two ways, right and broken
    utils/check-repairs.py FIXCON --torch=20                    what torch exports in two ways, with planted faults

Every written file must pass the checker as far as the target that came in did, load in ONNX Runtime (optimisations off)
and there give what fixcon-run computes, to 1e-5 of the largest element (or twice what the target that came in, or the source, deviates
by), on samples that the repair did not see and at another batch where the model leaves it open. Compared with the
source in ONNX Runtime, over all outputs, it must not be worse than the target that came in, on seen and unseen samples.
A right pair has no finding, exit code 0, and its target comes back as it was. A faulty pair is done if a finding has a
right type and place, none has another type, the exit code is 0 and the written target equals the source on unseen
samples. "unfit" is an exit code that contradicts what ONNX Runtime measures on the seen samples and in a batch, or a 0 where
unseen samples differ.
Exits 1 if a file does not load, differs or is worse, or a right pair is harmed. Optional: without onnx, onnxruntime and
numpy from PyPI (and torch, torchvision, onnxscript for --torch) it says so and exits 0.
"""
import argparse
import collections
import pathlib
import sys

from judging import need

need("numpy", "onnx", "onnxruntime")
from judging import pairs  # noqa: E402
from judging.folder import judged_in  # noqa: E402
from judging.trial import Trial  # noqa: E402

SUMMARY = {"pairs": "judged", "written": "files written", "loaded": "of them load, and the checker accepts them",
           "equal": "of them give what fixcon-run gives", "worse": "of them are worse than what came in",
           "right": "right pairs", "harmed": "of them are harmed",
           "ruined": "of these come back worse, or do not load", "faulty": "faulty pairs", "done": "of them are done",
           "false": "pairs with a finding of a wrong type", "unfit": "exit codes that contradict ONNX Runtime"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fixcon", type=pathlib.Path, metavar="FIXCON", help="fixcon-run is looked for beside it")
    parser.add_argument("cases", nargs="?", type=pathlib.Path, metavar="CASES")
    parser.add_argument("pictures", nargs="?", type=pathlib.Path, metavar="PICTURES")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these pairs")
    parser.add_argument("--spellings", action="store_true", help="judge generated networks")
    parser.add_argument("--torch", type=int, default=0, metavar="N", help="judge N exports with planted faults")
    parser.add_argument("--samples", type=int, default=60, help="pictures that the repair sees (60)")
    parser.add_argument("--seed", type=int, default=0, help="of generated pairs")
    parser.add_argument("--timeout", type=int, default=600, metavar="SECONDS", help="of one repair (600)")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="write generated pairs and repairs there")
    options = parser.parse_intermixed_args()
    if not (options.cases or options.spellings or options.torch):
        parser.error("nothing to judge: give CASES, --spellings or --torch=N")
    return options


def pairs_of(options, folder):
    """All pairs, each made when it is its turn."""
    if options.cases:
        pictures = pairs.list_pictures(options.pictures, options.samples) if options.pictures else []
        yield from pairs.read_pairs(options.cases, pictures, options.names)
    if options.spellings:
        from spelling_cases import write_pairs
        for pair in write_pairs(folder, options.seed):
            yield pairs.read_pair(pair, ())
    if options.torch:
        need("torch", "torchvision", "onnxscript")
        from export_cases.pairs import write_pairs
        for pair in write_pairs(folder, options.torch, options.seed):
            yield pairs.read_pair(pair, ())


def judge_all(options, folder):
    counts, failed = collections.Counter(), 0
    repairs = folder / "repairs"
    repairs.mkdir(parents=True, exist_ok=True)
    for pair in pairs_of(options, folder / "pairs"):
        trial = Trial(pair, options.fixcon, repairs, options.timeout)
        trial.judge()
        counts.update(trial.counts())
        failed += trial.failed
        print(trial.line(), flush=True)
    for key, words in SUMMARY.items():
        print(f"{counts[key]:5} {words}")
    return 1 if failed else 0


def main():
    options = arguments()
    return judged_in(options.keep, lambda folder: judge_all(options, folder))


if __name__ == "__main__":
    sys.exit(main())
