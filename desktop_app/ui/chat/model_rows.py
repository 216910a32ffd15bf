"""The models as rows: pinned ones first, then each provider's below its name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from desktop_app.core.models import LOCAL_PROVIDER, ModelInfo
from desktop_app.ui.chat.model_words import model_words, provider_words
from desktop_app.ui.overriding import override

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
NOTHING = QModelIndex()


class ModelRow(NamedTuple):
    """A head (no model) or a model.

    Attributes:
        text: What stands there.
        model: The model, None for a head.
        remark: What is said quietly behind the text.
        pinned: Whether it stands among the pinned ones.
        words: What it is found by, in small letters.
    """

    text: str
    model: ModelInfo | None = None
    remark: str = ""
    pinned: bool = False
    words: str = ""


class ModelRows(QAbstractListModel):
    """What the list of the model picker shows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[ModelRow] = []
        self._rows: list[ModelRow] = []
        self._filter: list[str] = []

    def show(
        self,
        models: Sequence[ModelInfo],
        pinned: Collection[tuple[str, str]],
        providers: Mapping[str, str],
    ) -> None:
        """Replace the models.

        Args:
            models: All there are, in the order in which they are shown.
            pinned: Which of them stand first, by provider and id.
            providers: Remarks on providers, by their ids.
        """
        rows = [*_rows(models, pinned, providers)]
        if rows != self._all:
            self._all = rows
            self._build()

    def set_filter(self, text: str) -> None:
        """Show only the models whose name, id or provider hold all words of `text`, in any case."""
        words = text.casefold().split()
        if words != self._filter:
            self._filter = words
            self._build()

    @property
    def models(self) -> Iterator[ModelInfo]:
        """All models, whether they are shown or filtered away."""
        return (row.model for row in self._all if row.model is not None)

    @property
    def shown(self) -> list[int]:
        """The numbers of the rows that hold a model."""
        return [number for number, row in enumerate(self._rows) if row.model is not None]

    def row_of(self, provider: str, model: str) -> int:
        """Return the first row of a model, -1 where it isn't shown."""
        for number, row in enumerate(self._rows):
            if row.model is not None and (row.model.provider, row.model.id) == (provider, model):
                return number
        return -1

    def at(self, index: Index) -> ModelRow | None:
        """Return a row, None where there is none."""
        inside = index.isValid() and index.row() < len(self._rows)
        return self._rows[index.row()] if inside else None

    @override
    def rowCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.at(index)
        if row is None:
            return None
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.text
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return ", ".join(self._said(row))
        if role == Qt.ItemDataRole.ToolTipRole and row.model is not None:
            words = [row.model.id] if row.model.id != row.text else []
            return "\n".join((*words, *model_words(row.model))).replace("<", "‹")
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.at(index)
        if row is None or row.model is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _said(self, row: ModelRow) -> list[str]:
        if row.model is None:
            return [row.remark] if row.remark else []
        return [*model_words(row.model), *([self.tr("pinned")] if row.pinned else [])]

    def _build(self) -> None:
        self.beginResetModel()
        self._rows = [*_filtered(self._all, self._filter)]
        self.endResetModel()


def _rows(
    models: Sequence[ModelInfo],
    pinned: Collection[tuple[str, str]],
    providers: Mapping[str, str],
) -> Iterator[ModelRow]:
    by_key = {(model.provider, model.id): model for model in models}
    first = [by_key[key] for key in pinned if key in by_key]
    if first:
        yield ModelRow(QCoreApplication.translate("ModelRows", "Pinned"))
        yield from (_row(model, provider_words(model), pinned=True) for model in first)
    others = (model for model in models if (model.provider, model.id) not in pinned)
    # What runs here comes first; sorting keeps the order of the others.
    in_order = sorted(others, key=lambda model: model.provider != LOCAL_PROVIDER)
    for provider, group in groupby(in_order, key=lambda model: model.provider):
        theirs = list(group)
        yield ModelRow(provider_words(theirs[0]), remark=providers.get(provider, ""))
        yield from map(_row, theirs)


def _row(model: ModelInfo, remark: str = "", *, pinned: bool = False) -> ModelRow:
    words = f"{model.name} {model.id} {provider_words(model)}".casefold()
    return ModelRow(model.name, model, remark, pinned, words)


def _filtered(rows: Iterable[ModelRow], words: Sequence[str]) -> Iterator[ModelRow]:
    head: ModelRow | None = None
    for row in rows:
        if row.model is None:
            head = row
        elif all(word in row.words for word in words):
            if head is not None:
                yield head
                head = None
            yield row
