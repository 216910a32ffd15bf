from __future__ import annotations

from dataclasses import asdict, dataclass

from desktop_app.core.secret import Secret


@dataclass(frozen=True)
class Holder:
    key: Secret


def test_is_masked_everywhere_but_where_it_is_sent() -> None:
    key = Secret("sk-12345")
    shown = f"{key} {key!r} {[key]} {(key,)}"
    assert "12345" not in shown
    assert "•••" in str(key)
    assert key.reveal() == "sk-12345"


def test_an_empty_one_is_false_and_says_so() -> None:
    assert not Secret("")
    assert Secret("x")
    assert repr(Secret("")) == "Secret('')"
    assert Secret("x") == Secret("x")
    assert Secret("x") != "x"
    assert len({Secret("x"), Secret("x")}) == 1


def test_it_stays_one_when_its_holder_is_written_out() -> None:
    values = asdict(Holder(Secret("sk-12345")))
    assert "12345" not in str(values)
    assert values["key"].reveal() == "sk-12345"
