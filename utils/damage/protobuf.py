"""Damage to the fields of a protobuf message, by its wire format alone: what comes out is a message again."""
from .bytewise import EDGES

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
TEXTS = [b"", b"x" * 1000, b"\x1b[2J\nverdict: match", "\u202ey".encode(), b"\xff\xfe", b"../../x", b"Loop", b"Cast", b"y"]


def read_varint(data, at):
    """The number that stands at `at`, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128 or shift > 63:
            return value, at


def varint(value):
    """A number as its bytes."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def parse(data):
    """The fields of a message as [number, kind, value]; None if it is none."""
    fields, at = [], 0
    try:
        while at < len(data):
            tag, at = read_varint(data, at)
            kind = tag & 7
            if kind == VARINT:
                value, at = read_varint(data, at)
            elif kind == BYTES:
                size, at = read_varint(data, at)
                value, at = data[at:at + size], at + size
            elif kind in (FIXED64, FIXED32):
                size = 8 if kind == FIXED64 else 4
                value, at = data[at:at + size], at + size
            else:
                return None
            if tag >> 3 == 0 or at > len(data):
                return None
            fields.append([tag >> 3, kind, value])
    except IndexError:
        return None
    return fields


def serialize(fields):
    """The bytes of a message."""
    out = bytearray()
    for number, kind, value in fields:
        out += varint(number << 3 | kind)
        if kind == VARINT:
            out += varint(value)
        else:
            out += (varint(len(value)) if kind == BYTES else b"") + value
    return bytes(out)


def change(fields, random):
    """One field is another, is gone, stands twice or elsewhere."""
    at = random.randrange(len(fields))
    field = fields[at]
    way = random.randrange(6)
    if way == 0:
        del fields[at]
    elif way == 1:
        fields.insert(at, list(field))
    elif way == 2:
        fields.insert(random.randrange(len(fields)), fields.pop(at))
    elif field[1] == VARINT:
        field[2] = random.choice(EDGES + [random.randrange(25), field[2] + 1])
    elif field[1] == BYTES:
        others = [f[2] for f in fields if f[1] == BYTES]
        field[2] = random.choice(TEXTS + others)
    else:
        field[2] = bytes(random.randrange(256) for _ in field[2])


def descend(data, random, depth):
    """Damages the message `data` or one within it."""
    fields = parse(data)
    if not fields:
        return data
    inner = [f for f in fields if f[1] == BYTES and len(f[2]) > 1 and parse(f[2])]
    if inner and depth < 12 and random.random() < 0.85:
        field = random.choice(inner)
        field[2] = descend(field[2], random, depth + 1)
    else:
        change(fields, random)
    return serialize(fields)


def damaged(content, random):
    """A damaged copy of a message."""
    for _ in range(random.choice([1, 1, 2, 5])):
        content = descend(content, random, 0)
    return content
