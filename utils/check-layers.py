"""Checks that folders include only what stands below them.

usage: check-layers.py ROOT

A file of lib/X, include/fixcon/X or tools may include headers of lower layers, of its own folder,
and of the siblings named in SIBLINGS. A path in quotes that is not below fixcon/ starts at lib/X and
never climbs. The folders of lib/Formats that belong to one format do not see each other. Headers of
big libraries are confined to the folders that need them, and kept out of include/.
"""

import pathlib
import re
import sys

LAYERS = [
    ["Support"],
    ["Tensor"],
    ["IR", "Formula"],
    ["Ops", "Fault", "Data"],
    ["Pass", "Exec", "Reduce"],
    ["JIT", "Formats"],
    ["Transforms", "Spelling", "Inject", "Align", "Localize", "Repair", "Validate"],
    ["Report"],
    ["Comparison"],
    ["Driver"],
    ["tools"],
]

# Within one layer: who may include whom. There is no way round in a circle.
SIBLINGS = {
    "Pass": ["Exec"],
    "Spelling": ["Transforms"],
    "Inject": ["Transforms", "Spelling"],
    "Align": ["Transforms"],
    "Validate": ["Transforms", "Align"],
    "Localize": ["Transforms", "Spelling", "Align", "Validate"],
    "Repair": ["Transforms", "Spelling", "Align", "Localize", "Validate"],
}

# What every format may include of lib/Formats, beside its own folder.
SHARED_BY_FORMATS = ["Names"]

# (pattern of the included header, folders of lib/ that may include it, folders of include/ that
# may). LogicalResult.h is the one LLVM header that ours may show.
EXTERNAL = [
    (r"llvm/Support/LogicalResult\.h", ["*"], ["Support"]),
    (r"llvm/(IR|ExecutionEngine|Passes|Target|TargetParser|Analysis|Transforms)/.*", ["JIT"], []),
    (r"llvm/.*", ["*"], []),
    (r"google/protobuf/.*|.*\.pb\.h", ["Formats/ONNX"], []),
    (r"flatbuffers/.*|.*_generated\.h", ["IR", "Formats/TFLite"], []),
    (r"cxxopts\.hpp", ["Driver"], []),
    (r"re2/.*", ["Ops"], []),
    (r"webp/.*", ["Data"], []),
    (r"Eigen/.*", ["*"], []),
    (r"nlohmann/.*", ["*"], []),
    (r"generated/.*", ["*"], []),  # written by the build
]

RANK = {folder: rank for rank, folders in enumerate(LAYERS) for folder in folders}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def files(root):
    """(path, folder, folder with those inside it) of every source file of ours."""
    for base in ("include/fixcon", "lib", "tools"):
        for path in sorted((root / base).rglob("*")):
            if path.suffix in (".h", ".cpp", ".def", ".inc"):
                inner = path.relative_to(root / base).parts[:-1]
                yield path, *(("tools", "tools") if base == "tools" else (inner[0], "/".join(inner)))


def allowed_inside(folder, included):
    return (folder == included or RANK[included] < RANK[folder]
            or included in SIBLINGS.get(folder, []))


def is_within(place, folders):
    return any(folder in ("*", place) or place.startswith(folder + "/") for folder in folders)


def check_quoted(root, path, folder, place, name):
    """What is wrong with an include of a private header, or None."""
    if ".." in name.split("/"):
        return f'includes "{name}", which climbs out of its folder'
    if "/" not in name or (path.parent / name).exists():
        return None
    if not (root / "lib" / folder / name).exists():
        return f'includes "{name}", which is neither ours nor a known library'
    own = (place.split("/") + [""])[1]
    if folder == "Formats" and name.split("/")[0] not in [own, *SHARED_BY_FORMATS]:
        return f'includes "{name}", but formats do not see each other'
    return None


def check_include(root, path, folder, place, kind, name, public):
    """What is wrong with one include, or None."""
    if name.startswith("fixcon/"):
        included = name.split("/")[1]
        if included not in RANK:
            return f"includes {name}: {included} stands in no layer"
        if not allowed_inside(folder, included):
            return f"includes {name}, but {folder} does not stand above {included}"
        return None
    for pattern, sources, headers in EXTERNAL:
        if re.fullmatch(pattern, name):
            where = headers if public else sources
            if is_within(place, where):
                return None
            return f"includes <{name}>, which " + (
                "stays out of include/" if public else f"only {', '.join(sources)} may include")
    return check_quoted(root, path, folder, place, name) if kind == '"' else None


def cycle_in_siblings():
    """A folder that may include itself by way of others, or None."""
    def reach(folder, seen):
        for other in SIBLINGS.get(folder, []):
            if other not in seen:
                seen.add(other)
                reach(other, seen)
        return seen
    return next((folder for folder in SIBLINGS if folder in reach(folder, set())), None)


def main(root):
    problems = []
    if cycle_in_siblings():
        problems.append(f"SIBLINGS: {cycle_in_siblings()} reaches itself")
    for path, folder, place in files(root):
        if folder not in RANK:
            problems.append(f"{path.relative_to(root)}: folder {folder} stands in no layer")
            continue
        public = path.is_relative_to(root / "include")
        for match in INCLUDE.finditer(path.read_text()):
            problem = check_include(root, path, folder, place, match[1], match[2], public)
            if problem:
                line = path.read_text().count("\n", 0, match.start(2)) + 1
                problems.append(f"{path.relative_to(root)}:{line}: {problem}")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
