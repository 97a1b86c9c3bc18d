#!/usr/bin/env python3
"""Runs `fixcon repair` over a folder of pairs and prints one line a pair.

A pair is a folder with a case.json that names source.file and target.file, recipes
preprocess-source.json and preprocess-target.json, or inputs.npz instead of pictures. Pairs whose
models are not ONNX are passed over with a word. Example:

    utils/measure-cases.py build/release/bin/fixcon CASES PICTURES [name ...]
"""
import json
import os
import subprocess
import sys
import tempfile
import time


def run(fixcon, cases, pictures, name, folder):
    case = os.path.join(cases, name)
    with open(os.path.join(case, "case.json")) as f:
        about = json.load(f)
    models = [os.path.join(case, about[side]["file"]) for side in ("source", "target")]
    if not all(m.endswith(".onnx") for m in models):
        return None
    command = [fixcon, "repair", *models, "--threads=2", "--progress=none"]
    inputs = os.path.join(case, "inputs.npz")
    if os.path.exists(inputs):
        command += ["--data", inputs]
    else:
        command += ["--data", pictures]
        for side in ("source", "target"):
            command += [f"--preprocess-{side}", os.path.join(case, f"preprocess-{side}.json")]
    report = os.path.join(folder, name + ".json")
    command += ["-o", os.path.join(folder, name + ".onnx"), "--json", report]
    begin = time.time()
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    seconds = time.time() - begin
    expected = ",".join(f["type"] for f in about["expected_faults"]) or "none"
    if not os.path.exists(report):
        errors = [line for line in done.stderr.splitlines() if "error:" in line]
        return f"{name:36} expected {expected:8} exit {done.returncode}: {errors[:1]}"
    with open(report) as f:
        r = json.load(f)
    findings = "; ".join(
        f["rule"] + ("(latent)" if f["latent"] else "") + ":" + f["repair"]["status"]
        for f in r["findings"])
    after = r.get("after") or r["before"]
    return (f"{name:36} expected {expected:8} before {r['before']['mismatches']:3} "
            f"after {after['mismatches']:3} of {r['before']['samples']:3}  "
            f"aligned {r['alignment']['aligned']}/{r['alignment']['weighted']}  "
            f"{seconds:5.1f} s  exit {done.returncode}  [{findings}]")


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    fixcon, cases, pictures = sys.argv[1:4]
    names = sys.argv[4:] or sorted(os.listdir(cases))
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            if not os.path.exists(os.path.join(cases, name, "case.json")):
                continue
            try:
                line = run(fixcon, cases, pictures, name, folder)
            except subprocess.TimeoutExpired:
                line = f"{name:36} stopped after 600 s"
            if line:
                print(line, flush=True)


if __name__ == "__main__":
    main()
