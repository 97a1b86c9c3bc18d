"""The pictures of the demo: ten classes of shapes, strokes and textures, each drawn from a seed.

Every picture has a random two-colour ground, one subject in its own colour, position, size and turn,
some clutter, blur and speckle. Colours say nothing about the class, so a network has to see form.
A picture is drawn at twice its size and averaged down, which gives soft edges; its colours are then
rounded to 32 levels, which keeps the PNG files small.
"""
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

CLASSES = ["disc", "ring", "square", "triangle", "star", "plus", "stripes", "checks", "waves", "dots"]
SIDE = 56
_SCALE = 2
_CANVAS = SIDE * _SCALE


def _turned(points, centre, angle):
    cos, sin = math.cos(angle), math.sin(angle)
    return [(centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos) for x, y in points]


def _polygon(corners, radius, inner=None):
    count = corners if inner is None else 2 * corners
    radii = [radius if inner is None or i % 2 == 0 else inner for i in range(count)]
    return [(r * math.cos(2 * math.pi * i / count), r * math.sin(2 * math.pi * i / count)) for i, r in enumerate(radii)]


def _disc(draw, rng, centre, radius, angle, colour):
    squash = rng.uniform(0.8, 1.0)
    draw.ellipse([centre[0] - radius, centre[1] - radius * squash, centre[0] + radius, centre[1] + radius * squash], fill=colour)


def _ring(draw, rng, centre, radius, angle, colour):
    width = int(radius * rng.uniform(0.2, 0.45))
    draw.ellipse([centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius], outline=colour, width=width)


def _square(draw, rng, centre, radius, angle, colour):
    draw.polygon(_turned(_polygon(4, radius), centre, angle), fill=colour)


def _triangle(draw, rng, centre, radius, angle, colour):
    draw.polygon(_turned(_polygon(3, radius * 1.1), centre, angle), fill=colour)


def _star(draw, rng, centre, radius, angle, colour):
    draw.polygon(_turned(_polygon(5, radius * 1.15, radius * rng.uniform(0.4, 0.55)), centre, angle), fill=colour)


def _plus(draw, rng, centre, radius, angle, colour):
    arm = radius * rng.uniform(0.2, 0.4)
    for bar in ([(-radius, -arm), (radius, -arm), (radius, arm), (-radius, arm)],
                [(-arm, -radius), (arm, -radius), (arm, radius), (-arm, radius)]):
        draw.polygon(_turned(bar, centre, angle), fill=colour)


def _stripes(draw, rng, centre, radius, angle, colour):
    pitch = rng.uniform(11, 20)
    half = pitch * rng.uniform(0.2, 0.3)
    for k in range(-int(radius / pitch), int(radius / pitch) + 1):
        reach = math.sqrt(max(radius ** 2 - (k * pitch) ** 2, 0))
        bar = [(-reach, k * pitch - half), (reach, k * pitch - half), (reach, k * pitch + half), (-reach, k * pitch + half)]
        draw.polygon(_turned(bar, centre, angle), fill=colour)


def _checks(draw, rng, centre, radius, angle, colour):
    cell = rng.uniform(9, 15)
    count = int(radius / cell) + 1
    for row in range(-count, count):
        for column in range(-count, count):
            x, y = column * cell, row * cell
            if (row + column) % 2 == 0 and math.hypot(x + cell / 2, y + cell / 2) < radius:
                draw.polygon(_turned([(x, y), (x + cell, y), (x + cell, y + cell), (x, y + cell)], centre, angle), fill=colour)


def _waves(draw, rng, centre, radius, angle, colour):
    pitch, height, length = rng.uniform(14, 20), rng.uniform(4, 7), rng.uniform(22, 34)
    phase, width = rng.uniform(0, 6.28), int(rng.integers(5, 8))
    for k in range(-int(radius / pitch), int(radius / pitch) + 1):
        reach = int(math.sqrt(max(radius ** 2 - (k * pitch) ** 2, 0)))
        line = [(x, k * pitch + height * math.sin(2 * math.pi * x / length + phase)) for x in range(-reach, reach + 1, 2)]
        if len(line) > 1:
            draw.line(_turned(line, centre, angle), fill=colour, width=width, joint="curve")


def _dots(draw, rng, centre, radius, angle, colour):
    size = rng.uniform(3.5, 6.5)
    for _ in range(int(rng.integers(18, 30))):
        turn, away = rng.uniform(0, 6.28), radius * math.sqrt(rng.uniform(0, 1))
        x, y = centre[0] + away * math.cos(turn), centre[1] + away * math.sin(turn)
        draw.ellipse([x - size, y - size, x + size, y + size], fill=colour)


_SUBJECTS = [_disc, _ring, _square, _triangle, _star, _plus, _stripes, _checks, _waves, _dots]


def _colours(rng):
    """A ground, a second ground and a subject colour that stands out from both."""
    while True:
        ground, second, subject = rng.integers(20, 236, (3, 3))
        second = (0.75 * ground + 0.25 * second).astype(int)
        if min(np.abs(subject - ground).sum(), np.abs(subject - second).sum()) > 60:
            return tuple(map(int, ground)), tuple(map(int, second)), tuple(map(int, subject))


def _clutter(draw, rng, colour):
    for _ in range(int(rng.integers(0, 6))):
        x, y, dx, dy = rng.uniform(0, _CANVAS, 4)
        draw.line([x, y, x + (dx - _CANVAS / 2) / 3, y + (dy - _CANVAS / 2) / 3], fill=colour, width=int(rng.integers(2, 6)))


def draw_picture(label, rng):
    """One picture of the class `label` as a PIL image of SIDE x SIDE RGB pixels."""
    ground, second, subject = _colours(rng)
    image = Image.new("RGB", (_CANVAS, _CANVAS), ground)
    draw = ImageDraw.Draw(image)
    edge = rng.uniform(0.2, 0.8, 2) * _CANVAS
    draw.polygon([(0, edge[0]), (_CANVAS, edge[1]), (_CANVAS, _CANVAS), (0, _CANVAS)], fill=second)
    radius = rng.uniform(0.14, 0.36) * _CANVAS
    centre = tuple(rng.uniform(radius * 0.8, _CANVAS - radius * 0.8, 2))
    _SUBJECTS[label](draw, rng, centre, radius, rng.uniform(0, 2 * math.pi), subject)
    _clutter(draw, rng, subject)
    image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0, 3.5)))
    pixels = np.asarray(image, np.float64).reshape(SIDE, _SCALE, SIDE, _SCALE, 3).mean((1, 3))
    speckle = (rng.uniform(0, 1, (SIDE, SIDE, 1)) < 0.2) * rng.normal(0, 30, (SIDE, SIDE, 1))
    pixels = np.clip(np.rint((pixels + speckle) / 8) * 8, 0, 255)
    return Image.fromarray(pixels.astype(np.uint8), "RGB")


def picture_set(count, seed):
    """`count` (label, picture) pairs, the classes in turn; the same seed gives the same pictures."""
    rng = np.random.default_rng(seed)
    for index in range(count):
        label = index % len(CLASSES)
        yield label, draw_picture(label, rng)
