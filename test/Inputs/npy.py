"""Writes a tensor as a NumPy file, or as an ONNX TensorProto if FILE ends in .pb, without NumPy.

usage: npy.py FILE DTYPE SHAPE VALUE...      DTYPE like f4 or i8, SHAPE like 2x3 or scalar

Fewer values than elements are repeated from the first on.
"""

import itertools
import struct
import sys

CODES = {"f4": "f", "f8": "d", "i4": "i", "i8": "q", "u1": "B", "i1": "b"}


# TensorProto.DataType
PROTO_TYPES = {"f4": 1, "f8": 11, "i4": 6, "i8": 7, "u1": 2, "i1": 3}


def varint(value):
    out = b""
    while value >= 128:
        out += bytes([value % 128 + 128])
        value //= 128
    return out + bytes([value])


def proto(dtype, dims, raw):
    """Fields 1 (dims), 2 (data_type) and 9 (raw_data)."""
    head = b"".join(b"\x08" + varint(dim) for dim in dims)
    return head + b"\x10" + varint(PROTO_TYPES[dtype]) + b"\x4a" + varint(len(raw)) + raw


def main(path, dtype, shape, *values):
    dims = [] if shape == "scalar" else [int(d) for d in shape.split("x")]
    count = 1
    for dim in dims:
        count *= dim
    convert = float if dtype[0] == "f" else int
    data = list(itertools.islice(itertools.cycle(convert(v) for v in values), count))
    raw = struct.pack(f"<{count}{CODES[dtype]}", *data)
    if path.endswith(".pb"):
        with open(path, "wb") as file:
            file.write(proto(dtype, dims, raw))
        return
    text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }" % (
        ("|" if dtype[1] == "1" else "<") + dtype, "".join(f"{d}, " for d in dims))
    text += " " * (-(len(text) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode())
        file.write(raw)


if __name__ == "__main__":
    main(*sys.argv[1:])
