"""Damage that knows nothing of a format."""

EDGES = [0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, (1 << 62), (1 << 63) - 1, (1 << 64) - 1]


def flip(data, random):
    """Some bits are others."""
    for _ in range(random.choice([1, 1, 1, 4, 32])):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def cut(data, random):
    """The end is missing, or a part within."""
    begin = random.randrange(len(data))
    end = len(data) if random.random() < 0.5 else min(len(data), begin + random.randrange(1, 65))
    del data[begin:end]


def repeat(data, random):
    """A part stands twice."""
    begin = random.randrange(len(data))
    part = data[begin:begin + random.randrange(1, 257)]
    data[begin:begin] = part * random.choice([1, 1, 100])


def insert(data, random):
    """Something else stands in between."""
    at = random.randrange(len(data) + 1)
    data[at:at] = bytes(random.randrange(256) for _ in range(random.randrange(1, 33)))


def number(data, random):
    """A number at the edge of what fits stands over something."""
    width = random.choice([1, 2, 4, 8])
    value = random.choice(EDGES) & ((1 << 8 * width) - 1)
    at = random.randrange(len(data))
    data[at:at + width] = value.to_bytes(width, random.choice(["little", "big"]))


def damaged(content, random):
    """A damaged copy of some bytes."""
    data = bytearray(content)
    for _ in range(random.choice([1, 1, 2, 4])):
        if data:
            random.choice([flip, cut, repeat, insert, number])(data, random)
    return bytes(data)
