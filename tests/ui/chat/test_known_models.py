from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.models import ModelInfo
from desktop_app.ui.chat.known_models import KnownModels


def model(provider: str, name: str, called: str = "") -> ModelInfo:
    return ModelInfo(name, provider, called or name, provider.title())


def test_each_is_found_by_both_ids() -> None:
    known, list_ = KnownModels(), [model("a", "m"), model("b", "m"), model("b", "n")]
    known.take(list_)
    assert known.find("b", "m") is list_[1]
    assert known.find("a", "n") is None
    assert known.first_of("b") is list_[1]
    assert known.first_of("c") is None


def test_of_two_with_the_same_ids_the_first_counts() -> None:
    known = KnownModels()
    known.take([model("a", "m", "First"), model("a", "m", "Second")])
    found = known.find("a", "m")
    assert found is not None
    assert found.name == "First"


def test_a_list_is_gone_through_once_and_another_one_anew() -> None:
    class Counted(list[ModelInfo]):
        passes = 0

        def __iter__(self) -> Iterator[ModelInfo]:
            self.passes += 1
            return super().__iter__()

    known, list_ = KnownModels(), Counted([model("a", "m")])
    for _message in range(3):
        known.take(list_)
        assert known.find("a", "m")
    assert list_.passes == 1
    known.take([model("a", "n")])
    assert known.find("a", "m") is None
