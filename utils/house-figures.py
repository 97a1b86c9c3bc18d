#!/usr/bin/env python3
"""Prints the size and the shape of the tree as a Markdown table.

usage: house-figures.py [ROOT] [--op OP]

Counts C++ files (.cpp, .h, .def), lines, the lengths of functions, the share of comment lines, folders
of the libraries that include each other in a ring, and the files of lib, include and tools that name
one op (default: LeakyRelu, or leaky_relu).
"""
import argparse
import pathlib
import re
import statistics

TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
INCLUDE = re.compile(r'^\s*#\s*include\s*"fixcon/([^/"]+)/', re.M)


def without_comments_and_strings(text):
    """The same text, every line in its place, with nothing but code in it."""
    return TOKEN.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def opens_function(head, scopes):
    """Whether the text before a brace, at namespace or class level, is the head of a function."""
    return (all(scope in ("namespace", "type") for scope in scopes) and "(" in head
            and not re.search(r"=\s*$", head))


def functions(text):
    """(first line, last line) of every function definition; lambdas count as part of theirs."""
    code = re.sub(r"^\s*#.*(?:\\\n.*)*", lambda m: re.sub(r"[^\n]", " ", m.group()),
                  without_comments_and_strings(text), flags=re.M)
    scopes, starts, begin = [], [], 0
    for match in re.finditer(r"[;{}]", code):
        at, head = match.start(), code[begin:match.start()]
        if match.group() == "{":
            if re.search(r"\bnamespace\b", head) or re.match(r'\s*extern\s*$', head):
                kind = "namespace"
            elif re.match(r"\s*(?:template\s*<.*>\s*)?(?:class|struct|enum|union)\b", head, re.S) and "(" not in head:
                kind = "type"
            elif opens_function(head, scopes):
                kind = "function"
            else:
                kind = "block"
            scopes.append(kind)
            starts.append(code.count("\n", 0, begin + len(head) - len(head.lstrip())))
        elif match.group() == "}" and scopes:
            kind, start = scopes.pop(), starts.pop()
            if kind == "function":
                yield start, code.count("\n", 0, at)
        begin = at + 1


def is_comment(line):
    return line.lstrip().startswith(("//", "/*", "*"))


def rings(edges):
    """Pairs of folders that reach each other."""
    def reach(start):
        seen, left = set(), [start]
        while left:
            for after in edges.get(left.pop(), ()):
                if after not in seen:
                    seen.add(after)
                    left.append(after)
        return seen
    reached = {folder: reach(folder) for folder in edges}
    return sorted({tuple(sorted((a, b))) for a in edges for b in reached[a] if a != b and a in reached.get(b, ())})


def row(name, files):
    lengths = sorted(len(text.splitlines()) for text in files.values())
    sizes = sorted(last - first + 1 for text in files.values() for first, last in functions(text))
    lines = [line for text in files.values() for line in text.splitlines() if line.strip()]
    share = 100 * sum(map(is_comment, lines)) / max(1, len(lines))
    if not lengths:
        return
    figures = [len(lengths), sum(lengths), int(statistics.median(lengths)), lengths[-1], len(sizes)]
    figures += [int(statistics.median(sizes)), sizes[len(sizes) * 9 // 10], sizes[-1]] if sizes else ["", "", ""]
    print(f"| {name} | " + " | ".join(map(str, figures)) + f" | {share:.0f} % |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", nargs="?", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    parser.add_argument("--op", default="LeakyRelu")
    options = parser.parse_args()
    files = {}
    for base in ("lib", "include", "tools", "unittests", "bench"):
        for path in sorted((options.root / base).rglob("*")):
            if path.suffix in (".cpp", ".h", ".def"):
                files[path.relative_to(options.root)] = path.read_text()
    print("| folder | files | lines | median file | largest | functions | median | 90 % | largest | comments |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    own = {path: text for path, text in files.items() if path.parts[0] in ("lib", "include", "tools")}
    row("lib, include, tools", own)
    for folder in sorted({path.parts[1] for path in own if path.parts[0] == "lib"}):
        row(f"lib/{folder}", {path: text for path, text in own.items() if path.parts[:2] == ("lib", folder)})
    row("unittests", {path: text for path, text in files.items() if path.parts[0] == "unittests"})
    row("all", files)
    edges = {}
    for path, text in own.items():
        folder = path.parts[2] if path.parts[0] == "include" else path.parts[1] if path.parts[0] == "lib" else "tools"
        edges.setdefault(folder, set()).update(set(INCLUDE.findall(text)) - {folder})
    print(f"\nfolder cycles: {rings(edges) or 'none'}")
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", options.op).lower()
    naming = [str(path) for path, text in own.items() if re.search(rf"\b({options.op}|{snake})\b", text)]
    print(f"files that name {options.op}: {len(naming)} ({', '.join(naming)})")


if __name__ == "__main__":
    main()
