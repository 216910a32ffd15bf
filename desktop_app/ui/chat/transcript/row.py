"""One message: its header, the model's thoughts, its words, its notice, and its controls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF

from desktop_app.core.conversation import Message, Role, Status
from desktop_app.core.errors import Failure
from desktop_app.core.sentiment import Sentiment
from desktop_app.ui.chat.transcript.body import Body
from desktop_app.ui.chat.transcript.laid.block import Workshop
from desktop_app.ui.chat.transcript.message_words import told_failure, when_words
from desktop_app.ui.chat.transcript.row_text import LEFT, RowText, Section
from desktop_app.ui.chat.transcript.versions import VersionOf
from desktop_app.ui.notices import Notice
from desktop_app.ui.overriding import override
from desktop_app.ui.tokens import BLOCK_GAP, MESSAGE_GAP, MESSAGE_PADDING

if TYPE_CHECKING:
    from desktop_app.ui.chat.transcript.controls import Control
    from desktop_app.ui.chat.transcript.row_editor import RowEditor

ACTIONS = 28
_BOX_TOP = 7
_BOX_BOTTOM = 10
_HEADER_GAP = 2
_FOLD = 26
_LETTER = 7.5
"""Pixels of an average letter."""

_MOST_LINES = 20_000
_BEFORE_BODY = 1 << 30
"""What is taken from the number of a block of thoughts, so that it comes before the words."""

NoticeMaker = Callable[["Row", Failure], Notice]
"""Makes the widget that tells why the message of a row failed."""


class Row(RowText):
    """A message at a width. Points and areas are relative to its upper left corner, in pixels.

    Attributes:
        author: The name of who speaks.
        live: Whether it is being written.
        note: What a live one is doing instead of writing; empty for that.
        pace: How fast a live one is being written, in words; empty where that isn't known.
        last: Whether nothing follows it.
        remark: What is said quietly of the last message, where it didn't fail.
        dismissed: Whether the reader has closed its notice.
        unanswered: Whether it is a question that nobody is answering.
        unfolded: Whether the model's thoughts are shown.
        version: Which of several versions it is, None for the only one.
        pointed_out: Whether it stands out for a moment.
        busy: Whether a reply is being written in the conversation, and nothing can be changed.
        only_read: Whether nothing but reading and copying is offered, and who speaks is said
            elsewhere.
        original: Whether the answer of the model is shown though there is a better one.
        actions: What can be done with it, as long as that is the same: see `row_actions`.
        editor: What the words are changed in, in their place; None while they are only read.
        notice: The widget that tells why it failed, once it was needed.

    Args:
        message: What is shown.
        author: The name of who speaks.
        workshop: What laying out needs.
        make_notice: Makes the widget that tells a failure.
    """

    def __init__(
        self, message: Message, author: str, workshop: Workshop, make_notice: NoticeMaker
    ) -> None:
        self._message = message
        self._is_grown = False
        self.author = author
        self.live = False
        self.note = ""
        self.pace = ""
        self.last = False
        self.remark: Failure | None = None
        self.dismissed = False
        self.unanswered = False
        self.unfolded = False
        self.version: VersionOf | None = None
        self.pointed_out = self.busy = self.original = self.only_read = False
        self.actions: tuple[object, object, list[Control]] | None = None
        self.editor: RowEditor | None = None
        self.notice: Notice | None = None
        self.width = 600
        self._make_notice = make_notice
        self._workshop = workshop
        self._look = workshop.look
        self._body = Body(workshop, plain=self.is_user)
        self._body.show(self.shown_text)
        self._thoughts: Body | None = None

    @property
    def message(self) -> Message:
        """What is shown. What has grown is joined here, for a long text takes its time."""
        if self._is_grown:
            self._is_grown = False
            self._message = replace(self._message, text=self._body.text)
        return self._message

    @property
    def id(self) -> str:
        """The id of the message."""
        return self._message.id

    @property
    def is_user(self) -> bool:
        """Whether the user wrote it."""
        return self._message.role is Role.USER

    @property
    def is_worked_on(self) -> bool:
        """Whether it must stay here wherever the reader is: it is being written or changed."""
        return self.live or self.editor is not None

    @property
    def is_cut(self) -> bool:
        """Whether it ended before its end."""
        return not self.live and self._message.status in (Status.INTERRUPTED, Status.FAILED)

    @property
    def sentiment(self) -> Sentiment | None:
        """The mood to show."""
        return None if self.live else self._message.sentiment

    @property
    def can_be_asked_again(self) -> bool:
        """Whether it is offered to have it written once more."""
        if not self.last or self.live:
            return False
        return self._message.status is Status.STOPPED or (self.is_cut and self.dismissed)

    @property
    def when(self) -> str:
        """When it was written and how it ended, or what is being done."""
        if self.live:
            return self.note or self.pace or QCoreApplication.translate("Message", "writing")
        return when_words(self._message)

    @property
    def has_better(self) -> bool:
        """Whether the user has written a better answer."""
        return not self.live and self._message.corrected_text is not None

    @property
    def shown_text(self) -> str:
        """The words that are shown: those of the message, or the better answer of the user."""
        message = self.message
        return message.text if self.live or self.original else message.stands

    # What is shown

    def show_message(self, message: Message) -> None:
        """Show another state of the message."""
        before = self.shown_text
        if message.corrected_text != self._message.corrected_text:
            # Who has just changed it wants to see it.
            self.original = False
        if message.reasoning != self._message.reasoning and self._thoughts is not None:
            self._thoughts.show(message.reasoning)
        if message.failure != self._message.failure or message.status != self._message.status:
            self.drop_notice()
        self._take(message)
        if self.shown_text != before:
            self._body.show(self.shown_text)

    def show_original(self, *, original: bool) -> None:
        """Show what the model has answered, or the better answer of the user."""
        self.original = original
        self._body.show(self.shown_text)

    def begin(self) -> None:
        """Let it be written."""
        self.live, self.note = True, ""
        self._body.begin(self.message.text)
        if self._thoughts is not None:
            self._thoughts.begin(self._message.reasoning)
        self.drop_notice()

    def resume(self, text: str, reasoning: str) -> None:
        """Let it go on being written behind what has arrived."""
        self._take(replace(self._message, text=text, reasoning=reasoning))
        self.begin()

    def grow(self, text: str) -> int:
        """Append to its words; return from where on it looks different."""
        section = self.sections[-1]
        last = max(section.body.count - 1, 0)
        first = min(section.body.grow(text), last)
        self._is_grown = True
        return section.top + section.body.top(first)

    def think(self, text: str) -> None:
        """Append to the model's thoughts."""
        self._message = replace(self._message, reasoning=self._message.reasoning + text)
        if self._thoughts is not None:
            self._thoughts.grow(text)

    def end(self, message: Message) -> None:
        """Show how the writing ended."""
        self.live, self.note = False, ""
        if self._thoughts is not None:
            _end(self._thoughts, message.reasoning)
        self._take(message)
        _end(self._body, self.shown_text)
        self.drop_notice()

    def fold(self, *, unfolded: bool) -> None:
        """Show the model's thoughts, or only that there are some."""
        self.unfolded = unfolded
        if unfolded:
            self._thoughts = Body(replace(self._workshop, aside=True))
            if self.live:
                self._thoughts.begin(self._message.reasoning)
            else:
                self._thoughts.show(self._message.reasoning)
        elif self._thoughts is not None:
            self._thoughts.close()
            self._thoughts = None

    def restyle(self, workshop: Workshop) -> None:
        """Lay everything out anew with `workshop` when it is seen the next time."""
        self._workshop = workshop
        self._look = workshop.look
        self._body.restyle(workshop)
        if self._thoughts is not None:
            self._thoughts.restyle(replace(workshop, aside=True))

    # Where things are

    @property
    def height(self) -> int:
        """What it needs, as far as that is known."""
        end = self._words_end if self.notice is None else int(self.notice_area.bottom())
        return end + (_BOX_BOTTOM if self.is_user else 4 + ACTIONS) + MESSAGE_GAP

    @property
    def guess(self) -> int:
        """What it may need, told from the length of its words alone."""
        text, look = self.shown_text, self._look
        wrapped = len(text) * _LETTER * look.zoom / max(self.text_width, 100)
        lines = min(max(text.count("\n") + 1, int(wrapped)), _MOST_LINES)
        around = 2 * look.name.line + MESSAGE_GAP
        return lines * look.chat.line + around

    @property
    def text_width(self) -> int:
        """How wide its text may be."""
        return self.width - MESSAGE_PADDING - LEFT

    @property
    def header(self) -> QRectF:
        """Where who speaks, the mood and the time stand; of no height where that is not said."""
        top = _BOX_TOP if self.is_user else 0
        tall = 0 if self.only_read else self._look.name.line
        return QRectF(LEFT, top, self.text_width, tall)

    @property
    def fold_area(self) -> QRectF:
        """Where the line stands that shows or hides the thoughts; empty where there are none."""
        if not self._message.reasoning:
            return QRectF()
        return QRectF(LEFT, self.header.bottom() + _HEADER_GAP, self.text_width, self._fold)

    @property
    def switch_area(self) -> QRectF:
        """Where it is chosen which answer is shown; empty where there is only one."""
        if not self.has_better:
            return QRectF()
        top = self.sections[-1].top - self._fold
        return QRectF(LEFT, top, self.text_width, self._fold)

    @property
    def box(self) -> QRectF:
        """The box around a message of the user."""
        left = LEFT - MESSAGE_PADDING
        return QRectF(left, 0, self.width - left, self.height - MESSAGE_GAP)

    @property
    def notice_area(self) -> QRectF:
        """Where its notice stands; empty where there is none."""
        if self.notice is None:
            return QRectF()
        tall = self.notice.height_for(self.text_width)
        gap = MESSAGE_GAP if self.sections[-1].body.height else BLOCK_GAP
        return QRectF(LEFT, self._words_end + gap, self.text_width, tall)

    @property
    def actions_top(self) -> float:
        """Where the actions of an answer stand."""
        return self.height - MESSAGE_GAP - ACTIONS

    @property
    @override
    def sections(self) -> list[Section]:
        """Its thoughts, if they are shown, and its words."""
        top = int(self.header.bottom()) + _HEADER_GAP
        if self._message.reasoning:
            top += self._fold
        found = []
        if self._thoughts is not None:
            found.append(Section(self._thoughts, top, -_BEFORE_BODY))
            top += self._thoughts.height + BLOCK_GAP
        if self.has_better:
            top += self._fold
        return [*found, Section(self._body, top, 0)]

    @property
    @override
    def seen_sections(self) -> list[Section]:
        return self.sections[:-1] if self.editor is not None else self.sections

    @property
    def editor_area(self) -> QRectF:
        """Where the editor stands; empty where there is none."""
        if self.editor is None:
            return QRectF()
        top = self.sections[-1].top
        return QRectF(LEFT, top, self.text_width, self.editor.height_for(self.text_width))

    def lay_out(self, width: int, top: float, bottom: float) -> int:
        """Lay out for `width` what can be seen between `top` and `bottom`; return the height."""
        self.width = width
        if self.notice is None and self.editor is None and not self.live:
            failure = told_failure(self.message, unanswered=self.unanswered)
            failure = failure or (self.remark if self.last else None)
            if failure is not None and not self.dismissed:
                self.notice = self._make_notice(self, failure)
        for number in range(len(self.seen_sections)):
            # One by one: laying out the thoughts moves the words.
            section = self.sections[number]
            section.body.lay_out(self.text_width, top - section.top, bottom - section.top)
        return self.height

    def _take(self, message: Message) -> None:
        self._message, self._is_grown = message, False

    # What it lets go of

    def drop_notice(self, *, for_good: bool = False) -> None:
        """Take the notice away; a new one is made when it is needed, unless that is `for_good`."""
        self.dismissed = for_good
        if self.notice is not None:
            self.notice.hide()
            self.notice.deleteLater()
            self.notice = None

    def open_editor(self, editor: RowEditor) -> None:
        """Let the words be changed in their place."""
        self.editor = editor
        self.drop_notice(for_good=self.dismissed)

    def close_editor(self) -> None:
        """Let the words be only read again."""
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None

    @property
    def _fold(self) -> int:
        return self._look.px(_FOLD)

    @property
    def _words_end(self) -> int:
        if self.editor is not None:
            return int(self.editor_area.bottom())
        section = self.sections[-1]
        # An answer that begins has room for its first line.
        least = self._look.chat.line if self.live and not section.body.height else 0
        return section.top + section.body.height + least


def _end(body: Body, text: str) -> None:
    if body.text == text:
        # What grew is what was meant: nothing is laid out anew.
        body.finish()
    else:
        body.show(text)
