"""Checks that the indexes, the files and the tests belong together.

usage: check-index.py ROOT

Passes.def: a line PASS(Id, "flag", ...) has one file in the pass folders that defines create<Id>(),
each creator has its line, and a text test stands under test/ in the folder of the same name:
test/<Folder>/<flag>.ir (or .test), <type>.ir for localize-<type> and repair-<type>.
Ops.def: a line OP(Id) has one file under lib/Ops that defines define<Id>(), and the op is named in a
text test or a unit test by its own name or its ONNX name, or has node tests in the ONNX corpus that
the unit tests of execution run as a whole.
Definitions.def: a line DEFINITION(Id, ...) has the text lib/Transforms/Definitions/<Id>.ir with a graph @<Id>.
Spellings.def: the lines SPELLING(Id, ...) have one file lib/Spelling/<Dialect>/<Id>.cpp that defines spell<Id>(), and
each of these has a line.
Canonicalizations.def: the lines CANONICALIZATION(Id, ...) have one file
lib/Transforms/Canonicalize/<Id>.cpp that defines canonicalize<Id>() and one text test
test/Transforms/Canonicalize/<Id>.ir, and each of these has a line.
FaultKinds.def and Disguises.def: the lines FAULT_KIND(Id, ...) and DISGUISE(Id, ...) have one file lib/Inject/Kinds/<Id>.cpp that
defines plant<Id>(), or lib/Inject/Disguises/<Id>.cpp that defines disguise<Id>(), each of these has a line, and a test in test/Inject
names it.
Formats.def: a line FORMAT(Id, "name", ".extension") has lib/Formats/<Id>/Format.cpp that defines methodsOf<Id>();
docs/Tools.md has a row for each line, and docs/report.schema.json lists the names.
lib/JIT/Kernels.def: a line KERNEL(Id, "op", ...) has lib/JIT/Kernels/<Id>.cpp that defines make<Id>Kernel(), of an op in Ops.def; the
kernels of whole families have no line.
FaultRules.def: each rule that a file of lib/Localize names ("FX-...", or the beginning of one, which ends in -) has a
line, and each line is named there.
"""

import json
import pathlib
import re
import sys

PASS_LINE = re.compile(r'^PASS\(\s*(\w+)\s*,\s*"([^"]+)"', re.M)
CREATOR = re.compile(r"^std::unique_ptr<Pass>\s+create(\w+)\s*\(\s*\)\s*\{", re.M)
OP_LINE = re.compile(r"^OP\(\s*(\w+)", re.M)
DEFINER = re.compile(r'^OpDef\s+define(\w+)\s*\(\s*\)\s*\{[^"]*"(\w+)"', re.M)
REWRITER = re.compile(r"^bool\s+canonicalize(\w+)\(Op &", re.M)
FORMAT_LINE = re.compile(r'^(KNOWN_)?FORMAT\((\w+), "(\w+)", "(\.\w+)"\)', re.M)
FORMAT_METHODS = re.compile(r"^FormatMethods methodsOf(\w+)\(\)", re.M)
FAULT_RULE = re.compile(r'^FAULT_RULE\(\w+, "([^"]+)"', re.M)
PLANTER = re.compile(r"^std::string (?:plant|disguise)(\w+)\(EditSite &", re.M)
KERNEL_LINE = re.compile(r'^KERNEL\((\w+), "(\w+)"', re.M)
KERNEL_MAKER = re.compile(r"^std::unique_ptr<Kernel> make(\w+)Kernel\(KernelRequest request\) \{", re.M)
FAMILY_KERNELS = {"Elementwise", "Movement"}
SPELLER = re.compile(r"^void\s+spell(\w+)\(SpellingBuilder &", re.M)
NODE_TESTS = pathlib.Path("/usr/share/libonnx-testdata/data/node")
PASS_FOLDERS = ["Transforms", "Inject", "Align", "Localize", "Repair", "Validate"]


def definitions(root, folders, pattern):
    """Id -> list of (file, match) over the .cpp files of the folders."""
    found = {}
    for folder in folders:
        for path in sorted((root / "lib" / folder).rglob("*.cpp")):
            for match in pattern.finditer(path.read_text()):
                found.setdefault(match[1], []).append((path, match))
    return found


def compare(index, found, what):
    """Messages about lines without a file and files without a line."""
    problems = []
    for name in index:
        count = len(found.get(name, []))
        if count != 1:
            problems.append(f"{what}(...{name}...): {count} files define it, it should be one")
    for name, places in found.items():
        if name not in index:
            problems.append(f"{places[0][0]}: defines {name}, which has no line {what}({name} ...)")
    return problems


def check_passes(root):
    lines = dict(PASS_LINE.findall((root / "include/fixcon/Pass/Passes.def").read_text()))
    found = definitions(root, PASS_FOLDERS, CREATOR)
    problems = compare(lines, found, "PASS")
    for name, flag in lines.items():
        if name not in found:
            continue
        folder = found[name][0][0].relative_to(root / "lib").parts[0]
        short = re.sub(r"^(localize|repair)-", "", flag)
        tests = root / "test" / folder
        names = [stem + suffix for stem in (flag, short) for suffix in (".ir", ".test")]
        if not any((tests / name).exists() for name in names):
            problems.append(f"pass {flag}: there is no test test/{folder}/{short}.ir")
    return problems


def check_ops(root):
    index = root / "include/fixcon/Ops/Ops.def"
    if not index.exists():
        return [f"{index}: is missing"]
    lines = OP_LINE.findall(index.read_text())
    found = definitions(root, ["Ops"], DEFINER)
    problems = compare(lines, found, "OP")
    tested = words_of_tests(root)
    for name in lines:
        spellings = {name} | {match[2] for _, match in found.get(name, [])}
        if name in found and not spellings & tested:
            problems.append(f"op {name}: no test names it")
    return problems


def check_rewrites(root):
    index = root / "include/fixcon/Transforms/Canonicalizations.def"
    lines = set(re.findall(r"^CANONICALIZATION\((\w+)", index.read_text(), re.M))
    found = definitions(root, ["Transforms/Canonicalize"], REWRITER)
    problems = compare(lines, found, "CANONICALIZATION")
    for name, places in found.items():
        if places[0][0].stem != name:
            problems.append(f"{places[0][0]}: defines canonicalize{name}")
    tests = {path.stem for path in (root / "test/Transforms/Canonicalize").glob("*.ir")}
    problems += [f"rewrite {name}: there is no test test/Transforms/Canonicalize/{name}.ir"
                 for name in sorted(lines - tests)]
    problems += [f"test/Transforms/Canonicalize/{name}.ir: there is no such rewrite"
                 for name in sorted(tests - lines)]
    return problems


def check_definitions(root):
    index = root / "include/fixcon/Transforms/Definitions.def"
    lines = set(re.findall(r"^DEFINITION\((\w+)", index.read_text(), re.M))
    texts = {path.stem: path for path in (root / "lib/Transforms/Definitions").glob("*.ir")}
    problems = [f"DEFINITION({name}, ...): there is no such text" for name in sorted(lines - texts.keys())]
    problems += [f"{texts[name]}: has no line DEFINITION({name}, ...)" for name in sorted(texts.keys() - lines)]
    problems += [f"{path}: has no graph @{name}" for name, path in sorted(texts.items())
                 if f"graph @{name}(" not in path.read_text()]
    return problems


def check_formats(root):
    lines = FORMAT_LINE.findall((root / "include/fixcon/Formats/Formats.def").read_text())
    found = definitions(root, ["Formats"], FORMAT_METHODS)
    problems = compare([name for known, name, _, _ in lines if not known], found, "FORMAT")
    problems += [f"{places[0][0]}: defines methodsOf{name}, which stands in lib/Formats/{name}/Format.cpp"
                 for name, places in found.items()
                 if places[0][0] != root / "lib/Formats" / name / "Format.cpp"]
    tools = (root / "docs/Tools.md").read_text()
    problems += [f"docs/Tools.md: has no row for format {name}" for _, _, name, extension in lines
                 if f"| `{name}` | `{extension}` |" not in tools]
    schema = json.loads((root / "docs/report.schema.json").read_text())
    if schema["definitions"]["model"]["properties"]["format"]["enum"] != [line[2] for line in lines]:
        problems.append("docs/report.schema.json: the formats of a model are not those of Formats.def")
    return problems


def check_spellings(root):
    index = root / "include/fixcon/Spelling/Spellings.def"
    lines = set(re.findall(r"^SPELLING\((\w+)", index.read_text(), re.M))
    found = definitions(root, ["Spelling"], SPELLER)
    problems = compare(lines, found, "SPELLING")
    return problems + [f"{path}: defines spell{name}" for name, places in found.items()
                       for path, _ in places if path.stem != name]


def check_edits(root):
    tests = "".join(path.read_text() for path in sorted((root / "test/Inject").glob("*.ir")))
    problems = []
    for index, what, folder in (("FaultKinds", "FAULT_KIND", "Kinds"), ("Disguises", "DISGUISE", "Disguises")):
        text = (root / f"include/fixcon/Inject/{index}.def").read_text()
        lines = re.findall(rf"^{what}\((\w+)", text, re.M)
        found = definitions(root, [f"Inject/{folder}"], PLANTER)
        problems += compare(lines, found, what)
        problems += [f"{path}: defines {name}" for name, places in found.items()
                     for path, _ in places if path.stem != name]
        problems += [f"{what}({name}, ...): no test in test/Inject names it" for name in lines
                     if f"kind={name}" not in tests]
    return problems


def check_fault_rules(root):
    rules = {rule.removesuffix("*") for rule in FAULT_RULE.findall((root / "include/fixcon/Fault/FaultRules.def").read_text())}
    problems, named = [], set()
    for path in sorted((root / "lib/Localize").rglob("*.cpp")):
        for text in re.findall(r'"(FX-[A-Z]+-[^"]*)"', path.read_text()):
            known = {rule for rule in rules if rule == text or text.endswith("-") and rule.startswith(text)}
            named |= known
            if not known:
                problems.append(f"{path}: {text} has no line FAULT_RULE(...)")
    return problems + [f"FAULT_RULE(..., {rule}, ...): no file of lib/Localize names it" for rule in sorted(rules - named)]


def check_kernels(root):
    lines = dict(KERNEL_LINE.findall((root / "lib/JIT/Kernels.def").read_text()))
    found = definitions(root, ["JIT/Kernels"], KERNEL_MAKER)
    families = {name: places for name, places in found.items() if name in FAMILY_KERNELS}
    ops = {match[2] for places in definitions(root, ["Ops"], DEFINER).values() for _, match in places}
    problems = compare(lines, {name: places for name, places in found.items() if name not in families}, "KERNEL")
    problems += [f"{path}: defines make{name}Kernel" for name, places in found.items()
                 for path, _ in places if path.stem != name]
    return problems + [f"KERNEL({name}, ...): there is no op '{op}'" for name, op in lines.items() if op not in ops]


def words_of_tests(root):
    """Every word of the text tests and unit tests, and of the models of the ONNX node tests."""
    words = set()
    for model in NODE_TESTS.glob("*/model.onnx"):
        words.update(word.decode() for word in re.findall(rb"[A-Z]\w+", model.read_bytes()))
    for pattern in ("test/**/*.ir", "test/**/*.test", "unittests/**/*.cpp"):
        for path in root.glob(pattern):
            words.update(re.findall(r"\w+", path.read_text()))
    return words


def main(root):
    problems = (check_passes(root) + check_ops(root) + check_rewrites(root) + check_definitions(root)
                + check_formats(root) + check_spellings(root) + check_edits(root)
                + check_kernels(root) + check_fault_rules(root))
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
