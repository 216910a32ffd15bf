"""A message as screen readers find it: its words, its controls, and what is in it.

What PySide 6.11 needs, all of it found by crashing:

- `interface_cast` answers "there is none" with a null pointer: None and 0 end the process.
- Qt deletes what it has registered, and it registers what it is handed. Python must hold it until
  then, and have Qt delete it, though never while Qt may be calling it.
- Text and actions are objects of their own. Of an object with several C++ bases, Qt would be handed
  the first.
- `QAccessibleTextInterface.selection` and `.attributes` can't be answered from Python: PySide's
  ``typesystem_gui_common.xml`` takes them away. A screen reader can select, but isn't told of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleInterface,
)
from PySide6.QtWidgets import QWidget
from shiboken6.Shiboken import VoidPtr, isValid

from desktop_app.ui.chat.transcript.aloud.described_words import DescribedWords
from desktop_app.ui.chat.transcript.aloud.readable import ReadableControl, ReadableRow
from desktop_app.ui.chat.transcript.controls import Key
from desktop_app.ui.overriding import override

_NOTHING = VoidPtr(0)


class _Painted(QAccessibleInterface):
    """Something that is painted and has no widget of its own."""

    def __init__(self) -> None:
        super().__init__()
        QAccessible.registerAccessibleInterface(self)

    @property
    def thing(self) -> ReadableRow | ReadableControl | None:
        """What it describes, as it is now; None while it isn't there."""
        raise NotImplementedError

    def focus(self) -> None:
        """Give it the keyboard's focus, and scroll to it."""
        thing = self.thing
        if thing is not None:
            thing.focus()

    def delete(self) -> None:
        """Have Qt delete it."""
        # When the application ends, Qt does so by itself.
        if isValid(self):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(self))

    @override
    def isValid(self) -> bool:
        return self.thing is not None

    @override
    def object(self) -> QObject:
        return None  # type: ignore[return-value] # may be None

    @override
    def text(self, t: QAccessible.Text) -> str:
        thing = self.thing
        if thing is None:
            return ""
        if t == QAccessible.Text.Description:
            return thing.description
        return thing.name if t == QAccessible.Text.Name else ""

    @override
    def setText(self, t: QAccessible.Text, text: str) -> None:
        pass

    @override
    def rect(self) -> QRect:
        thing = self.thing
        return QRect() if thing is None else thing.area

    @override
    def state(self) -> QAccessible.State:
        thing, state = self.thing, QAccessible.State()
        if thing is None:
            state.invalid = True
            return state
        state.focusable = True
        state.focused = thing.focused
        state.offscreen = not thing.seen
        return state

    @override
    def childCount(self) -> int:
        return 0

    @override
    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override] # may be None
        return None

    @override
    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override] # may be None
        return None

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1


class DescribedRow(_Painted):
    """A message: its name is who speaks, its text what is said.

    It is a list item because of what Orca reads when the focus comes to one: its name and its
    description. Of a paragraph, a section or a note it reads no words at all (tried with 43.1).

    Attributes:
        key: Which message.

    Args:
        parent: Returns the list it is in.
        key: Which message.
        find: Returns the message as it is now; None once it isn't loaded any more.
    """

    def __init__(
        self,
        parent: Callable[[], QAccessibleInterface],
        key: str,
        find: Callable[[], ReadableRow | None],
    ) -> None:
        self.key = key
        self._parent = parent
        self._find = find
        self._controls: dict[Key, DescribedControl] = {}
        self._words = DescribedWords(find)
        self._actions = Actions({Actions.setFocusAction(): self.focus})
        super().__init__()

    @property
    def thing(self) -> ReadableRow | None:
        """The message as it is now; None once it isn't loaded any more."""
        return self._find()

    def controls(self) -> list[DescribedControl]:
        """Return the controls that somebody has asked for and that are still there."""
        return [control for control in self._controls.values() if control.isValid()]

    def delete(self) -> None:
        """Have Qt delete it and its controls."""
        for control in self._controls.values():
            control.delete()
        super().delete()

    @override
    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    @override
    def state(self) -> QAccessible.State:
        state = super().state()
        state.readOnly = state.selectableText = state.multiLine = True
        return state

    @override
    def parent(self) -> QAccessibleInterface:
        return self._parent()

    @override
    def childCount(self) -> int:
        return len(self._parts())

    @override
    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override] # may be None
        parts = self._parts()
        return self._described(parts[index]) if 0 <= index < len(parts) else None

    @override
    def indexOfChild(self, child: QAccessibleInterface) -> int:
        wanted = child.key if isinstance(child, DescribedControl) else child.object()
        names = [part if isinstance(part, QWidget) else part.key for part in self._parts()]
        return names.index(wanted) if wanted in names else -1

    @override
    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override] # may be None
        described = [self._described(part) for part in self._parts()]
        return next((part for part in described if part.rect().contains(x, y)), None)

    @override
    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override] # may be None
        controls = [part for part in self._parts() if not isinstance(part, QWidget)]
        return next((self._described(part) for part in controls if part.focused), None)

    @override
    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override] # a pointer
        if kind == QAccessible.InterfaceType.TextInterface:
            return self._words
        return self._actions if kind == QAccessible.InterfaceType.ActionInterface else _NOTHING

    def _parts(self) -> Sequence[ReadableControl | QWidget]:
        row = self.thing
        return () if row is None else row.parts()

    def _described(self, part: ReadableControl | QWidget) -> QAccessibleInterface:
        if isinstance(part, QWidget):
            return QAccessible.queryAccessibleInterface(part)
        found = self._controls.get(part.key)
        if found is None:
            found = self._controls[part.key] = DescribedControl(self, part.key)
        return found


class DescribedControl(_Painted):
    """Something in a message that can be pressed, or only be read, as its mood.

    Attributes:
        key: Which control.

    Args:
        parent: The message it is in.
        key: Which control.
    """

    def __init__(self, parent: DescribedRow, key: Key) -> None:
        self.key = key
        self._row = parent
        control = self.thing
        press = {} if control is None else {Actions.pressAction(): self.press}
        self._actions = Actions({**press, Actions.setFocusAction(): self.focus})
        super().__init__()

    @property
    def thing(self) -> ReadableControl | None:
        """The control as it is now; None while it isn't there."""
        row = self._row.thing
        parts = () if row is None else row.parts()
        return next((p for p in parts if not isinstance(p, QWidget) and p.key == self.key), None)

    def press(self) -> None:
        """Do what it is there for."""
        control = self.thing
        if control is not None:
            control.press()

    @override
    def role(self) -> QAccessible.Role:
        control = self.thing
        return QAccessible.Role.NoRole if control is None else control.role

    @override
    def state(self) -> QAccessible.State:
        state, control = super().state(), self.thing
        if control is not None:
            state.linked = control.role == QAccessible.Role.Link
            state.disabled = not control.enabled
            state.checkable = control.chosen is not None
            state.checked = state.pressed = bool(control.chosen)
        return state

    @override
    def parent(self) -> QAccessibleInterface:
        return self._row

    @override
    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override] # a pointer
        return self._actions if kind == QAccessible.InterfaceType.ActionInterface else _NOTHING


class Actions(QAccessibleActionInterface):
    """What can be done to something without a mouse.

    Args:
        actions: What does it, by Qt's name for it.
    """

    def __init__(self, actions: dict[str, Callable[[], None]]) -> None:
        super().__init__()
        self._actions = actions

    @override
    def actionNames(self) -> list[str]:
        return list(self._actions)

    @override
    def doAction(self, actionName: str) -> None:
        if actionName in self._actions:
            self._actions[actionName]()

    @override
    def keyBindingsForAction(self, actionName: str) -> list[str]:
        return []
