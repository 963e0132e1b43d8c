#!/usr/bin/env python3
"""Makes the pictures of this folder. Needs Pillow: pip install pillow, then Tests/MediaFixtures/make.py."""
import io
import pathlib
import struct
import zlib

from PIL import Image, ImageDraw

folder = pathlib.Path(__file__).parent


def save(name, data):
    (folder / name).write_bytes(data)


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def grey_png(width, height, rows=None, between=b""):
    """One bit a pixel, so that many pixels are few bytes."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"\0" * (width // 8 + 1)) for _ in range(height if rows is None else rows))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + between + chunk(b"IDAT", data + packer.flush()) + chunk(b"IEND", b"")


# Whole blocks of one colour each, so that JPEG keeps them exactly and turning them changes nothing else.
plain = Image.new("RGB", (96, 64))
draw = ImageDraw.Draw(plain)
for index, colour in enumerate([(200, 30, 30), (30, 160, 60), (40, 60, 200), (230, 200, 40), (250, 250, 250), (20, 20, 20)]):
    x, y = index % 3 * 32, index // 3 * 32
    draw.rectangle((x, y, x + 31, y + 31), fill=colour)
other = plain.rotate(180)
exact = {"quality": 100, "subsampling": 0}

save("photo.jpg", encoded(plain, "JPEG", **exact))
save("photo.png", encoded(plain, "PNG"))
save("photo.webp", encoded(plain, "WEBP", quality=80))
save("lossless.webp", encoded(plain, "WEBP", lossless=True))
save("progressive.jpg", encoded(plain, "JPEG", progressive=True))
save("grey.jpg", encoded(plain.convert("L"), "JPEG"))
save("cmyk.jpg", encoded(plain.convert("CMYK"), "JPEG"))
save("palette.png", encoded(plain.convert("P"), "PNG"))
save("transparent.png", encoded(plain.convert("RGBA").resize((48, 32)), "PNG"))
save("deep.png", encoded(Image.new("I;16", (96, 64), 30000), "PNG"))

# What a camera writes that was held upright: the pixels lie on their side, the tag says so, and more stands beside it.
exif = Image.Exif()
exif[0x0112] = 6
exif[0x010E] = "somebody's secret"
save("lying.jpg", encoded(plain, "JPEG", exif=exif, **exact))
save("upright.jpg", encoded(plain.transpose(Image.Transpose.ROTATE_270), "JPEG", **exact))

save("animated.webp", encoded(plain, "WEBP", save_all=True, append_images=[other], duration=100))
save("animated.png", encoded(plain, "PNG", save_all=True, append_images=[other], duration=100))
for name, kind in [("gif", "GIF"), ("tiff", "TIFF"), ("ppm", "PPM"), ("pdf", "PDF"), ("avif", "AVIF"), ("bmp", "BMP"),
                   ("jp2", "JPEG2000"), ("ico", "ICO")]:
    options = {"compression": "tiff_lzw"} if kind == "TIFF" else {}
    save(f"picture.{name}", encoded(plain.resize((32, 24)), kind, **options))

save("bomb.png", grey_png(30000, 30000, rows=1000))
save("long.png", grey_png(40000, 8))
save("large.png", grey_png(8000, 5000))
save("short.png", grey_png(1000, 1000, rows=3))
# Texts of which each unpacks to a megabyte.
save("texts.png", grey_png(64, 64, between=b"".join(
    chunk(b"zTXt", b"k%d\0\0" % index + zlib.compress(b"\0" * 1_000_000, 9)) for index in range(12))))
