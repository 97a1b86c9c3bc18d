"""Runs a command within limits and says what is wrong with how it ended."""
import dataclasses
import os
import re
import resource
import subprocess
import time

DOCUMENTED = {0, 1, 2, 3, 5}
PLACE = re.compile(r"^(?!fixcon)(?P<place>.+?): (?:error|internal error): ", re.M)
USAGE = re.compile(r"^fixcon[\w -]*: error: ", re.M)


@dataclasses.dataclass
class Limits:
    """Seconds of processor time, and bytes that the tool is told to keep to."""
    seconds: int = 20
    memory: int = 1 << 30


@dataclasses.dataclass
class Ending:
    """How a command ended."""
    code: int
    seconds: float
    memory: int  # bytes resident at most
    errors: str


def run(command, limits, folder):
    """How `command` ends in `folder`. Who does not end is killed, with double the time on the clock as well."""
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 2))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open(os.path.join(folder, "stderr"), "wb") as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
                                   cwd=folder, preexec_fn=limit)
        deadline = time.monotonic() + 20 * limits.seconds
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > deadline:
                process.kill()
            time.sleep(0.005)
    process.returncode = os.waitstatus_to_exitcode(status)
    with open(os.path.join(folder, "stderr"), "rb") as errors:
        text = errors.read(1 << 20).decode(errors="replace")
    return Ending(process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, text)


def faults(ending, limits):
    """The kinds of faults of an ending, none for a good one."""
    found = []
    if ending.code < 0:
        found.append("hang" if ending.seconds >= limits.seconds else "crash")
    elif ending.code not in DOCUMENTED:
        found.append("exit")
    if ending.memory > 1.1 * limits.memory + (64 << 20):  # the program itself
        found.append("memory")
    if ending.code == 2 and not PLACE.search(ending.errors):
        found.append("no place")
    if "\x1b" in ending.errors:
        found.append("escape")
    return found
