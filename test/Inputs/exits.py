"""Runs a command and succeeds if it ends with the given exit code.

usage: exits.py CODE COMMAND ARGUMENT...
"""

import subprocess
import sys


def main(code, *command):
    result = subprocess.run(command, check=False).returncode
    if result != int(code):
        print(f"exit code {result}, expected {code}: {' '.join(command)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
