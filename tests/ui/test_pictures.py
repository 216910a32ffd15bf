from __future__ import annotations

import base64
import re
import stat
import struct
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSaveFile, QSize
from PySide6.QtGui import (
    QColor,
    QColorSpace,
    QImage,
    QImageIOHandler,
    QImageReader,
    QImageWriter,
    QPainter,
)

from desktop_app.core.errors import InputError, StorageError
from desktop_app.ui import pictures
from desktop_app.ui.pictures import MOST_BYTES, decoded, from_data_address, save, shown_size

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
GIF = bytes.fromhex(
    "474946383961 02000100 f00000 ff0000 0000ff"  # two pixels wide; its colours are red and blue
    "21f9040000000000 2c00000000 02000100 00 02 02 040a 00"  # two red ones
    "21f9040000000000 2c00000000 02000100 00 02 02 4c0a 00 3b"  # two blue ones
)
WRITTEN = ("PNG", "JPEG", "WEBP", "BMP")


def image(width: int = 300, height: int = 200, *, alpha: bool = False) -> QImage:
    """Return a picture that is red above and blue below, or seen through below."""
    made = QImage(width, height, QImage.Format.Format_ARGB32)
    made.fill(QColor("red"))
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    below = QColor(0, 0, 0, 0) if alpha else QColor("blue")
    painter.fillRect(0, height // 2, width, height, below)
    painter.end()
    return made if alpha else made.convertToFormat(QImage.Format.Format_RGB32)


def file_of(
    made: QImage, kind: str, prepare: Callable[[QImageWriter], object] = lambda writer: None
) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind.encode()))
    prepare(writer)
    assert writer.write(made)
    return buffer.data().data()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *extra: bytes) -> bytes:
    """Return a PNG of one red pixel whose header claims a size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    parts = (chunk(b"IHDR", head), *extra, pixels, chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def is_like(seen: QColor, wanted: str) -> bool:
    """Tell whether a colour came through what a lossy format does to it."""
    named = QColor(wanted)
    pairs = zip(seen.getRgb(), named.getRgb(), strict=True)
    return all(abs(one - other) < 12 for one, other in pairs)


def refusal(run: Callable[[], object]) -> InputError:
    with pytest.raises(InputError) as caught:
        run()
    assert caught.value.title == "This picture can't be shown"
    assert caught.value.advice.endswith(".")
    return caught.value


@pytest.mark.parametrize("kind", WRITTEN)
def test_decodes_what_is_allowed(kind: str) -> None:
    data = file_of(image(), kind)
    seen = decoded(data, 1000)
    assert seen.size() == shown_size(data, 1000) == QSize(300, 200)
    assert is_like(seen.pixelColor(150, 20), "red")
    assert is_like(seen.pixelColor(150, 180), "blue")


def test_first_frame_of_an_animation_is_shown() -> None:
    seen = decoded(GIF, 100)
    assert seen.size() == shown_size(GIF, 100) == QSize(2, 1)
    assert seen.pixelColor(0, 0) == QColor("red")


@pytest.mark.parametrize("kind", WRITTEN)
def test_is_scaled_down_and_never_up(kind: str) -> None:
    data = file_of(image(300, 200), kind)
    assert decoded(data, 150).size() == shown_size(data, 150) == QSize(150, 100)
    assert decoded(data, 300).size() == decoded(data, 301).size() == QSize(300, 200)


def test_hair_thin_picture_keeps_its_short_side() -> None:
    assert decoded(file_of(image(5000, 2), "PNG"), 100).size() == QSize(100, 1)


def test_stands_upright() -> None:
    turned = QImageIOHandler.Transformation.TransformationRotate90
    data = file_of(image(300, 200), "JPEG", lambda writer: writer.setTransformation(turned))
    seen = decoded(data, 150)
    assert seen.size() == shown_size(data, 150) == QSize(100, 150)
    assert is_like(seen.pixelColor(90, 75), "red")
    assert is_like(seen.pixelColor(10, 75), "blue")


@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("name", ["DisplayP3", "AdobeRgb", "SRgbLinear"])
def test_colours_of_other_spaces_are_shown_as_they_are_meant(name: str, *, alpha: bool) -> None:
    srgb = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    made = image(alpha=alpha)
    made.fill(QColor(200, 100, 50))
    made.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace[name]))
    wanted = made.convertedToColorSpace(srgb)
    seen = decoded(file_of(made, "PNG"), 1000)
    assert seen.pixelColor(5, 5) == wanted.pixelColor(5, 5) != QColor(200, 100, 50)
    assert seen.colorSpace() == srgb


def test_grey_picture_with_a_profile_is_shown() -> None:
    made = QImage(10, 10, QImage.Format.Format_Grayscale8)
    made.fill(100)
    made.setColorSpace(QColorSpace(QPointF(0.3127, 0.329), QColorSpace.TransferFunction.Gamma, 1.8))
    seen = decoded(file_of(made, "PNG"), 100).pixelColor(5, 5)
    assert seen.red() == seen.green() == seen.blue()
    assert 80 < seen.red() < 140


def test_keeps_what_can_be_seen_through() -> None:
    seen = decoded(file_of(image(alpha=True), "PNG"), 1000)
    assert seen.pixelColor(10, 180).alpha() == 0
    assert seen.format() == QImage.Format.Format_ARGB32_Premultiplied


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_texts_of_the_file_stay_behind(kind: str) -> None:
    made = image()
    made.setText("Description", "taken at home")
    data = file_of(made, kind)
    assert b"taken at home" in data
    seen = decoded(data, 1000)
    assert seen.textKeys() == []
    assert is_like(seen.pixelColor(150, 20), "red")


def test_packed_texts_are_never_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """460 KB of them took libpng 13 seconds and 2 GB."""
    bomb = [chunk(b"zTXt", b"K\0\0" + zlib.compress(b"a" * 100_000)) for _ in range(20)]
    given: list[bytes] = []
    read = QBuffer.setData
    monkeypatch.setattr(
        QBuffer, "setData", lambda buffer, data: (given.append(data), read(buffer, data))
    )
    assert decoded(png(1, 1, *bomb), 100).pixelColor(0, 0) == QColor("red")
    assert given == [png(1, 1)]


@pytest.mark.parametrize(
    "data",
    [
        *(SVG, b"<?xml version='1.0'?>" + SVG, zlib.compress(SVG)),
        *(b"", b"\x89PN", b"%PDF-1.7\n", b"P6 1 1 255\n\xff\0\0", b"\0\0\1\0\1\0", b"II*\0"),
    ],
    ids=["svg", "xml", "packed", "empty", "short", "pdf", "ppm", "ico", "tiff"],
)
def test_everything_else_is_refused(data: bytes) -> None:
    assert refusal(lambda: decoded(data, 100)).code == "picture_unknown"


def test_name_means_nothing(tmp_path: Path) -> None:
    path = tmp_path / "chart.png"
    path.write_bytes(SVG)
    assert refusal(lambda: decoded(path.read_bytes(), 100)).code == "picture_unknown"


@pytest.mark.qt_log_ignore("libpng error", "imageio")
@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("part", [0.2, 0.7, 0.99])
def test_damaged_picture_is_refused(kind: str, part: float) -> None:
    data = file_of(image(), kind)
    error = refusal(lambda: decoded(data[: int(len(data) * part)], 1000))
    assert error.code == "picture_damaged"


@pytest.mark.qt_log_ignore("libpng error", "imageio")
@pytest.mark.parametrize("kind", WRITTEN)
def test_random_bytes_behind_a_signature_are_refused(kind: str) -> None:
    data = file_of(image(), kind)
    refusal(lambda: decoded(data[:12] + b"\x5a" * 500, 1000))
    refusal(lambda: shown_size(data[:12], 1000))


@pytest.mark.parametrize(
    "data",
    [png(60_000, 60_000), png(7_072, 7_072), GIF[:6] + b"\xff\xff\xff\xff" + GIF[10:]],
    ids=["png", "png just above", "gif"],
)
def test_picture_that_claims_to_be_huge_is_refused_before_it_is_decoded(
    monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setattr(QImageReader, "read", lambda reader: pytest.fail("It was decoded."))
    error = refusal(lambda: decoded(data, 100))
    assert error.code == "picture_too_large"
    assert re.fullmatch(r"\d+ × \d+ pixels", error.detail)


def test_gif_is_as_large_as_its_header_says() -> None:
    """Qt tells the size of the first frame where the canvas is much larger."""
    large = GIF[:6] + struct.pack("<HH", 6000, 3000) + GIF[10:]
    assert shown_size(large, 600) == decoded(large, 600).size() == QSize(600, 300)


@pytest.mark.qt_log_ignore("allocation limit")
def test_picture_whose_colours_are_too_deep_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_MOST_MEGABYTES", 1)
    monkeypatch.setattr(pictures, "_MOST_DEEP_PIXELS", 1024 * 1024 // 8)
    assert refusal(lambda: decoded(png(1000, 1000), 100)).code == "picture_too_large"


def test_forged_jpeg_with_endless_scans_is_refused() -> None:
    """Each scan makes the decoder go through all pixels once more."""
    data = file_of(image(), "JPEG", lambda writer: writer.setProgressiveScanWrite(True))
    last = data[data.rfind(b"\xff\xda") : -2]
    assert 1 < data.count(b"\xff\xda") < 20
    assert decoded(data, 1000).size() == QSize(300, 200)
    forged = data[:-2] + last * 60 + data[-2:]
    assert refusal(lambda: decoded(forged, 1000)).code == "picture_damaged"


def with_preview(jpeg: bytes, preview: bytes) -> bytes:
    """Return a JPEG that has a small one within it, as cameras write them."""
    held = b"Exif\0\0" + preview
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(held) + 2) + held + jpeg[2:]


@pytest.mark.parametrize("progressive", [False, True])
def test_jpeg_may_hold_a_preview_and_be_followed_by_a_film(*, progressive: bool) -> None:
    data = file_of(image(), "JPEG", lambda writer: writer.setProgressiveScanWrite(progressive))
    film = b"ftypmp42" + b"\xff\xda\xff\xd9\xff\xda" * 100
    whole = with_preview(data, file_of(image(30, 20), "JPEG")) + film
    assert decoded(whole, 1000).size() == QSize(300, 200)


def test_jpeg_of_which_only_the_preview_ends_is_refused() -> None:
    data = with_preview(file_of(image(), "JPEG"), file_of(image(30, 20), "JPEG"))
    assert refusal(lambda: decoded(data[:-2], 1000)).code == "picture_damaged"
    assert refusal(lambda: decoded(data[:200], 1000)).code == "picture_damaged"


def test_jpeg_without_any_pixels_is_refused() -> None:
    assert refusal(lambda: decoded(b"\xff\xd8\xff\xd9", 1000)).code == "picture_damaged"
    many = b"\xff\xd8" + b"\xff\xfe\0\2" * 20_000 + b"\xff\xd9"
    assert refusal(lambda: decoded(many, 1000)).code == "picture_damaged"


def test_packed_bmp_is_refused() -> None:
    """Its lengths may leave pixels out, which would show what was in memory before."""
    data = bytearray(file_of(image(), "BMP"))
    data[30:34] = struct.pack("<I", 1)
    assert refusal(lambda: decoded(bytes(data), 1000)).code == "picture_damaged"


def test_may_run_in_a_worker_thread() -> None:
    data = file_of(image(), "PNG")
    with ThreadPoolExecutor(4, "asyncio_") as pool:
        sizes = list(pool.map(lambda _: decoded(data, 60).size(), range(40)))
    assert set(sizes) == {QSize(60, 40)}


def address(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


@pytest.mark.parametrize("kind", ["png", "jpeg", "jpg", "webp", "gif", "bmp", "PNG"])
def test_address_holds_its_bytes(kind: str) -> None:
    assert from_data_address(address(b"picture", kind)) == b"picture"
    assert from_data_address(address(b"", kind).replace("data:", "DATA:")) == b""


@pytest.mark.parametrize(
    "text",
    [
        *("", "https://example.com/a.png", "file:///etc/passwd", "/etc/passwd"),
        *(address(SVG, "svg+xml"), address(SVG, "x-icon"), "data:text/html;base64,PGI+"),
        *("data:image/png,abc", "data:image/png;charset=utf-8;base64,YWJj", "data:;base64,YWJj"),
        *(" " + address(b"a"), "data:image/png ;base64,YWJj"),
    ],
)
def test_other_addresses_are_refused(text: str) -> None:
    assert refusal(lambda: from_data_address(text)).code == "picture_unknown"


@pytest.mark.parametrize(
    "payload", ["YWJ", "YW Jj", "YWJj\n", "YW-_", "YWJj=", "YQ==YQ==", "é", "%59%57", "=YWJj"]
)
def test_base64_is_read_strictly(payload: str) -> None:
    error = refusal(lambda: from_data_address(f"data:image/png;base64,{payload}"))
    assert error.code == "picture_damaged"


@pytest.mark.parametrize("more", [1, 3_000_000])
def test_address_may_not_be_too_long(more: int) -> None:
    assert len(from_data_address(address(bytes(MOST_BYTES)))) == MOST_BYTES
    error = refusal(lambda: from_data_address(address(bytes(MOST_BYTES + more))))
    assert error.code == "picture_too_large"


@pytest.mark.parametrize(
    ("name", "kind"), [("a.png", "png"), ("b.JPG", "jpeg"), ("c.jpeg", "jpeg")]
)
def test_is_saved_anew_as_its_suffix_says(tmp_path: Path, name: str, kind: str) -> None:
    made = image()
    made.setText("Description", "taken at home")
    path = tmp_path / name
    save(file_of(made, "WEBP") if kind == "png" else file_of(made, "PNG"), path)
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    assert bytes(reader.format().data()).decode() == kind
    assert reader.size() == QSize(300, 200)
    assert b"taken at home" not in path.read_bytes()
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_saved_picture_is_nobody_elses(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    save(file_of(image(), "PNG"), path)
    path.chmod(0o644)
    save(file_of(image(), "PNG"), path)
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_seen_through_is_white_in_a_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    save(file_of(image(300, 400, alpha=True), "PNG"), path)
    seen = QImage(str(path))
    assert is_like(seen.pixelColor(150, 20), "red")
    for y in range(220, 400, 20):
        assert is_like(seen.pixelColor(150, y), "white")


@pytest.mark.parametrize("name", ["a.webp", "a", "a.png.exe", "chart v1.2"])
def test_other_suffixes_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        save(file_of(image(), "PNG"), tmp_path / name)
    assert caught.value.code == "picture_suffix"
    assert list(tmp_path.iterdir()) == []


def test_failure_to_save_leaves_the_old_file(tmp_path: Path) -> None:
    folder = tmp_path / "a.png"
    folder.mkdir()
    for path in (tmp_path / "gone" / "a.png", folder):
        with pytest.raises(StorageError) as caught:
            save(file_of(image(), "PNG"), path)
        assert caught.value.code == "picture_not_saved"
        assert caught.value.detail
    kept = tmp_path / "kept.png"
    kept.write_bytes(b"before")
    with pytest.raises(InputError):
        save(SVG, kept)
    assert kept.read_bytes() == b"before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.png", "kept.png"]


def test_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSaveFile, "write", lambda file, data: 10)
    with pytest.raises(StorageError):
        save(file_of(image(), "PNG"), tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []
