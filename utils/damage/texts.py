"""Damage to texts, token by token: numbers, names and punctuation change places and values."""
import re

TOKEN = re.compile(rb'"(?:[^"\\\n]|\\.)*"|[A-Za-z_%@][\w.$]*|-?\d[\d.e+-]*|\s+|.', re.S)
NUMBERS = [b"0", b"-1", b"1", b"2147483648", b"9223372036854775807", b"1e999", b"-0.0", b"nan", b"1e-320"]
WORDS = [b'"\\x1b[2J"', b"f32", b"i8", b"bool", b"string", b"c64", b"null", b"true", b"?", b"[", b"{", b"((((((((", b""]


def damaged(content, random):
    """A damaged copy of a text."""
    tokens = TOKEN.findall(content)
    solid = [i for i, token in enumerate(tokens) if token.strip()]
    for _ in range(random.choice([1, 1, 2, 4]) if solid else 0):
        at = random.choice(solid)
        way = random.randrange(5)
        if way == 0:
            tokens[at] = b""
        elif way == 1:
            tokens[at] += b" " + tokens[at]
        elif way == 2:
            tokens[at] = tokens[random.choice(solid)]
        elif way == 3:
            tokens[at] = random.choice(WORDS)
        else:
            numbers = [i for i in solid if tokens[i][:1].isdigit() or tokens[i][:1] == b"-"]
            tokens[random.choice(numbers or solid)] = random.choice(NUMBERS)
    return b"".join(tokens)
