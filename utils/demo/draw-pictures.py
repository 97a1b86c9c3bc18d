#!/usr/bin/env python3
"""Draws the evaluation pictures of the demo into a folder: draw-pictures.py FOLDER [COUNT] [SEED].

Each file is called <number>-<class>.png. Needs numpy and Pillow.
"""
import pathlib
import sys

from pictures import CLASSES, picture_set

EVALUATION_COUNT = 300
EVALUATION_SEED = 2024


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else EVALUATION_COUNT
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else EVALUATION_SEED
    folder.mkdir(parents=True, exist_ok=True)
    for index, (label, picture) in enumerate(picture_set(count, seed)):
        picture.save(folder / f"{index:03d}-{CLASSES[label]}.png", optimize=True)
    print(f"{count} pictures in {folder}")


if __name__ == "__main__":
    main()
