"""A PDF as a scanner gives it: pages printed, stamped, laid askew, copied in uneven light, packed as JPEG."""

import io
import math
import time
from random import Random

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from benchmarks.truth.renderers import font_files

DPI = 200
_RED = (205, 30, 45)
_NO_CLOCK = time.gmtime(0)  # the same bytes every time


def scanned(pdf: bytes, seed: int) -> bytes:
    """The pages of a PDF as pictures, degraded by the seed: turned by up to 1.5°, blurred, noisy, stamped in red."""
    rng = Random(f"scan {seed}")
    noise = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    quality = rng.randint(60, 80)
    pages = []
    for number in range(len(document)):
        picture = document[number].render(scale=DPI / 72).to_pil().convert("RGB")
        pages.append(_degraded(_stamped(picture, rng, first=number == 0), rng, noise))
    document.close()
    out = io.BytesIO()
    pages[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=DPI,
        quality=quality,
        creationDate=_NO_CLOCK,
        modDate=_NO_CLOCK,
    )
    return out.getvalue()


def _stamped(picture: Image.Image, rng: Random, *, first: bool) -> Image.Image:
    """A round seal: by the signature on the first page, now and then over the rows or the edge of another."""
    if not first and rng.random() > 0.35:
        return picture
    seal = _seal(rng)
    width, height = picture.size
    if first:
        where = (int(width * rng.uniform(0.5, 0.7)), int(height * rng.uniform(0.3, 0.85)))
    else:
        where = (int(width * rng.choice((rng.uniform(0.2, 0.7), 0.93))), int(height * rng.uniform(0.1, 0.8)))
    over = Image.new("RGB", picture.size, "white")
    over.paste(seal, where)
    return ImageChops.multiply(picture, over)  # ink lies on ink: what is below stays dark


def _seal(rng: Random) -> Image.Image:
    """Two rings with letters along them, a star, unevenly inked; white where there is no ink."""
    side = int(3.6 / 2.54 * DPI)
    seal = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse((4, 4, side - 4, side - 4), outline=_RED, width=5)
    draw.ellipse((side * 0.22, side * 0.22, side * 0.78, side * 0.78), outline=_RED, width=3)
    files = font_files()
    if files is not None:
        font = ImageFont.truetype(str(files[1]), 22)
        words = "ỦY BAN NHÂN DÂN ★ CHỦ TỊCH ★ "
        for number, sign in enumerate(words):
            angle = 2 * math.pi * number / len(words)
            letter = Image.new("RGB", (40, 40), "white")
            ImageDraw.Draw(letter).text((20, 20), sign, font=font, fill=_RED, anchor="mm")
            letter = letter.rotate(-math.degrees(angle), fillcolor="white")
            at = (
                int(side / 2 + side * 0.39 * math.sin(angle)) - 20,
                int(side / 2 - side * 0.39 * math.cos(angle)) - 20,
            )
            seal.paste(letter, at, ImageChops.invert(letter.convert("L")))
    points = [
        (
            side / 2 + side * (0.16 if corner % 2 == 0 else 0.07) * math.sin(math.pi * corner / 5),
            side / 2 - side * (0.16 if corner % 2 == 0 else 0.07) * math.cos(math.pi * corner / 5),
        )
        for corner in range(10)
    ]
    draw.polygon(points, fill=_RED)
    faded = Image.blend(seal, Image.new("RGB", seal.size, "white"), rng.uniform(0.15, 0.45))
    return faded.rotate(rng.uniform(-25, 25), fillcolor="white")


def _degraded(picture: Image.Image, rng: Random, noise: np.random.Generator) -> Image.Image:
    turned = picture.rotate(rng.uniform(-1.5, 1.5), resample=Image.Resampling.BICUBIC, fillcolor="white")
    blurred = turned.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.9)))
    values = np.asarray(blurred, dtype=np.float32)
    height, width = values.shape[:2]
    darkest = rng.uniform(0.82, 0.97)
    slope = np.linspace(1.0, darkest, width if rng.random() < 0.5 else height, dtype=np.float32)
    light = slope[None, :, None] if slope.size == width else slope[:, None, None]
    grain = noise.normal(0, rng.uniform(3, 9), (height, width, 1)).astype(np.float32)
    return Image.fromarray(np.clip(values * light + grain, 0, 255).astype(np.uint8))
