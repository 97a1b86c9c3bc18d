"""Sends Ctrl-C to a command that reads standard input, then gives it FILE there.

usage: interrupt.py FILE COMMAND ARGUMENT...      the exit code is the command's
"""

import signal
import subprocess
import sys
import time


def catches_interrupt(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as status:
        caught = next(line for line in status if line.startswith("SigCgt:"))
    return int(caught.split()[1], 16) >> (signal.SIGINT - 1) & 1


def main(path, *command):
    # Whoever runs the tests may ignore the signal, and children would inherit that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not catches_interrupt(process.pid):
        if time.monotonic() > deadline:
            process.kill()
            sys.exit("the command does not catch the signal")
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    with open(path, "rb") as file:
        process.communicate(file.read())
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
