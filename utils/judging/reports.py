"""Runs of fixcon and the reports that they write."""
import dataclasses
import json
import pathlib
import subprocess
import tempfile
import time


@dataclasses.dataclass
class Run:
    code: int | None  # None: stopped when the time was up
    report: dict | None
    error: str
    seconds: float

    @property
    def findings(self):
        return self.report["findings"] if self.report else []


def run_tool(tool, *arguments, timeout=600):
    """A subcommand of fixcon with its report, and the first error where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "report.json"
        begin = time.time()
        try:
            done = subprocess.run([str(tool), *map(str, arguments), f"--json={path}", "--progress=none"],
                                  capture_output=True, text=True, errors="replace", timeout=timeout)
        except subprocess.TimeoutExpired:
            return Run(None, None, f"stopped after {timeout} s", time.time() - begin)
        report = json.loads(path.read_text()) if path.exists() else None
        errors = [line for line in done.stderr.splitlines() if "error:" in line] or [done.stderr.strip()[:200]]
        return Run(done.returncode, report, "" if report else errors[0], time.time() - begin)


def in_words(finding):
    latent = "(latent)" if finding["latent"] else ""
    return f"{finding['rule']}{latent}:{finding['repair']['status']}"


def names_in(finding, side):
    return set(finding[side]["nodes"]) | set(finding[side]["tensors"])
