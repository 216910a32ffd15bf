"""Conversations that went more than one way, stored for tests of the window."""

from __future__ import annotations

from desktop_app.core.conversation import Conversation, Message, Role
from tests.ui.desk import Desk


class Tree:
    """A stored conversation; messages are told apart by their texts.

    Attributes:
        conversation: It.
    """

    def __init__(self, desk: Desk, title: str = "A talk") -> None:
        self._desk = desk
        self.conversation = Conversation(title=title)
        self._messages: dict[str, Message] = {}

    def __getitem__(self, text: str) -> str:
        """Return the id of the message with a text."""
        return self._messages[text].id

    async def add(self, *texts: str, below: str | None = None) -> None:
        """Add messages by turns, below the one with the text `below` or as a new beginning."""
        parent = None if below is None else self._messages[below]
        for text in texts:
            mine = parent is None or parent.role is Role.ASSISTANT
            role = Role.USER if mine else Role.ASSISTANT
            message = Message(
                self.conversation.id, role, text, None if parent is None else parent.id
            )
            if self._messages:
                await self._desk.store.add_message(message)
            else:
                await self._desk.store.add_prompt(self.conversation, message)
            self._messages[text] = parent = message

    async def open(self) -> None:
        """Show it."""
        await self._desk.page.open_conversation(self.conversation)
        await self._desk.quiet()


async def three_ways(desk: Desk) -> Tree:
    """Show a talk with three answers to its first question, of which the last is shown."""
    tree = Tree(desk)
    await tree.add("Why?", "One", "Go on", "One more")
    await tree.add("Two", "And then", "Two more", below="Why?")
    await tree.add("Three", below="Why?")
    await tree.open()
    return tree


def texts(desk: Desk) -> list[str]:
    """Return what is shown."""
    return [message.text for message in desk.shown]
