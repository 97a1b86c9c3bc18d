"""Runs of fixcon and the reports that they write."""
import dataclasses
import json
import pathlib
import resource
import subprocess
import tempfile
import time


@dataclasses.dataclass
class Run:
    code: int | None  # None: stopped when the time was up
    report: dict | None
    error: str
    seconds: float
    computed: float = 0.0  # seconds of all cores, whatever else the machine does
    megabytes: float = 0.0  # of memory, at most

    @property
    def findings(self):
        return self.report["findings"] if self.report else []


@dataclasses.dataclass
class Ended:
    code: int | None  # None: stopped when the time was up
    error: str
    seconds: float
    computed: float  # seconds of all cores
    megabytes: float


def peak_of(process):
    """Megabytes of memory that a process held at most so far: of itself, not of what forked it."""
    try:
        lines = pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def computed():
    """Seconds of all cores that ended children took."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run_command(command, timeout=600):
    """Runs a command and tells what it cost."""
    begin, before, peak = time.time(), computed(), 0.0
    with tempfile.TemporaryFile() as error:
        process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=error)
        while process.poll() is None and time.time() - begin < timeout:
            peak = max(peak, peak_of(process))
            time.sleep(0.01)
        code = process.poll()
        process.kill()
        process.wait()
        error.seek(0)
        return Ended(code, error.read().decode(errors="replace"), time.time() - begin, computed() - before,
                     peak)


def run_tool(tool, *arguments, timeout=600):
    """A subcommand of fixcon with its report, and the first error where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "report.json"
        done = run_command([tool, *arguments, f"--json={path}", "--progress=none"], timeout)
        if done.code is None:
            return Run(None, None, f"stopped after {timeout} s", done.seconds, done.computed, done.megabytes)
        report = json.loads(path.read_text()) if path.exists() else None
        errors = [line for line in done.error.splitlines() if "error:" in line] or [done.error.strip()[:200]]
        return Run(done.code, report, "" if report else errors[0], done.seconds, done.computed, done.megabytes)


def in_words(finding):
    latent = "(latent)" if finding["latent"] else ""
    return f"{finding['rule']}{latent}:{finding['repair']['status']}"


def names_in(finding, side):
    return set(finding[side]["nodes"]) | set(finding[side]["tensors"])
