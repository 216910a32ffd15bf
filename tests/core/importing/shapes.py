"""Exports of other programs, small and in the shapes that are documented for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NO_PARENT = "00000000-0000-0000-0000-000000000000"
BEGAN = 1_700_000_000


def node(
    identity: str,
    parent: str | None,
    role: str = "",
    content: Mapping[str, Any] | str | None = None,
    **message: Any,
) -> dict[str, Any]:
    """A node of ChatGPT's mapping; without a role it has no message."""
    if isinstance(content, str):
        content = {"content_type": "text", "parts": [content]}
    told = {
        "id": identity,
        "author": {"role": role, "name": None, "metadata": {}},
        "create_time": BEGAN + 1.25,
        "update_time": None,
        "content": content,
        "status": "finished_successfully",
        "end_turn": True,
        "weight": 1.0,
        "metadata": {"model_slug": "gpt-5"} if role == "assistant" else {},
        "recipient": "all",
        "channel": None,
        **message,
    }
    return {"id": identity, "parent": parent, "children": [], "message": told if role else None}


def chatgpt(*nodes: dict[str, Any], current: str | None = None, **more: Any) -> dict[str, Any]:
    """A conversation of ChatGPT."""
    mapping = {each["id"]: each for each in nodes}
    for each in nodes:
        if each["parent"] in mapping:
            mapping[each["parent"]]["children"].append(each["id"])
    return {
        "title": "Blue skies",
        "create_time": BEGAN + 0.5,
        "update_time": BEGAN + 60.25,
        "mapping": mapping,
        "moderation_results": [],
        "current_node": current,
        "conversation_id": "conversation-1",
        "id": "conversation-1",
        "is_archived": False,
        "is_starred": None,
        "default_model_slug": "gpt-5",
        **more,
    }


def asked_twice() -> dict[str, Any]:
    """A question that ChatGPT has answered twice, the first answer shown, gone on with."""
    return chatgpt(
        node("root", None),
        node("system", "root", "system", ""),
        node("question", "system", "user", "Why is the sky blue?"),
        node("first", "question", "assistant", "Because of Rayleigh."),
        node("second", "question", "assistant", "Nobody knows.", create_time=BEGAN + 9),
        node("thanks", "first", "user", "I love that, thank you!", create_time=BEGAN + 20),
        node("welcome", "thanks", "assistant", "You are welcome.", create_time=BEGAN + 21),
        current="welcome",
    )


def said(identity: str, parent: str | None, role: str, content: Any, **more: Any) -> dict[str, Any]:
    """A message of Open WebUI."""
    return {
        "id": identity,
        "parentId": parent,
        "childrenIds": [],
        "role": role,
        "content": content,
        "timestamp": BEGAN,
        **({"model": "llama3:8b", "modelName": "Llama 3", "done": True} if role != "user" else {}),
        **more,
    }


def open_webui(
    *messages: dict[str, Any], current: str | None = None, **more: Any
) -> dict[str, Any]:
    """A chat of Open WebUI."""
    by_id = {each["id"]: each for each in messages}
    for each in messages:
        if each["parentId"] in by_id:
            by_id[each["parentId"]]["childrenIds"].append(each["id"])
    return {
        "id": "chat-1",
        "user_id": "somebody",
        "title": "Soup",
        "chat": {
            "id": "",
            "title": "Soup",
            "models": ["llama3:8b"],
            "params": {},
            "history": {"messages": by_id, "currentId": current},
            "messages": [],
            "tags": [],
            "timestamp": BEGAN * 1000,
            "files": [],
        },
        "updated_at": BEGAN + 30,
        "created_at": BEGAN,
        "share_id": None,
        "archived": False,
        "pinned": False,
        "meta": {},
        "folder_id": None,
        **more,
    }


def written(identity: str, parent: str, text: str, *, user: bool, **more: Any) -> dict[str, Any]:
    """A message of LibreChat."""
    return {
        "messageId": identity,
        "parentMessageId": parent,
        "conversationId": "talk-1",
        "sender": "User" if user else "GPT-4",
        "isCreatedByUser": user,
        "text": text,
        "model": None if user else "gpt-4o",
        "endpoint": "openAI",
        "error": False,
        "unfinished": False,
        "createdAt": "2024-05-28T18:08:55.014Z",
        "updatedAt": "2024-05-28T18:09:27.193Z",
        **more,
    }


def librechat(messages: Any, **more: Any) -> dict[str, Any]:
    """A conversation of LibreChat."""
    return {
        "conversationId": "talk-1",
        "endpoint": "openAI",
        "title": "Stories",
        "exportAt": "08:12:16 GMT-0400 (Eastern Daylight Time)",
        "branches": True,
        "recursive": False,
        "options": {"presetId": None, "model": "gpt-4o", "promptPrefix": None, "temperature": 1},
        "messages": messages,
        **more,
    }
