"""Packs NumPy files into an .npz archive.

usage: npz.py FILE.npz NAME=FILE.npy...
"""

import sys
import zipfile


def main(path, *arrays):
    with zipfile.ZipFile(path, "w") as archive:
        for array in arrays:
            name, file = array.split("=", 1)
            archive.write(file, name + ".npy")


if __name__ == "__main__":
    main(*sys.argv[1:])
