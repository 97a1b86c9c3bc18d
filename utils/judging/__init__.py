"""What the optional scripts share: packages from PyPI, outside runtimes, pairs of models, fixcon's reports."""
import importlib
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BIN = ROOT / "build/release/bin"


def need(*names):
    """The modules of these names. If one is missing, says so and ends the script without a failure."""
    try:
        return [importlib.import_module(name) for name in names]
    except ImportError as missing:
        packages = dict.fromkeys(name.split(".")[0] for name in names)
        print(f"{pathlib.Path(sys.argv[0]).stem}: skipped, needs {', '.join(packages)} from PyPI ({missing})")
        sys.exit(0)
