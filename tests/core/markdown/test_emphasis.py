from __future__ import annotations

import pytest

from desktop_app.core.markdown.pieces import Run, Style
from tests.core.markdown.reading_of import runs_of

BOLD, ITALIC = Style.BOLD, Style.ITALIC


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("*a*", [Run("a", ITALIC)]),
        ("_a_", [Run("a", ITALIC)]),
        ("**a**", [Run("a", BOLD)]),
        ("__a__", [Run("a", BOLD)]),
        ("***a***", [Run("a", BOLD | ITALIC)]),
        ("***a** b*", [Run("a", BOLD | ITALIC), Run(" b", ITALIC)]),
        ("**a *b* c**", [Run("a ", BOLD), Run("b", BOLD | ITALIC), Run(" c", BOLD)]),
        ("**a **b** c**", [Run("a b c", BOLD)]),
        ("a*b*c", [Run("a"), Run("b", ITALIC), Run("c")]),
        ("**a\nb**", [Run("a\nb", BOLD)]),
        ("snake_case_name", [Run("snake_case_name")]),
        ("__init__.py", [Run("init", BOLD), Run(".py")]),
        ("2 * 3 * 4", [Run("2 * 3 * 4")]),
        ("** a **", [Run("** a **")]),
        ("**a", [Run("**a")]),
        ("*a_b*c_", [Run("a_b", ITALIC), Run("c_")]),
        ("a**“b”**c", [Run("a**“b”**c")]),
        (r"\*a\*", [Run("*a*")]),
        ("пере**нос**имый", [Run("пере"), Run("нос", BOLD), Run("имый")]),
    ],
)
def test_emphasis_as_in_commonmark(text: str, runs: list[Run]) -> None:
    assert runs_of(text) == tuple(runs)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("**注意：**这个", [Run("注意：", BOLD), Run("这个")]),
        ("这是**“重点”**内容", [Run("这是"), Run("“重点”", BOLD), Run("内容")]),
        ("**テスト。**テスト", [Run("テスト。", BOLD), Run("テスト")]),
        ("用**`x`**吧", [Run("用"), Run("x", BOLD | Style.CODE), Run("吧")]),
        ("**注意：**abc", [Run("注意：", BOLD), Run("abc")]),
    ],
)
def test_languages_without_spaces_can_emphasise(text: str, runs: list[Run]) -> None:
    assert runs_of(text) == tuple(runs)
