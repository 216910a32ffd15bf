"""``python -m tests.fuzz TARGET [libFuzzer's options]``: look for text that breaks a reader.

Needs atheris (``pip install atheris``; Linux), which guides the search by what of the code was
reached. It goes on until something breaks, or as long as ``-max_total_time=600`` says. The short
version of the same questions runs with every test, by hypothesis.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["desktop_app.core", "desktop_app.providers.sse"]):
    from desktop_app.core.conversation import now
    from desktop_app.core.errors import AppError
    from desktop_app.core.importing.parsing import parsed
    from desktop_app.core.importing.recognising import taken_from
    from desktop_app.core.importing.splitting import Splitter as Splitting
    from desktop_app.core.importing.taken import Taken
    from desktop_app.core.links import checked_link
    from desktop_app.core.markdown.blocks import Splitter, split
    from desktop_app.core.markdown.pieces import Paragraph
    from desktop_app.core.markdown.plain import plain_text
    from desktop_app.core.markdown.reading import read
    from desktop_app.core.markdown.writing import to_markdown
    from desktop_app.providers.sse import EventReader

_MOST_PIECES = 8


def splitter(data: bytes) -> None:
    """Any chunking of a text gives the blocks of the whole; closed ones never change."""
    source = atheris.FuzzedDataProvider(data)
    cuts = [source.ConsumeIntInRange(0, 200) for _ in range(_MOST_PIECES)]
    text = source.ConsumeUnicode(sys.maxsize)
    grown, start = Splitter(), 0
    for cut in cuts:
        grown.feed(text[start : start + cut])
        start += cut
    grown.feed(text[start:])
    grown.end()
    assert list(grown.blocks) == list(split(text).blocks)


def reader(data: bytes) -> None:
    """Every text can be read, shown as plain text, and written again."""
    text = atheris.FuzzedDataProvider(data).ConsumeUnicode(sys.maxsize)
    whole = split(text)
    for block in whole.blocks:
        pieces = read(block, whole.definitions)
        plain_text(pieces)
        for piece in pieces:
            if isinstance(piece, Paragraph):
                to_markdown(piece.runs)


def sse(data: bytes) -> None:
    """Events do not depend on where the network cuts them."""
    source = atheris.FuzzedDataProvider(data)
    cut = source.ConsumeIntInRange(0, 100)
    stream = source.ConsumeBytes(sys.maxsize)
    whole, parts = EventReader(), EventReader()
    expected = whole.feed(stream) + whole.end()
    assert parts.feed(stream[:cut]) + parts.feed(stream[cut:]) + parts.end() == expected


def links(data: bytes) -> None:
    """A link is checked or refused, whatever it is."""
    try:
        checked_link(atheris.FuzzedDataProvider(data).ConsumeUnicode(sys.maxsize))
    except AppError:
        return


def exports(data: bytes) -> None:
    """A file of any bytes gives conversations that form trees, or reasons."""
    splitter = Splitting()
    for piece in (*splitter.feed(data), *splitter.end()):
        value = parsed(piece) if isinstance(piece, bytes) else None
        taken = taken_from(value, now())
        seen = {None}
        for message in taken.messages if isinstance(taken, Taken) else ():
            assert message.parent in seen
            seen.add(message.id)


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (splitter, reader, sse, links, exports)
}


def main() -> None:
    """Fuzz the target that is named."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m tests.fuzz {{{','.join(TARGETS)}}} [-max_total_time=SECONDS]")
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
