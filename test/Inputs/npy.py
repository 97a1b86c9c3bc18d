"""Writes a NumPy file without NumPy.

usage: npy.py FILE DTYPE SHAPE VALUE...      DTYPE like f4 or i8, SHAPE like 2x3 or scalar

Fewer values than elements are repeated from the first on.
"""

import itertools
import struct
import sys

CODES = {"f4": "f", "f8": "d", "i4": "i", "i8": "q", "u1": "B", "i1": "b"}


def main(path, dtype, shape, *values):
    dims = [] if shape == "scalar" else [int(d) for d in shape.split("x")]
    count = 1
    for dim in dims:
        count *= dim
    convert = float if dtype[0] == "f" else int
    data = list(itertools.islice(itertools.cycle(convert(v) for v in values), count))
    text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }" % (
        ("|" if dtype[1] == "1" else "<") + dtype, "".join(f"{d}, " for d in dims))
    text += " " * (-(len(text) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode())
        file.write(struct.pack(f"<{count}{CODES[dtype]}", *data))


if __name__ == "__main__":
    main(*sys.argv[1:])
