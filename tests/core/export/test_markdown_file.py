from __future__ import annotations

from desktop_app.core.export.markdown_file import conversation_to_markdown
from desktop_app.core.export.told import time_of
from tests.core.export.dialogues import answered, asked, conversation, trip


def test_everything_is_told() -> None:
    head, messages = trip()
    times = {message.id: time_of(message.created_at) for message in messages}
    assert (
        conversation_to_markdown(head, messages)
        == f"""\
# Trip \\*notes\\*

{time_of(head.created_at)}

\\#summer plans

**Instructions**

> Guide me.

## You · {times["a"]} · negative

Where to?

```
unclosed
```

## smol · {times["b"]} · 👎

**Thoughts**

> Hm

Rome

**Better answer**

> Rome
> in May

## You · {times["d"]}

And then?

## smol · {times["e"]} · failed

*The server \\<i\\>broke\\</i\\> off*

---

## Other branches

### Another way after “Where to? \\`\\`\\` unclosed”

#### smol · {times["c"]} · 👍

Oslo

#### You · {times["f"]}

Why?
"""
    )


def test_code_stays_intact() -> None:
    code = "````md\n```\n# no heading\n```\n````\n\n    indented\n\n~~~\nx\n~~~"
    told = conversation_to_markdown(
        conversation("b"), [asked("a", None, "?"), answered("b", "a", code)]
    )
    assert f"\n\n{code}\n" in told
    assert told.endswith("~~~\n")


def test_an_empty_one() -> None:
    told = conversation_to_markdown(conversation(None, title=" \n "), [])
    assert told.startswith("# New chat\n")
