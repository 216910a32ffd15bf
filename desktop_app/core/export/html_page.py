"""Dialogues as one HTML file that needs nothing else: to be read, sent and printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from desktop_app.core.conversation import Conversation, Message, Role
from desktop_app.core.export.html_pieces import escaped, words_to_html
from desktop_app.core.export.shown_branch import shown_branch
from desktop_app.core.export.told import (
    BETTER_ANSWER,
    INSTRUCTIONS,
    OTHER_BRANCHES,
    THOUGHTS,
    after_words,
    marks_of,
    speaker_of,
    time_of,
    title_of,
)

# No script may run and nothing may be loaded, whatever stood in the words of a model.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1e; --quiet: #66666b; --paper: #fff;
  --panel: #f4f4f5; --line: #dcdce0; --link: #1a5fb4; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8ea; --quiet: #a0a0a6; --paper: #1b1b1d;
  --panel: #28282b; --line: #3d3d42; --link: #8ab4f8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui,
  sans-serif; overflow-wrap: anywhere; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2.branches { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
header p, .who { color: var(--quiet); margin: 0; }
article + article { margin-top: 4rem; border-top: 2px solid var(--line); padding-top: 2rem; }
section { margin-top: 1.75rem; }
.who { font-size: .9rem; font-weight: 400; }
.who strong { color: var(--ink); font-weight: 600; }
.user .words { background: var(--panel); border-radius: 12px; padding: .1rem 1rem; }
.better { border-left: 3px solid var(--link); padding-left: 1rem; }
a { color: var(--link); }
pre, code { font-family: ui-monospace, Consolas, Menlo, monospace; font-size: .9em; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px;
  padding: .75rem 1rem; overflow-x: auto; tab-size: 4; }
.table { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; vertical-align: top; }
.start { text-align: start; } .centre { text-align: center; } .end { text-align: end; }
blockquote { border-left: 3px solid var(--line); margin: .75rem 0; padding-left: 1rem;
  color: var(--quiet); }
ul { list-style: none; margin: .5rem 0; padding-left: 1.75rem; }
li { position: relative; }
li > .marker { position: absolute; right: 100%; margin-right: .5rem; color: var(--quiet);
  white-space: nowrap; }
li > p { margin: .2rem 0; }
img { max-width: 100%; }
@media print {
  :root { --ink: #000; --quiet: #444; --paper: #fff; --panel: #fff; --line: #999; --link: #000;
    color-scheme: light; }
  body { font-size: 11pt; } main { max-width: none; padding: 0; }
  article + article { break-before: page; border: 0; margin: 0; padding: 0; }
  .who, h1, h2, h3, h4 { break-after: avoid; }
  pre { white-space: pre-wrap; } pre, table, img { break-inside: avoid; }
  .user .words { border: 1px solid var(--line); }
  a[href^="http"]::after { content: " (" attr(href) ")"; font-size: .85em; }
}
"""
PAGE_END = "</main>\n</body>\n</html>\n"


def page_beginning(title: str) -> str:
    """Return everything before the first dialogue."""
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
    )


def conversation_to_article(conversation: Conversation, messages: Sequence[Message]) -> str:
    """Return a dialogue for the middle of the page: the branch that is shown, then the others.

    Args:
        conversation: Whose title, date and instructions head it.
        messages: All of them, every parent before its answers.
    """
    shown, asides = shown_branch(conversation, messages)
    parts = ['<article dir="auto">\n', *_header(conversation), *_sections(shown)]
    if asides:
        parts.append(f'<h2 class="branches">{OTHER_BRANCHES}</h2>\n')
    for aside in asides:
        parts.append(f"<h3>{escaped(after_words(aside.after))}</h3>\n")
        parts += _sections(aside.messages)
    return "".join([*parts, "</article>\n"])


def _header(conversation: Conversation) -> Iterator[str]:
    told = [time_of(conversation.created_at), *(f"#{tag}" for tag in conversation.tags)]
    yield f"<header><h1>{escaped(title_of(conversation))}</h1>\n"
    yield f"<p>{escaped(' · '.join(told))}</p></header>\n"
    if conversation.instructions:
        yield _folded(INSTRUCTIONS, conversation.instructions)


def _sections(messages: Iterable[Message]) -> Iterator[str]:
    for message in messages:
        told = escaped("".join(f" · {mark}" for mark in _facts(message)))
        kind = "user" if message.role is Role.USER else "assistant"
        yield f'<section class="{kind}" dir="auto">\n'
        yield f'<h2 class="who"><strong>{escaped(speaker_of(message))}</strong>{told}</h2>\n'
        if message.reasoning.strip():
            yield _folded(THOUGHTS, message.reasoning)
        yield f'<div class="words">{words_to_html(message.text)}</div>\n'
        if message.failure is not None:
            yield f'<p class="who">{escaped(message.failure.title)}</p>\n'
        if message.corrected_text is not None:
            yield f'<div class="better"><p class="who">{BETTER_ANSWER}</p>'
            yield f"{words_to_html(message.corrected_text)}</div>\n"
        yield "</section>\n"


def _facts(message: Message) -> list[str]:
    return [time_of(message.created_at), *marks_of(message)]


def _folded(summary: str, text: str) -> str:
    return f"<details><summary>{summary}</summary>{words_to_html(text)}</details>\n"
