#!/usr/bin/env python3
"""Runs `fixcon repair` over a folder of pairs and prints one line a pair.

A pair is a folder with a case.json that names source.file and target.file, recipes
preprocess-source.json and preprocess-target.json, or inputs.npz instead of pictures. Pairs whose
models are not ONNX are passed over with a word. Example:

    utils/measure-cases.py build/release/bin/fixcon CASES PICTURES [name ...]
"""
import json
import os
import sys
import tempfile

from judging import reports


def run(fixcon, cases, pictures, name, folder):
    case = os.path.join(cases, name)
    with open(os.path.join(case, "case.json")) as f:
        about = json.load(f)
    models = [os.path.join(case, about[side]["file"]) for side in ("source", "target")]
    if not all(m.endswith(".onnx") for m in models):
        return None
    arguments = ["repair", *models, "--threads=2"]
    inputs = os.path.join(case, "inputs.npz")
    if os.path.exists(inputs):
        arguments += ["--data", inputs]
    else:
        arguments += ["--data", pictures]
        for side in ("source", "target"):
            arguments += [f"--preprocess-{side}", os.path.join(case, f"preprocess-{side}.json")]
    done = reports.run_tool(fixcon, *arguments, "-o", os.path.join(folder, name + ".onnx"))
    expected = ",".join(f["type"] for f in about["expected_faults"]) or "none"
    r = done.report
    if not r:
        return f"{name:36} expected {expected:8} exit {done.code}: {done.error}"
    findings = "; ".join(map(reports.in_words, r["findings"]))
    after = r.get("after") or r["before"]
    return (f"{name:36} expected {expected:8} before {r['before']['mismatches']:3} "
            f"after {after['mismatches']:3} of {r['before']['samples']:3}  "
            f"aligned {r['alignment']['aligned']}/{r['alignment']['weighted']}  "
            f"{done.seconds:5.1f} s  exit {done.code}  [{findings}]")


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    fixcon, cases, pictures = sys.argv[1:4]
    names = sys.argv[4:] or sorted(os.listdir(cases))
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            if not os.path.exists(os.path.join(cases, name, "case.json")):
                continue
            line = run(fixcon, cases, pictures, name, folder)
            if line:
                print(line, flush=True)


if __name__ == "__main__":
    main()
