"""Pictures from outside: decoded as what they are, or refused; and saved as a file.

The bytes may come from a model or from anybody's file. Everything here may run in a worker thread
and, for all but tiny pictures, should.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QBuffer,
    QByteArray,
    QFileDevice,
    QIODevice,
    QRect,
    QSaveFile,
    QSize,
    Qt,
)
from PySide6.QtGui import QColorSpace, QImage, QImageIOHandler, QImageReader, QImageWriter, QPainter

from desktop_app.core.errors import InputError, StorageError

MOST_BYTES = 16 * 1024 * 1024
"""How large the picture in a ``data:`` address may be."""
MOST_PIXELS = 50_000_000
"""How many pixels a picture may have, of a phone's best camera as of a forger."""

_MOST_MEGABYTES = 200
_MOST_DEEP_PIXELS = _MOST_MEGABYTES * 1024 * 1024 // 8
"""Of 16 bits a colour: a decoder that runs into its limit says no more than that it failed."""
_MOST_SCANS = 50
_MOST_SEGMENTS = 10_000
_JPEG_QUALITY = 92
_BAND = 128
_ADDRESS = re.compile(r"data:image/(?:png|jpe?g|webp|gif|bmp);base64,", re.IGNORECASE)
_SIGNATURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), b"png"),
    (re.compile(rb"\xff\xd8\xff"), b"jpeg"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), b"webp"),
    (re.compile(rb"GIF8[79]a"), b"gif"),
    (re.compile(rb"BM"), b"bmp"),
)
_JPEG_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd7\xff])")
"""But for those that stand alone in the pixels of a scan."""

_JPEG_SCAN = b"\xda"
_JPEG_END = b"\xd9"
_PNG_SIGNATURE = 8
_PNG_CHUNK = 12
_PNG_KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sRGB", b"cICP")
)
_INFO_HEADER = 40
_BMP_HEADER = 14 + _INFO_HEADER
_RUN_LENGTHS = (1, 2)
_SUFFIXES = {".png": b"png", ".jpg": b"jpeg", ".jpeg": b"jpeg"}

# Qt's stubs call what this returns an object.
_TITLE = str(QT_TRANSLATE_NOOP("Failure", "This picture can't be shown"))
_UNKNOWN = str(
    QT_TRANSLATE_NOOP("Failure", "Only PNG, JPEG, WebP, GIF and BMP pictures are shown.")
)
_DAMAGED = str(QT_TRANSLATE_NOOP("Failure", "It is damaged, or a part of it is missing."))
_TOO_LARGE = str(
    QT_TRANSLATE_NOOP(
        "Failure", "It is too large: 50 million pixels and 16 MB are the most that is shown."
    )
)
_OTHER_SUFFIX = str(QT_TRANSLATE_NOOP("Failure", "Pictures are saved as PNG or JPEG"))
_GIVE_SUFFIX = str(QT_TRANSLATE_NOOP("Failure", "Choose a name that ends in .png or .jpg."))
_NOT_SAVED = str(QT_TRANSLATE_NOOP("Failure", "The picture could not be saved"))
_ELSEWHERE = str(
    QT_TRANSLATE_NOOP(
        "Failure",
        "Make sure that the folder may be written and the disk has room, or choose another place. "
        "The picture is still in the conversation.",
    )
)

_Told = TypeVar("_Told")


def from_data_address(address: str) -> bytes:
    """Return the bytes of a picture in a ``data:image/…;base64,…`` address (RFC 2397).

    Raises:
        InputError: It is another address, of another kind of picture, not well-formed Base64, or
            larger than `MOST_BYTES`.
    """
    head = _ADDRESS.match(address)
    if head is None:
        raise _refused(_UNKNOWN, address[:60], "picture_unknown")
    if len(address) - head.end() > -(-MOST_BYTES // 3) * 4:
        raise _refused(_TOO_LARGE, f"{len(address)} characters", "picture_too_large")
    try:
        # Strict as it is, it lets pass what stands behind the last four characters.
        if (len(address) - head.end()) % 4:
            raise ValueError("The length is no multiple of four.")
        data = base64.b64decode(address[head.end() :], validate=True)
    except (binascii.Error, ValueError) as error:
        raise _refused(_DAMAGED, str(error), "picture_damaged") from error
    if len(data) > MOST_BYTES:
        raise _refused(_TOO_LARGE, f"{len(data)} bytes", "picture_too_large")
    return data


def decoded(data: bytes, longest: int) -> QImage:
    """Return a picture upright, in sRGB, without its metadata, of an animation the first frame.

    Args:
        data: A PNG, JPEG, WebP, GIF or BMP file, whatever its name says.
        longest: It is scaled down until its longer side has no more pixels than this.

    Raises:
        InputError: It is none of these, damaged, or larger than `MOST_PIXELS`.
    """
    return _read(data, lambda reader, size: _decoded(reader, size, longest))


def shown_size(data: bytes, longest: int) -> QSize:
    """Return the size in pixels that `decoded` would give a picture, from its header alone.

    Raises:
        InputError: As `decoded`, except for damage behind the header.
    """
    return _read(data, lambda reader, size: _upright(reader, _scaled(size, longest)))


def save(data: bytes, path: Path) -> None:
    """Write a picture in its full size to a new or existing file that only its owner may read.

    It is encoded anew as the suffix of `path` says, PNG or JPEG, and leaves either the old file or
    the new one whole.

    Raises:
        InputError: The suffix is another one, or `decoded` refuses the picture.
        StorageError: The file can't be written.
    """
    kind = _SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise InputError(_OTHER_SUFFIX, _GIVE_SUFFIX, path.name, code="picture_suffix")
    encoded = _encoded(decoded(data, MOST_PIXELS), kind)
    file = QSaveFile(str(path))
    owner = QFileDevice.Permission.ReadOwner | QFileDevice.Permission.WriteOwner
    written = (
        file.open(QIODevice.OpenModeFlag.WriteOnly)
        and file.setPermissions(owner)
        and file.write(encoded) == encoded.size()
        and file.commit()
    )
    if not written:
        raise StorageError(_NOT_SAVED, _ELSEWHERE, file.errorString(), code="picture_not_saved")


def _read(data: bytes, run: Callable[[QImageReader, QSize], _Told]) -> _Told:
    """Return what `run` makes of a reader and the checked size of the picture, yet unturned."""
    # The first bytes decide, not Qt: it would let the parsers of SVG, PDF and a dozen others have
    # a look. The reader knows one format and is never told to guess.
    kind = next((name for pattern, name in _SIGNATURES if pattern.match(data)), b"")
    if not kind:
        raise _refused(_UNKNOWN, repr(data[:12]), "picture_unknown")
    if not _is_whole(data, kind):
        raise _refused(_DAMAGED, "", "picture_damaged")
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    buffer = QBuffer()
    buffer.setData(_without_texts(data) if kind == b"png" else data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)

    def with_reader() -> _Told:
        # A reader touches its buffer while it goes: it lives in a frame that ends first.
        reader = QImageReader(buffer, QByteArray(kind))
        reader.setAutoDetectImageFormat(False)
        reader.setAutoTransform(True)
        # Of a GIF that claims to be large Qt tells the size of its first frame, and paints another.
        size = _gif_size(data) if kind == b"gif" else reader.size()
        _check(size, reader.errorString())
        return run(reader, size)

    return with_reader()


def _check(size: QSize, reason: str) -> None:
    if size.isEmpty():
        raise _refused(_DAMAGED, reason, "picture_damaged")
    if size.width() * size.height() > MOST_PIXELS:
        words = f"{size.width()} × {size.height()} pixels"
        raise _refused(_TOO_LARGE, words, "picture_too_large")


def _gif_size(data: bytes) -> QSize:
    return QSize(*struct.unpack("<HH", data[6:10].ljust(4, b"\0")))


def _is_whole(data: bytes, kind: bytes) -> bool:
    """Tell what Qt doesn't: it fills in what these two formats lack, and reports no error."""
    if kind == b"jpeg":
        return _is_whole_jpeg(data)
    return kind != b"bmp" or (len(data) > _BMP_HEADER and len(data) >= _bmp_length(data))


def _is_whole_jpeg(data: bytes) -> bool:
    """Whether its first picture has an end; behind that, phones put a film or another picture.

    The way through it is the decoder's, which passes over what is no marker.
    """
    start, scans = 2, 0
    for _ in range(_MOST_SEGMENTS):
        marker = _JPEG_MARKER.search(data, start)
        if marker is None:
            return False
        if marker[1] == _JPEG_END:
            return scans > 0
        # Every scan makes the decoder go through all pixels again. A real picture has about ten,
        # a forged one as many as its bytes allow: hours of work.
        scans += marker[1] == _JPEG_SCAN
        if scans > _MOST_SCANS:
            return False
        length = int.from_bytes(data[marker.end() : marker.end() + 2], "big")
        start = marker.end() + max(length, 2)
    return False


def _without_texts(png: bytes) -> bytes:
    """Return a PNG with the chunks alone that its pixels and colours need.

    Texts may be packed a thousand to one, and libpng unpacks all of them: 460 KB took 13 seconds
    and 2 GB.
    """
    kept = [png[:_PNG_SIGNATURE]]
    start = _PNG_SIGNATURE
    while start < len(png):
        end = start + int.from_bytes(png[start : start + 4], "big") + _PNG_CHUNK
        if png[start + 4 : start + 8] in _PNG_KEPT:
            kept.append(png[start:end])
        start = end
    return b"".join(kept)


def _bmp_length(data: bytes) -> float:
    """Return how many bytes a BMP needs, infinitely many where its header doesn't tell."""
    start, header, width, height, _, depth, packing = struct.unpack_from("<IIiiHHI", data, 10)
    if header < _INFO_HEADER or packing in _RUN_LENGTHS:
        return inf
    needed: int = start + (width * depth + 31) // 32 * 4 * abs(height)
    return needed


def _scaled(size: QSize, longest: int) -> QSize:
    side = max(size.width(), size.height())
    if side <= longest:
        return size
    # Qt's own would make nothing of the short side of a hair-thin picture.
    return QSize(
        max(1, round(size.width() * longest / side)), max(1, round(size.height() * longest / side))
    )


def _upright(reader: QImageReader, size: QSize) -> QSize:
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    return size.transposed() if turned else size


def _decoded(reader: QImageReader, size: QSize, longest: int) -> QImage:
    smaller = _scaled(size, longest)
    if smaller != size:
        reader.setScaledSize(smaller)
    image = reader.read()
    if image.isNull() and size.width() * size.height() > _MOST_DEEP_PIXELS:
        raise _refused(_TOO_LARGE, reader.errorString(), "picture_too_large")
    if image.isNull():
        raise _refused(_DAMAGED, reader.errorString(), "picture_damaged")
    return _plain(image)


def _plain(image: QImage) -> QImage:
    """Return `image` in sRGB and ready to be painted, without the texts that a file may carry."""
    # Of all that could be done here, a painter and `fill` would keep other threads waiting.
    alpha = image.hasAlphaChannel()
    kind = QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32
    space = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    if image.colorSpace().isValid() and image.colorSpace() != space:
        converted = image.convertedToColorSpace(space, kind)
        image = image if converted.isNull() else converted
    image = image.convertToFormat(kind)
    if image.textKeys():
        size, stride = image.size(), image.bytesPerLine()
        pixels = QImage(image.constBits(), size.width(), size.height(), stride, kind)
        image = pixels.copy()
    return image


def _encoded(image: QImage, kind: bytes) -> QByteArray:
    if kind == b"jpeg" and image.hasAlphaChannel():
        paper = QImage(image.size(), QImage.Format.Format_RGB32)
        painter = QPainter(paper)
        for top in range(0, image.height(), _BAND):
            # Each lets no other thread run until it is drawn.
            band = QRect(0, top, image.width(), _BAND)
            painter.fillRect(band, Qt.GlobalColor.white)
            painter.drawImage(band.topLeft(), image, band)
        painter.end()
        image = paper
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    if kind == b"jpeg":
        writer.setQuality(_JPEG_QUALITY)
    if not writer.write(image):
        raise StorageError(_NOT_SAVED, _ELSEWHERE, writer.errorString(), code="picture_not_saved")
    return QByteArray(buffer.data())


def _refused(advice: str, detail: str, code: str) -> InputError:
    return InputError(_TITLE, advice, detail, code=code)
