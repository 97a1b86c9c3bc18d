"""Runs a command with a terminal as its standard output and error, and prints what it showed there.

usage: terminal.py COMMAND ARGUMENT...      the exit code is the command's
"""

import os
import pty
import sys


def main(*command):
    status = pty.spawn(command, lambda fd: os.read(fd, 4096), lambda fd: b"")
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
