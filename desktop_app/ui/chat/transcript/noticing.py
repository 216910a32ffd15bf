"""What the last message is told of beside its words: its failure with the ways out, and remarks."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.core.conversation import Message
from desktop_app.core.errors import Failure
from desktop_app.ui.chat.remedies import Remedy
from desktop_app.ui.chat.transcript.reader import Reader
from desktop_app.ui.chat.transcript.row import Row
from desktop_app.ui.chat.transcript.row_notice import row_notice, usual_offers
from desktop_app.ui.notices import Notice
from desktop_app.ui.overriding import override

Offers = Callable[[Message, Failure], list[Remedy]]


class Noticing(Reader):
    """A reader's page that tells how messages failed.

    Attributes:
        offers: Returns what can be done about the failure of the last message.
    """

    offers: Offers = staticmethod(usual_offers)

    def mark_unanswered(self, message: str) -> None:
        """Say of the last message that it is a question nobody is answering."""
        row = self._last_row()
        if row is not None and row.message.id == message:
            row.unanswered = True
            row.drop_notice()
            self.settle()

    def show_remark(self, message: str, remark: Failure | None) -> None:
        """Say something quietly of a message while it is the last one, or nothing more."""
        row = self._row_of(message)
        if row is not None and row.remark != remark:
            row.remark = remark
            self._renew(row)

    def renew_notice(self, message: str) -> None:
        """Make the notice of a message anew: something else can be done about its failure."""
        row = self._row_of(message)
        if row is not None and row.notice is not None:
            self._renew(row)

    @override
    def failure_notice(self, row: Row, failure: Failure) -> Notice:
        message = row.message
        offered = self.offers(message, failure) if row.last else []
        notice = row_notice(message, failure, offered, self.take_remedy, self.viewport())
        notice.resized.connect(lambda: self._measure(message.id))
        notice.dismissed.connect(lambda: self._dismiss(row))
        return notice

    def _renew(self, row: Row, *, for_good: bool = False) -> None:
        row.drop_notice(for_good=for_good)
        self._measure(row.id)

    def _dismiss(self, row: Row) -> None:
        # Otherwise the focus would go to whatever comes next in the window.
        self.setFocus()
        self._renew(row, for_good=True)
        self.renamed.emit(row.id)

    def _measure(self, message: str) -> None:
        number = self.rows.number(message)
        row = None if number is None else self.rows.at(number)
        if number is not None and row is not None:
            if row.laid_count:
                self.rows.heights[number] = row.height
            self.settle()

    def _row_of(self, message: str) -> Row | None:
        number = self.rows.number(message)
        return None if number is None else self.rows.at(number)

    def _last_row(self) -> Row | None:
        return self.rows.at(self.rows.count - 1)

    def _mark_last(self) -> None:
        for number, row in self.rows.here():
            last = number == self.rows.count - 1
            if row.last != last:
                row.last = last
                row.drop_notice(for_good=row.dismissed)
            if not last:
                row.unanswered = False
