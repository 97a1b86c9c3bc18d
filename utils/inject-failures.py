#!/usr/bin/env python3
"""Lets every system call that makes a result fail once, and ends the process there once, and looks at what is left.

    utils/inject-failures.py BIN SOURCE TARGET [--data=PATH] [--kills=N [--seed=S]]

Repairs a copy of TARGET in place, with a report, under strace (without it the script says so and exits 0). For each call of write, rename,
linkat, fsync, fchmod, openat and mmap there is a run in which it fails and one in which SIGKILL comes instead. After each the target, its data and the
report must be the old ones or the new ones, byte by byte, the model must have its data, and nothing else may be there. With --kills the
repair is ended N times by SIGKILL at a moment drawn from the time that it takes instead, without strace. Prints a line for each run after which
they are not, and counts; exits 1 if there was one.
"""
import argparse
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

CALLS = {"write": "ENOSPC", "rename": "EIO", "linkat": "ENOSPC", "fsync": "EIO", "fchmod": "EPERM", "openat": "EMFILE", "mmap": "ENOMEM"}
DOCUMENTED = {0, 1, 2, 3, 5}


def contents(folder):
    """What each file of a folder holds."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class Trials:
    """One command, run again and again on fresh copies."""

    def __init__(self, options, work):
        self.options, self.work = options, work
        self.before = None

    def fresh(self):
        """A folder with the target as it came."""
        folder = self.work / "trial"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        target = self.options.target
        for path in target.parent.iterdir():
            if path.is_file() and path.name.startswith(target.name):
                shutil.copy(path, folder)
        (folder / "report.json").write_text("old", encoding="utf-8")
        return folder

    def command(self, folder):
        """The repair in a fresh folder."""
        self.before = contents(folder)
        command = [self.options.bin / "fixcon", "repair", self.options.source, folder / self.options.target.name, "--in-place",
                   "--threads=1", f"--json={folder / 'report.json'}"]
        command += [f"--data={self.options.data}"] if self.options.data else ["--random=4"]
        return [str(word) for word in command]

    def run(self, *strace):
        """The folder and the exit code of a run under strace."""
        folder = self.fresh()
        result = subprocess.run(["strace", "-f", "-o", str(self.work / "trace"), *strace, *self.command(folder)], check=False,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        return folder, result

    def run_until(self, moment):
        """The folder after a run that is killed after so many seconds, unless it has ended; its seconds."""
        folder = self.fresh()
        start = time.monotonic()
        with subprocess.Popen(self.command(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                process.wait(moment)
            except subprocess.TimeoutExpired:
                process.kill()
        return folder, time.monotonic() - start

    def counted(self):
        """How often each call is made, and the files after a run in which none fails."""
        folder, _ = self.run("-e", "trace=" + ",".join(CALLS))
        trace = (self.work / "trace").read_text(errors="replace")
        return {call: len(re.findall(rf"^\d+ +{call}\(", trace, re.M)) for call in CALLS}, contents(folder)


def times(content):
    """A report without what differs from run to run."""
    return re.sub(rb'"seconds": [^,\n]+', b"", content)


def wrong(trials, after, new):
    """What is wrong with the files of a run; empty if nothing is."""
    target = trials.options.target.name
    old = trials.before
    if after.get(target) == old[target]:
        whole = {name: content for name, content in old.items() if name != "report.json"}
    elif after.get(target) == new[target]:
        whole = {name: content for name, content in new.items() if name != "report.json"}
    else:
        return "the target is neither old nor new"
    found = [name for name, content in whole.items() if after.get(name) != content]
    if found:
        return f"not as it was: {found}"
    # The data of the new model may be there before it is.
    strange = [name for name in after if name not in old and (name not in new or after[name] != new[name])]
    if strange:
        return f"left behind: {strange}"
    report = after.get("report.json", b"")
    if report != b"old" and times(report)[:200] != times(new["report.json"])[:200]:
        return "the report is neither old nor new"
    return ""


def kill(trials, options):
    """How many kills leave something wrong."""
    folder, seconds = trials.run_until(None)
    new, draw, bad = contents(folder), random.Random(options.seed), 0
    for i in range(options.kills):
        # A repair writes at its end.
        moment = seconds * (draw.uniform(0.9, 1.02) if i % 2 else draw.uniform(0, 1))
        folder, _ = trials.run_until(moment)
        if problem := wrong(trials, contents(folder), new):
            bad += 1
            print(f"killed after {moment:.3f} s of {seconds:.3f}: {problem}", flush=True)
    print(f"{options.kills} kills, {bad} bad")
    return bad


def main():
    """All calls, failing and ending, or moments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin", type=pathlib.Path, metavar="BIN", help="folder of the tools")
    parser.add_argument("source", type=pathlib.Path, metavar="SOURCE")
    parser.add_argument("target", type=pathlib.Path, metavar="TARGET")
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--most", type=int, default=60, help="calls of one kind, from the last one back")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.kills:
        with tempfile.TemporaryDirectory() as work:
            return int(kill(Trials(options, pathlib.Path(work)), options) > 0)
    if not shutil.which("strace"):
        print("inject-failures: skipped, needs strace")
        return 0
    bad = runs = 0
    with tempfile.TemporaryDirectory() as work:
        trials = Trials(options, pathlib.Path(work))
        counts, new = trials.counted()
        for call, number in counts.items():
            for i in range(max(1, number - options.most + 1), number + 1):
                for ending in (f"error={CALLS[call]}", "signal=SIGKILL"):
                    folder, result = trials.run("-e", f"trace={call}", "-e", f"inject={call}:{ending}:when={i}")
                    runs += 1
                    code = result.returncode
                    problem = wrong(trials, contents(folder), new)
                    if not problem and ending[0] == "e" and code not in DOCUMENTED and code != 127:  # 127: not loaded
                        problem = f"exit {code}: {result.stderr.decode(errors='replace')[-200:]!r}"
                    if problem:
                        bad += 1
                        print(f"{call} {i} {ending}: {problem}", flush=True)
    print(f"{runs} runs, {bad} bad; calls: {counts}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
