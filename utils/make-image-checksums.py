"""Draws the test pictures of unittests/Data/Inputs and the table of what Pillow makes of them.

usage: make-image-checksums.py [FOLDER]

Needs PIL and numpy; the pictures are drawn here from a fixed seed, so that the folder can be made
anew. checksums.txt has one case a line:

    decode FILE WIDTHxHEIGHT SUM           Image.open(FILE).convert("RGB")
    resize FILE HEIGHT WIDTH FILTER SUM    the same, resized
    recipe FILE LAYOUT SUM JSON            the elements of the tensor under the recipe
    preset FILE LAYOUT SUM NAME            the elements as the preset's original computes them
    refuse FILE WORD                       must not be read; the message holds WORD

SUM is the beginning of the SHA-256 of the pixels (RGB) or of the elements (little-endian).
"""

import hashlib
import io
import json
import pathlib
import struct
import sys
import zlib

import numpy as np
from PIL import Image

FILTERS = {"nearest": Image.NEAREST, "bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "area": Image.BOX}
IMAGENET = {"scale": 1 / 255, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}


def checksum(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16]


def drawn(height, width, seed):
    """Gradients, edges, a disc and noise: something for every filter to get wrong."""
    rng = np.random.RandomState(seed)
    y, x = np.mgrid[0:height, 0:width]
    planes = []
    for channel in range(3):
        wave = 90 * np.sin(x / (3.0 + channel) + y / (7.0 - channel)) + 128
        disc = (x - width * 0.6) ** 2 + (y - height * 0.4) ** 2 < (0.3 * min(height, width)) ** 2
        wave[disc] = 255 - 60 * channel
        wave[:, : width // 5] = 255 * ((y[:, : width // 5] // 2) % 2)
        planes.append(wave + rng.normal(0, 20, wave.shape))
    return np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8)


# --- pictures that Pillow does not write ---


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed_row(values, bits):
    """Samples of 1 to 16 bits, first sample in the highest bits."""
    text = "".join(format(int(v), f"0{bits}b") for v in values)
    text += "0" * (-len(text) % 8)
    return bytes(int(text[i : i + 8], 2) for i in range(0, len(text), 8))


def png_rows(samples, bits):
    """Every row with filter 0; `samples` is height x width x channels."""
    return b"".join(b"\0" + packed_row(row.reshape(-1), bits) for row in samples)


ADAM7 = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]


def png(samples, bits, colour, extra=b"", interlaced=False):
    height, width = samples.shape[:2]
    if interlaced:
        passes = [samples[y0::dy, x0::dx] for y0, x0, dy, dx in ADAM7]
        raw = b"".join(png_rows(p, bits) for p in passes if p.size)
    else:
        raw = png_rows(samples, bits)
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlaced)
    return (b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + extra
            + png_chunk(b"IDAT", zlib.compress(raw, 9)) + png_chunk(b"IEND", b""))


def bmp(rows, width, height, bits, palette=b"", masks=b"", offset_extra=0):
    """A picture with the 40-byte header; negative heights are top-down."""
    compression = 3 if masks else 0
    offset = 54 + len(masks) + len(palette) + offset_extra
    body = b"".join(row + b"\0" * (-len(row) % 4) for row in rows)
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(body), 0, 0,
                         len(palette) // 4, 0)
    return (b"BM" + struct.pack("<IHHI", offset + len(body), 0, 0, offset) + header + masks + palette
            + b"\0" * offset_extra + body)


def pnm(magic, samples, maximum=None, plain=False):
    height, width = samples.shape[:2]
    head = f"{magic}\n# drawn\n{width} {height}\n" + (f"{maximum}\n" if maximum else "")
    if plain:
        return (head + "\n".join(" ".join(map(str, row.reshape(-1))) for row in samples) + "\n").encode()
    if magic == "P4":
        return head.encode() + b"".join(packed_row(row.reshape(-1), 1) for row in samples)
    return head.encode() + samples.tobytes()


# --- the collection ---


def saved(picture, **options):
    out = io.BytesIO()
    picture.save(out, **options)
    return out.getvalue()


def jpegs():
    rgb = Image.fromarray(drawn(61, 83, 1))
    for name, options in {
        "444-q95": {"quality": 95, "subsampling": 0},
        "422-q75": {"quality": 75, "subsampling": 1},
        "420-q50": {"quality": 50, "subsampling": 2},
        "420-q5": {"quality": 5, "subsampling": 2},
        "progressive": {"quality": 85, "progressive": True},
        "progressive-444": {"quality": 92, "progressive": True, "subsampling": 0},
        "optimized": {"quality": 60, "optimize": True},
    }.items():
        yield f"{name}.jpg", saved(rgb, format="JPEG", **options)
    exif = Image.Exif()
    exif[0x0112] = 6
    yield "orientation-6.jpg", saved(rgb, format="JPEG", exif=exif)
    yield "grey.jpg", saved(Image.fromarray(drawn(45, 70, 2)).convert("L"), format="JPEG", quality=80)
    cmyk = Image.fromarray(np.dstack([drawn(40, 31, 3), drawn(40, 31, 4)[..., 0]]), "CMYK")
    yield "cmyk.jpg", saved(cmyk, format="JPEG", quality=90)
    yield "cmyk-progressive.jpg", saved(cmyk, format="JPEG", quality=70, progressive=True)
    yield "rgb-1x1.jpg", saved(rgb.crop((5, 5, 6, 6)), format="JPEG")
    yield "rgb-17x1.jpg", saved(rgb.crop((5, 5, 22, 6)), format="JPEG")
    yield "large.jpg", saved(Image.fromarray(drawn(331, 290, 5)), format="JPEG", quality=40)


def pngs():
    rgb = drawn(37, 53, 6)
    alpha = drawn(37, 53, 7)[..., :1]
    yield "rgb.png", saved(Image.fromarray(rgb), format="PNG")
    yield "rgba.png", saved(Image.fromarray(np.dstack([rgb, alpha]), "RGBA"), format="PNG")
    yield "la.png", saved(Image.fromarray(np.dstack([rgb[..., :1], alpha]), "LA"), format="PNG")
    yield "grey.png", saved(Image.fromarray(rgb[..., 0]), format="PNG")
    for bits in (1, 2, 4):
        yield f"grey-{bits}-bit.png", png(rgb[..., :1] >> (8 - bits), bits, 0)
        yield f"grey-{bits}-bit-interlaced.png", png(rgb[..., :1] >> (8 - bits), bits, 0, interlaced=True)
    yield "grey-trns.png", png(rgb[..., :1] >> 4, 4, 0, png_chunk(b"tRNS", b"\0\3"))
    yield "rgb-trns.png", png(rgb, 8, 2, png_chunk(b"tRNS", b"\0\1\0\2\0\3"))
    yield "rgb-interlaced.png", png(rgb, 8, 2, interlaced=True)
    yield "rgba-interlaced.png", png(np.dstack([rgb, alpha]), 8, 6, interlaced=True)
    yield "rgb-gamma.png", png(rgb, 8, 2, png_chunk(b"gAMA", struct.pack(">I", 100000)))
    for bits in (1, 2, 4, 8):
        count = min(1 << bits, 200)
        palette = png_chunk(b"PLTE", drawn(1, count, 8).tobytes())
        indices = rgb[..., :1].astype(int) * count // 256
        yield f"palette-{bits}-bit.png", png(indices, bits, 3, palette)
        extra = palette + png_chunk(b"tRNS", bytes(range(0, 2 * min(count, 100), 2)))
        yield f"palette-{bits}-bit-interlaced.png", png(indices, bits, 3, extra, interlaced=True)
    yield "tiny-interlaced.png", png(rgb[:2, :3], 8, 2, interlaced=True)


def bmps():
    rgb = drawn(23, 37, 9)
    yield "rgb-24.bmp", saved(Image.fromarray(rgb), format="BMP")
    yield "grey-8.bmp", saved(Image.fromarray(rgb[..., 0]), format="BMP")
    yield "bilevel.bmp", saved(Image.fromarray(rgb[..., 0]).convert("1"), format="BMP")
    bgr = rgb[..., ::-1]
    yield "rgb-24-top-down.bmp", bmp([row.tobytes() for row in bgr], 37, -23, 24, offset_extra=6)
    padded = np.dstack([bgr, rgb[..., :1]])
    yield "rgb-32.bmp", bmp([row.tobytes() for row in padded], 37, 23, 32)
    masks = struct.pack("<III", 0xFF0000, 0xFF00, 0xFF)
    yield "rgb-32-masks.bmp", bmp([row.tobytes() for row in padded], 37, 23, 32, masks=masks)
    words = drawn(23, 37, 10).astype("<u2")[..., 0] * 257 & 0x7FFF
    yield "rgb-555.bmp", bmp([row.astype("<u2").tobytes() for row in words], 37, 23, 16)
    masks = struct.pack("<III", 0xF800, 0x07E0, 0x001F)
    yield "rgb-565.bmp", bmp([row.astype("<u2").tobytes() for row in words * 2 + 1], 37, 23, 16, masks=masks)
    for bits in (1, 4, 8):
        palette = np.dstack([drawn(1, 1 << bits, 11), np.zeros((1, 1 << bits, 1), np.uint8)]).tobytes()
        rows = [packed_row(row, bits) for row in rgb[..., 0] >> (8 - bits)]
        yield f"palette-{bits}-bit.bmp", bmp(rows, 37, 23, bits, palette)


def pnms():
    rgb = drawn(11, 19, 12)
    grey, bits = rgb[..., :1], rgb[..., :1] >> 7
    yield "raw.ppm", pnm("P6", rgb, 255)
    yield "raw.pgm", pnm("P5", grey, 255)
    yield "raw.pbm", pnm("P4", bits)
    yield "maximum-100.ppm", pnm("P6", rgb % 101, 100)
    yield "maximum-15.pgm", pnm("P5", grey % 16, 15)
    yield "plain.ppm", pnm("P3", rgb, 255, plain=True)
    yield "plain-maximum-7.pgm", pnm("P2", grey % 8, 7, plain=True)
    yield "plain.pbm", pnm("P1", bits, plain=True)


def webps():
    rgb = Image.fromarray(drawn(43, 57, 14))
    rgba = Image.fromarray(np.dstack([drawn(30, 41, 15), drawn(30, 41, 16)[..., :1]]), "RGBA")
    yield "lossy.webp", saved(rgb, format="WEBP", quality=80)
    yield "lossy-q5.webp", saved(rgb, format="WEBP", quality=5)
    yield "lossy-alpha.webp", saved(rgba, format="WEBP", quality=60)
    yield "lossless.webp", saved(rgb, format="WEBP", lossless=True)
    yield "lossless-alpha.webp", saved(rgba, format="WEBP", lossless=True, exact=True)
    yield "lossless-few-colours.webp", saved(rgb.quantize(7).convert("RGB"), format="WEBP", lossless=True)
    yield "lossy-1x1.webp", saved(rgb.crop((5, 5, 6, 6)), format="WEBP")


def riff(kind, data):
    body = b"WEBP" + kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def refused():
    """(name, bytes, word of the message)"""
    deep = drawn(9, 12, 13).astype(np.uint16) * 257
    yield "rgb-16-bit.png", png(deep, 16, 2), "16"
    yield "grey-16-bit.png", png(deep[..., :1], 16, 0), "16"
    yield "rgb-16-bit.ppm", pnm("P6", deep.astype(">u2"), 65535), "16"
    indices = np.array([[[0], [1], [2]]])
    yield "palette-too-short.png", png(indices, 8, 3, png_chunk(b"PLTE", b"\1\2\3\4\5\6")), "palette"
    wide = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    yield "bomb.png", b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", wide) + png_chunk(b"IDAT", b""), "pixels"
    yield "bomb.ppm", b"P6 60000 60000 255\n", "pixels"
    frames = [Image.fromarray(drawn(12, 9, seed)) for seed in (17, 18)]
    yield "animated.webp", saved(frames[0], format="WEBP", save_all=True, append_images=frames[1:]), "animated"
    largest = struct.pack("<I", 16382 | 16382 << 14)  # 14 bits each: width and height less 1
    yield "bomb.webp", riff(b"VP8L", b"\x2f" + largest), "pixels"
    yield "corrupt.webp", riff(b"VP8L", b"\x2e" + largest), "corrupt"
    run_length = bytearray(bmp([b"\0" * 4], 4, 1, 8, b"\0" * 1024))
    run_length[30] = 1
    yield "run-length.bmp", bytes(run_length), "compressed"


# --- recipes, as Python programs do them ---


def as_written(picture, recipe):
    """The recipe's meaning by Pillow and numpy: f32 after every step of the normalisation."""
    x = picture.convert("L" if recipe.get("channels") == "gray" else "RGB")
    if "resize" in recipe:
        x = x.resize(target_size(x, recipe["resize"]["size"]), FILTERS[recipe["resize"].get("filter", "bilinear")])
    if "crop" in recipe:
        x = centre_crop(x, *recipe["crop"])
    x = np.asarray(x)
    x = x[..., None] if x.ndim == 2 else x
    if recipe.get("channels") == "bgr":
        x = x[..., ::-1]
    if recipe.get("transpose_hw"):
        x = x.transpose(1, 0, 2)
    if recipe.get("dtype") == "u8":
        return x
    if recipe.get("dtype") == "i8":
        return (x.astype(np.int16) - 128).astype(np.int8)
    x = (x.astype(np.float64) * recipe.get("scale", 1)).astype(np.float32)
    x = x - np.array(recipe.get("mean", [0, 0, 0])[: x.shape[-1]], np.float32)
    return x / np.array(recipe.get("std", [1, 1, 1])[: x.shape[-1]], np.float32)


def target_size(picture, size):
    """(width, height) of torchvision's Resize."""
    if isinstance(size, list):
        return size[1], size[0]
    w, h = picture.size
    return (size, int(size * h / w)) if w <= h else (int(size * w / h), size)


def centre_crop(picture, height, width):
    """torchvision's CenterCrop: pads with black where the picture is smaller."""
    w, h = picture.size
    if width > w or height > h:
        left, top = max(width - w, 0) // 2, max(height - h, 0) // 2
        padded = Image.new(picture.mode, (max(width, w), max(height, h)))
        padded.paste(picture, (left, top))
        picture, (w, h) = padded, padded.size
    top, left = int(round((h - height) / 2.0)), int(round((w - width) / 2.0))
    return picture.crop((left, top, left + width, top + height))


def recipes():
    yield "nchw", dict(IMAGENET, resize={"size": 256}, crop=[224, 224])
    yield "nhwc", {"resize": {"size": [32, 32]}, "scale": 1 / 127.5, "mean": [1, 1, 1]}
    yield "nhwc", {"channels": "bgr", "mean": [103.939, 116.779, 123.68]}
    yield "nchw", dict(IMAGENET, channels="bgr", transpose_hw=True)
    yield "nhwc", {"resize": {"size": 40, "filter": "bicubic"}, "crop": [33, 36], "dtype": "u8"}
    yield "nchw", {"resize": {"size": [20, 48], "filter": "area"}, "dtype": "i8"}
    yield "nhwc", {"crop": [90, 24], "scale": 1 / 255}
    yield "nchw", {"crop": [17, 101], "scale": 1 / 255}
    yield "nhwc", {"resize": {"size": [28, 28]}, "channels": "gray", "scale": 1 / 255, "mean": [0.1307] * 3,
                   "std": [0.3081] * 3}
    yield "nhwc", {"resize": {"size": [50, 31], "filter": "nearest"}, "transpose_hw": True}


def divided(x, divisor, mean, std):
    """x /= divisor; x -= mean; x /= std on an f32 array, as torchvision and Keras have it."""
    x = x.astype(np.float32) / np.float32(divisor)
    x -= np.array(mean, np.float32)
    return x / np.array(std, np.float32)


def presets(picture):
    """(name, elements in channels-last order) by the arithmetic of the originals."""
    x = np.asarray(picture)
    mean, std = IMAGENET["mean"], IMAGENET["std"]
    cut = centre_crop(picture.resize(target_size(picture, 256), Image.BILINEAR), 224, 224)
    yield "torchvision", divided(np.asarray(cut), 255, mean, std)
    yield "keras-tf", x.astype(np.float32) / np.float32(127.5) - np.float32(1)
    yield "keras-torch", divided(x, 255, mean, std)
    yield "keras-caffe", divided(x[..., ::-1], 1, [103.939, 116.779, 123.68], [1, 1, 1])
    yield "tflite-uint8", x
    yield "none", x.astype(np.float32)


def table(folder, names):
    rng = np.random.RandomState(20)
    for name in names:
        picture = Image.open(folder / name).convert("RGB")
        yield f"decode {name} {picture.width}x{picture.height} {checksum(np.asarray(picture))}"
        for word, number in FILTERS.items():
            height, width = (int(n) for n in rng.randint(1, 120, 2))
            sum_ = checksum(np.asarray(picture.resize((width, height), number)))
            yield f"resize {name} {height} {width} {word} {sum_}"
    for name in ("420-q50.jpg", "large.jpg", "grey.jpg", "cmyk.jpg", "rgba-interlaced.png", "palette-4-bit.bmp"):
        for layout, recipe in recipes():
            elements = as_written(Image.open(folder / name), recipe)
            if layout == "nchw":
                elements = elements.transpose(2, 0, 1)
            yield f"recipe {name} {layout} {checksum(elements)} {json.dumps(recipe)}"
    for name in ("420-q50.jpg", "rgb.png"):
        for preset, elements in presets(Image.open(folder / name).convert("RGB")):
            yield f"preset {name} nhwc {checksum(elements)} {preset}"
            yield f"preset {name} nchw {checksum(elements.transpose(2, 0, 1))} {preset}"


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    names, lines = [], []
    for makers in (jpegs, pngs, bmps, pnms, webps):
        for name, content in makers():
            (folder / name).write_bytes(content)
            names.append(name)
    for name, content, word in refused():
        (folder / name).write_bytes(content)
        lines.append(f"refuse {name} {word}")
    lines = list(table(folder, names)) + lines
    (folder / "checksums.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    here = pathlib.Path(__file__).resolve().parent.parent / "unittests/Data/Inputs"
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here)
