from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.assistants import (
    Assistant,
    format_assistants,
    parse_assistants,
    with_assistant,
)
from desktop_app.core.errors import InputError
from desktop_app.core.shipped import shipped


def test_reads_all_fields() -> None:
    text = (
        '[{"name": " A ", "instructions": "i", "model": "m", "parameters": {"top_p": 1}, "x": 2}]'
    )
    assert parse_assistants(text) == [Assistant("A", "i", "m", {"top_p": 1})]


def test_a_name_is_enough_and_a_byte_order_mark_is_passed_over() -> None:
    assert parse_assistants('\ufeff[{"name": "A"}]') == [Assistant("A")]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "expecting value"),
        ("\n\n", 3, "expecting value"),
        ("{}", 1, "list of assistants"),
        ('\n"[]"', 2, "list of assistants"),
        ("\n[]", 2, "no assistant"),
        ('[\n{"name": "A"},\n]', 3, "expecting value"),
        ('[\n{"name": "A"\n"model": "m"}]', 3, "expecting ',' delimiter"),
        ('[\n{"name": "A\nB"}]', 2, "control character"),
        ('[\n{"name": "A"}] x', 2, "extra data"),
        ("[\n[\n{}]]", 2, "must be an object"),
        ("[\n1]", 2, "must be an object"),
        ("[null]", 1, "must be an object"),
        ('[{"name": "A"},\n\n{}]', 3, 'no "name"'),
        ('[\n{"name": "  "}]', 2, 'no "name"'),
        ('[{\n"name": true}]', 2, '"name" must be a text'),
        ('[{"name": "A",\n\n"instructions": ["x"]}]', 3, '"instructions" must be a text'),
        ('[{"name": "A",\n"model": null}]', 2, '"model" must be a text'),
        ('[{"name": "A",\n"parameters": [1]}]', 2, '"parameters" must be an object'),
        ('[{"name": "A", "parameters":\n{"t": NaN}}]', 2, "can't be sent"),
        ('[{"name": "A", "parameters":\n{"t": %s}}]' % ("9" * 5000), 2, "can't be sent"),
        ('[{"name":\n"\\ud800"}]', 2, "can't be sent"),
        ('[{"name": "A",\n"name": "B"}]', 2, "stands twice"),
        ('[{"name": "A"},\n{"name": "A "}]', 2, "used twice"),
        ('[{"name": "A",\n"parameters":\n' + "[" * 5000 + "]" * 5000 + "}]", 3, "too deep"),
        ('[{"name": "A",\n"x":\n{"a": ' + "[" * 200 + '"[\\"["' + "]" * 200 + "}}]", 3, "too deep"),
    ],
)
def test_names_the_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_assistants(text, "mine.json")
    assert caught.value.title.startswith(f"mine.json can't be read: line {line}, ")
    assert reason in caught.value.title
    assert caught.value.code == "assistants_file"


def test_brackets_in_texts_are_no_nesting() -> None:
    text = json.dumps([{"name": "A", "instructions": '\\"' + "[{" * 500}])
    assert parse_assistants(text)[0].instructions == '\\"' + "[{" * 500


def test_reads_a_long_file_in_linear_time() -> None:
    many = [Assistant(f"Number {n}", "x" * 50) for n in range(5000)]
    assert parse_assistants(format_assistants(many)) == many


def test_what_is_too_deep_for_the_parser_but_not_for_the_eye() -> None:
    # Unbalanced, so that no bracket is ever a hundred deep; the decoder decides.
    with pytest.raises(InputError, match="expecting"):
        parse_assistants("[" * 50)


NAMES = st.text(min_size=1).map(str.strip).filter(bool)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.lists(
        st.builds(Assistant, NAMES, st.text(), st.text(), st.dictionaries(st.text(), JSON)),
        min_size=1,
        max_size=5,
        unique_by=lambda assistant: assistant.name,
    )
)
def test_writes_what_it_reads(assistants: list[Assistant]) -> None:
    assert parse_assistants(format_assistants(assistants)) == assistants


@given(st.text(alphabet='[]{}",:\\\n naem1tru', max_size=40))
def test_whatever_is_given_is_read_or_told(text: str) -> None:
    told = []
    try:
        parse_assistants(text)
    except InputError as error:
        told = [error.values["line"]]
    assert all(1 <= line <= text.count("\n") + 1 for line in told)


def test_the_shipped_ones() -> None:
    assistants = parse_assistants(shipped("assistants.json").read_text(encoding="utf-8"))
    names = [assistant.name for assistant in assistants]
    assert names == ["General", "Code helper", "Translator", "Picture describer"]
    assert all(20 < len(assistant.instructions) < 250 for assistant in assistants)


class TestChangingOneInItsFile:
    WRITTEN = """[
  {"name": "A", "note": "kept", "instructions": "old", "n": 1e400},

  {"parameters": {"top_p": 0.50}, "name": " B "}
]"""

    def test_nothing_else_changes(self) -> None:
        text = with_assistant(self.WRITTEN, Assistant("A", "new", "", {"seed": 7}))
        assert text == self.WRITTEN.replace(
            '"A", "note": "kept", "instructions": "old"',
            '"A",\n    "parameters": {"seed": 7}, "note": "kept", "instructions": "new"',
        )
        assert parse_assistants(text)[0] == Assistant("A", "new", "", {"seed": 7})

    def test_both_are_put_in_where_they_are_missing(self) -> None:
        text = with_assistant('\ufeff[{"name": "A"}]', Assistant("A", "i", "", {"seed": 7}))
        assert parse_assistants(text) == [Assistant("A", "i", "", {"seed": 7})]

    def test_parameters_can_be_taken_away(self) -> None:
        text = with_assistant(self.WRITTEN, Assistant("B"))
        assert parse_assistants(text)[1] == Assistant("B")
        assert '"n": 1e400' in text

    def test_one_that_is_gone_comes_at_the_end(self) -> None:
        text = with_assistant(self.WRITTEN, Assistant("C", "и", "m"))
        assert text.startswith(self.WRITTEN[:-2])
        assert parse_assistants(text)[2] == Assistant("C", "и", "m")

    def test_a_file_that_can_not_be_read_is_told_with_its_line(self) -> None:
        with pytest.raises(InputError, match=r"mine.json can't be read: line 2"):
            with_assistant("[\n{}]", Assistant("A"), "mine.json")

    @given(st.lists(st.text(min_size=1).map(str.strip).filter(bool), min_size=1, unique=True))
    def test_the_others_are_read_as_before(self, names: list[str]) -> None:
        before = [Assistant(name, "i", "", {"seed": 1}) for name in names]
        wanted = Assistant(names[-1], "j", "", {"top_p": 0.5})
        text = with_assistant(format_assistants(before), wanted)
        assert parse_assistants(text) == [*before[:-1], wanted]
