#!/usr/bin/env python3
"""Ends repairs at random moments and measures how long they go on.

    utils/test-stops.py FIXCON SOURCE TARGET [--count=25] [--seed=1] [--most=1.0] [-- OPTION...]

A repair runs to its end first; then COUNT times with a --budget, and COUNT times with a Ctrl-C, at a moment drawn from that time. OPTIONs are given to
`fixcon repair`. Prints each that went on for more than MOST seconds or whose exit code is not 5 or 130 (or of a repair that had ended), and the
longest; exits 1 if there was one.
"""
import argparse
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

ENDED = {0, 1, 3}


def repair(options, folder, *more, interrupt=None):
    """Seconds and exit code of a run."""
    command = [options.fixcon, "repair", options.source, options.target, *options.options, "-o", folder / ("fixed" + options.target.suffix), *more]
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        if interrupt is not None:
            try:
                process.wait(interrupt)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)
        process.wait()
    return time.monotonic() - start, process.returncode


def main():
    """All moments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fixcon", type=pathlib.Path, metavar="FIXCON")
    parser.add_argument("source", type=pathlib.Path, metavar="SOURCE")
    parser.add_argument("target", type=pathlib.Path, metavar="TARGET")
    parser.add_argument("--count", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=float, default=1.0)
    given = sys.argv[1:]
    at = given.index("--") if "--" in given else len(given)
    options = parser.parse_args(given[:at])
    options.options = given[at + 1:]
    # A shell starts what runs in the background so that it ignores Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    draw = random.Random(options.seed)
    worst, bad = {"budget": 0.0, "Ctrl-C": 0.0}, 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        whole, code = repair(options, folder)
        if code not in ENDED:
            sys.exit(f"test-stops: exit {code} without an end")
        for kind, expected in (("budget", 5), ("Ctrl-C", 130)):
            for _ in range(options.count):
                moment = draw.uniform(0.1, 1) * whole
                if kind == "budget":
                    seconds, code = repair(options, folder, f"--budget={int(1000 * moment)}ms")
                else:
                    seconds, code = repair(options, folder, interrupt=moment)
                over = seconds - moment
                worst[kind] = max(worst[kind], over)
                if over > options.most or code not in ENDED | {expected}:
                    bad += 1
                    print(f"{kind} at {moment:.2f} s: {over:.2f} s more, exit {code}", flush=True)
    print(f"a repair of {whole:.1f} s ended {options.count} times by a budget, at most {worst['budget']:.2f} s late, and {options.count} times by Ctrl-C, "
          f"at most {worst['Ctrl-C']:.2f} s late; {bad} bad")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
