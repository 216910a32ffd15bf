"""The Markdown that is understood: CommonMark, GitHub's additions, formulas and footnotes.

`reading` loads this module late, because markdown-it and its rules come with it.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from desktop_app.core.markdown import block_rules, inline_rules
from desktop_app.core.markdown.autolinks import WWW, angle_address, web_address
from desktop_app.core.markdown.emphasis import emphasis

_ALWAYS = ["paragraph", "reference", "blockquote"]
_WITHIN_LISTS = [*_ALWAYS, "list"]

# Where plain text ends for the rules to be tried: at the characters one of them begins with, and
# in front of www. It begins with a set of characters, because the search for one of those is quick.
_TEXT_ENDS = re.compile(rf"[\n!$&*:<\[\\\]_`~w](?:(?<!w)|(?={re.escape(WWW[1:])}))")


def grammar() -> MarkdownIt:
    """Return a parser whose tokens `reading` understands."""
    parser = MarkdownIt(
        "commonmark",
        # Two levels more than are used, because a list takes two; see block_rules.too_deep.
        {"html": False, "tasklists": True, "maxNesting": block_rules.DEEPEST + 2},
    )
    parser.enable(["table", "strikethrough"]).disable(["html_block", "html_inline", "text_join"])
    _add_block_rules(parser)
    _add_inline_rules(parser)
    # Addresses stay as they are written; who opens one checks it, see core/links.py. Besides,
    # markdown-it's own way takes longer than all the rest of a paragraph.
    parser.normalizeLink = _as_written  # type: ignore[method-assign, assignment]
    parser.validateLink = _any_address  # type: ignore[method-assign, assignment]
    return parser


def _add_block_rules(parser: MarkdownIt) -> None:
    ruler = parser.block.ruler
    ruler.at("table", block_rules.small_table, {"alt": ["paragraph", "reference"]})
    ruler.before("table", "too_deep", block_rules.too_deep)
    ruler.before("fence", "formula", block_rules.formula, {"alt": _WITHIN_LISTS})
    ruler.at("reference", block_rules.link_definition)
    ruler.before("reference", "footnote", block_rules.footnote, {"alt": _ALWAYS})


def _add_inline_rules(parser: MarkdownIt) -> None:
    ruler = parser.inline.ruler
    ruler.at("emphasis", emphasis)
    ruler.at("autolink", angle_address)
    ruler.at("link", inline_rules.link)
    ruler.at("image", inline_rules.image)
    ruler.before("escape", "formula", inline_rules.formula)
    ruler.before("link", "note", inline_rules.note)
    ruler.before("image", "picture", inline_rules.picture)
    ruler.after("autolink", "line_break", inline_rules.line_break)
    ruler.after("line_break", "web_address", web_address)
    parser.inline.terminator_re = _TEXT_ENDS


def _as_written(address: str) -> str:
    return address


def _any_address(_address: str, _validator: object = None) -> bool:
    return True
