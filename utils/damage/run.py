"""Runs a command within limits and says what is wrong with how it ended."""
import dataclasses
import os
import re
import resource
import subprocess
import time

DOCUMENTED = {0, 1, 2, 3, 5}
PLACE = re.compile(r"^(?!fixcon)(?P<place>.+?): (?:error|internal error): ", re.M)


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
    said: str  # on standard output


def run(command, limits, folder):
    """How `command` ends in `folder`. Who does not end is killed, with double the time on the clock as well."""
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 2))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    streams = [os.path.join(folder, name) for name in ("stdout", "stderr")]
    with open(streams[0], "wb") as said, open(streams[1], "wb") as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=errors, cwd=folder, preexec_fn=limit)
        deadline = time.monotonic() + 20 * limits.seconds
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > deadline:
                process.kill()
            time.sleep(0.005)
    process.returncode = os.waitstatus_to_exitcode(status)
    texts = []
    for stream in streams:
        with open(stream, "rb") as file:
            texts.append(file.read(1 << 20).decode(errors="replace"))
    return Ending(process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, texts[1], texts[0])


def faults(ending, limits):
    """The kinds of faults of an ending, none for a good one."""
    found = []
    if ending.code < 0:
        found.append("hang" if ending.seconds >= limits.seconds else "crash")
    elif ending.code not in DOCUMENTED:
        found.append("exit")
    if ending.memory > 1.1 * limits.memory + (64 << 20):  # the program itself
        found.append("memory")
    # A report may say that there is nothing to judge by.
    if ending.code == 2 and not PLACE.search(ending.errors) and "verdict: none" not in ending.said:
        found.append("no place")
    if "\x1b" in ending.errors + ending.said:
        found.append("escape")
    return found
