#!/usr/bin/env python3
"""Checks that models which fixcon reads and writes again are the models that they were, by onnx.checker.

    utils/check-exports.py [options] [FOLDER...]

Each *.onnx below the folders (by default the ONNX node tests) goes through fixcon-translate, once straight and once
by way of the IR's text. The exports must be equal to the original in every field, and the checker must accept
them as far as it accepts the original (with its full check where that passes). Exits 1 if one is not. Optional:
without onnx from PyPI it says so and exits 0.
"""
import argparse
import collections
import pathlib
import subprocess
import sys
import tempfile

from judging import ROOT, need

(onnx,) = need("onnx")
from judging.checker import acceptance  # noqa: E402

SUITE = pathlib.Path("/usr/share/libonnx-testdata/data")


def translate(build, source, target):
    """The complaint, or an empty text."""
    run = subprocess.run([str(build / "bin/fixcon-translate"), str(source), "-o", str(target)],
                         capture_output=True, text=True, errors="replace")
    return "" if not run.returncode else run.stderr.strip().splitlines()[0] if run.stderr.strip() else "failed"


def judge(build, path, scratch):
    """(verdict, details) of one model."""
    straight, text, again = scratch / "straight.onnx", scratch / "model.ir", scratch / "again.onnx"
    complaint = translate(build, path, straight) or translate(build, path, text) or translate(build, text, again)
    wanted = acceptance(path)
    if complaint:
        return ("refused by both" if wanted == "not" else "refused"), complaint
    original = onnx.load(str(path), load_external_data=False)
    for export in (straight, again):
        if onnx.load(str(export), load_external_data=False) != original:
            return "different", f"{export.stem} is not equal to the original"
        if acceptance(export) != wanted:
            return "rejected", f"the original is accepted {wanted}, {export.stem} is not"
    return f"equal, accepted {wanted}", ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=pathlib.Path, default=[SUITE])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    options = parser.parse_args()
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as scratch:
        for path in sorted(path for folder in options.folders for path in folder.rglob("*.onnx")):
            verdict, details = judge(options.build, path, pathlib.Path(scratch))
            counts[verdict] += 1
            if details:
                print(f"{verdict}: {path}: {details}")
    print(f"models: {sum(counts.values())}")
    for verdict, count in sorted(counts.items()):
        print(f"  {verdict}: {count}")
    return 1 if counts["different"] + counts["rejected"] + counts["refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
