"""Checks that files stay short enough to be read in one go.

usage: check-size.py ROOT

A source file has at most 600 lines, a text test at most 150, a tool's main at most 15.
"""

import pathlib
import sys

SOURCES, TESTS, MAINS = 600, 150, 15
SKIPPED = ("build", ".git", ".cache")


def limit(path):
    """The most lines that the file may have, or None if it is not counted."""
    top = path.parts[0]
    if top == "tools" and path.name == "main.cpp":
        return MAINS
    if top == "test" and path.suffix in (".ir", ".test"):
        return TESTS
    if path.suffix in (".cpp", ".h", ".py", ".def"):
        return SOURCES
    return None


def main(root):
    problems = []
    for path in sorted(root.rglob("*")):
        inner = path.relative_to(root)
        most = None if inner.parts[0] in SKIPPED else limit(inner)
        if most is None or not path.is_file():
            continue
        with path.open("rb") as file:
            lines = sum(1 for _ in file)
        if lines > most:
            problems.append(f"{inner}: {lines} lines, at most {most} are allowed")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
