"""Markdown prose as a QTextDocument in the type and the colours of the design.

Qt's own reader is used with raw HTML switched off: nested HTML tables take it exponential time.
Pictures are replaced by their alternative text, so that nothing is ever loaded.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTable,
)
from typing_extensions import override

from desktop_app.ui.theme import colours, font, line_height
from desktop_app.ui.tokens import BLOCK_GAP, CHAT, CODE, HEADINGS, Type

QUOTE_INDENT = 18
_LONGEST_WORD = 2000
"""Characters without a space after which the whole document wraps anywhere: word wrapping a
200,000 character token takes seconds in Qt, wrapping anywhere a fraction of one."""

_ONLY_WHAT_IS_SET = QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly


class _Document(QTextDocument):
    """A document that has nothing but its words."""

    @override
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        # Where this and the view find nothing, Qt's own would read a local file.
        return None


def new_document() -> QTextDocument:
    """Return an empty document with the font and the wrapping of a message."""
    document = _Document()
    document.setDocumentMargin(0)
    document.setIndentWidth(QUOTE_INDENT)
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(font(CHAT))
    return document


def set_markdown(document: QTextDocument, markdown: str) -> None:
    """Replace the content of `document` by `markdown`, styled."""
    _choose_wrapping(document, markdown)
    document.setMarkdown(
        markdown,
        QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        | QTextDocument.MarkdownFeature.MarkdownNoHTML,
    )
    _replace_pictures(document)
    _drop_empty_cell_lines(document)
    _style_blocks(document)
    _style_tables(document)
    _flatten_last_block(document)


def set_plain_text(document: QTextDocument, text: str) -> None:
    """Replace the content of `document` by `text` as it is: what the user wrote is no markup."""
    _choose_wrapping(document, text)
    document.setPlainText(text)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    block_format = QTextBlockFormat()
    _set_line(block_format, CHAT)
    cursor.setBlockFormat(block_format)


def _choose_wrapping(document: QTextDocument, text: str) -> None:
    longest = max(map(len, text.split()), default=0)
    option = QTextOption()
    option.setWrapMode(
        QTextOption.WrapMode.WrapAnywhere
        if longest > _LONGEST_WORD
        else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
    )
    document.setDefaultTextOption(option)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fragments(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    found = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        found.append((fragment.position(), fragment.length(), fragment.charFormat()))
        iterator += 1
    return found


def _replace_pictures(document: QTextDocument) -> None:
    for block in list(_blocks(document)):
        for position, length, char_format in reversed(_fragments(block)):
            if not char_format.isImageFormat():
                continue
            picture = char_format.toImageFormat()
            words = picture.property(QTextFormat.Property.ImageAltText) or picture.name()
            cursor = QTextCursor(document)
            cursor.setPosition(position)
            cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(f"[{words}]", QTextCharFormat())


def _tables(document: QTextDocument) -> list[QTextTable]:
    frames = document.rootFrame().childFrames()
    return [frame for frame in frames if isinstance(frame, QTextTable)]


def _drop_empty_cell_lines(document: QTextDocument) -> None:
    # Qt 6.11's reader leaves an empty line in the first cell of a table that follows a quote.
    for table in _tables(document):
        cursor = table.cellAt(0, 0).firstCursorPosition()
        block = cursor.block()
        if not block.text() and block.next().isValid():
            following = QTextCursor(block.next()).currentTable()
            if following == table and cursor.position() < table.cellAt(0, 0).lastPosition():
                cursor.deleteChar()


def _flatten_last_block(document: QTextDocument) -> None:
    # A document can't end with a table; the line that must follow it takes no room.
    last = document.lastBlock()
    if last.text() or not last.previous().isValid():
        return
    if QTextCursor(last.previous()).currentTable() is not None:
        flat = last.blockFormat()
        flat.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        flat.setTopMargin(0)
        QTextCursor(last).setBlockFormat(flat)


def _style_blocks(document: QTextDocument) -> None:
    previous_list = False
    for block in _blocks(document):
        in_list = block.textList() is not None
        _style_block(block, after_list=previous_list and in_list)
        _style_fragments(block)
        previous_list = in_list


def _style_block(block: QTextBlock, *, after_list: bool) -> None:
    block_format = block.blockFormat()
    level = block_format.headingLevel()
    first = block.blockNumber() == 0
    code = _is_code(block)
    same_code = code and _is_code(block.previous())
    _set_line(block_format, _heading(level) if level else CODE if code else CHAT)
    gap = 0 if first or after_list or same_code else BLOCK_GAP
    block_format.setTopMargin(gap * 2 if level and not first else gap)
    block_format.setBottomMargin(0)
    quotes = block_format.intProperty(QTextFormat.Property.BlockQuoteLevel)
    if quotes:
        block_format.setLeftMargin(QUOTE_INDENT * quotes)
        block_format.setRightMargin(0)
    if code:
        block_format.setBackground(QColor(colours().code))
    QTextCursor(block).setBlockFormat(block_format)


def _set_line(block_format: QTextBlockFormat, role: Type) -> None:
    # A minimum, not a fixed height: fallback fonts and emoji may need more.
    block_format.setLineHeight(
        line_height(role), QTextBlockFormat.LineHeightTypes.MinimumHeight.value
    )


def _heading(level: int) -> Type:
    return HEADINGS[min(level, len(HEADINGS)) - 1]


def _is_code(block: QTextBlock) -> bool:
    return block.isValid() and block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _style_fragments(block: QTextBlock) -> None:
    level = block.blockFormat().headingLevel()
    code = _is_code(block)
    for position, length, look in _fragments(block):
        cursor = QTextCursor(block)
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(_styled(look, level, code=code))


def _styled(look: QTextCharFormat, level: int, *, code: bool) -> QTextCharFormat:
    strong = level or look.fontWeight() > QFont.Weight.Normal
    if look.fontFixedPitch():
        look.setFont(font(CODE, mono=True), _ONLY_WHAT_IS_SET)
        if not code:
            look.setBackground(QBrush(QColor(colours().code)))
    if level:
        # While it is there, even as 0, Qt takes the size of the document's font.
        look.clearProperty(QTextFormat.Property.FontSizeAdjustment)
        size = font(_heading(level)).pixelSize()
        look.setProperty(QTextFormat.Property.FontPixelSize, size)
    if strong:
        look.setFontWeight(QFont.Weight.DemiBold)
    if look.isAnchor():
        look.setForeground(QBrush(QColor(colours().link)))
    return look


def _style_tables(document: QTextDocument) -> None:
    for table in _tables(document):
        _style_table(table)


def _style_table(table: QTextTable) -> None:
    table_format = table.format().toTableFormat()
    table_format.setBorder(1)
    table_format.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    table_format.setBorderBrush(QBrush(QColor(colours().border)))
    table_format.setBorderCollapse(True)
    table_format.setCellSpacing(0)
    table_format.setCellPadding(4)
    table_format.setTopMargin(BLOCK_GAP)
    table_format.setBottomMargin(BLOCK_GAP)
    table_format.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(table_format)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        cell_format = cell.format()
        cell_format.setBackground(QBrush(QColor(colours().surface)))
        cell.setFormat(cell_format)
        head = cell.firstCursorPosition()
        words = QTextCharFormat()
        words.setFontWeight(QFont.Weight.DemiBold)
        head.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        head.mergeCharFormat(words)
        if table.rows() > 1:
            below = table.cellAt(1, column).firstCursorPosition().blockFormat()
            line = head.blockFormat()
            line.setAlignment(below.alignment())
            head.setBlockFormat(line)
