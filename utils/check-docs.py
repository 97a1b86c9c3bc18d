"""Checks that the code which the documentation quotes is the code of the tree, and that its lines are short.

usage: check-docs.py ROOT

Every ```cpp block of README.md and docs/ must stand somewhere in lib, include, tools or unittests, line
by line; a line `...` stands for what the block leaves out. Indentation does not count.
No line of README.md and docs/ has more than 160 characters (bytes of UTF-8), tables and blocks included.
"""

import pathlib
import re
import sys

LINE = 160
BLOCK = re.compile(r"^```cpp\n(.*?)^```", re.M | re.S)


def trimmed(text):
    return "\n".join(line.strip() for line in text.strip("\n").splitlines())


def sources(root):
    for base in ("lib", "include", "tools", "unittests"):
        for path in sorted((root / base).rglob("*")):
            if path.suffix in (".cpp", ".h", ".def"):
                yield trimmed(path.read_text())


def stands_in(block, code):
    """Whether the pieces of the block follow one another in one file."""
    at = 0
    for piece in re.split(r"^\s*\.\.\.$", block, flags=re.M):
        at = ("\n" + code).find("\n" + trimmed(piece), at)
        if at < 0:
            return False
    return True


def long_lines(text):
    """Number and length of each line that is too long."""
    for number, line in enumerate(text.split("\n"), 1):
        length = len(line.encode())
        if length > LINE:
            yield number, length


def main(root):
    code = list(sources(root))
    problems = []
    for page in [root / "README.md", *sorted((root / "docs").rglob("*.md"))]:
        text = page.read_text()
        for match in BLOCK.finditer(text):
            if not any(stands_in(match.group(1), one) for one in code):
                line = text.count("\n", 0, match.start()) + 1
                problems.append(f"{page.relative_to(root)}:{line}: this code is not in the tree")
        problems += [f"{page.relative_to(root)}:{number}: {length} characters, at most {LINE} are allowed"
                     for number, length in long_lines(text)]
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
