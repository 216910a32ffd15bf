from __future__ import annotations

from desktop_app.core.engine_state import EngineState, Phase


def test_phases_stand_in_the_order_of_a_first_start() -> None:
    assert list(Phase) == ["stopped", "fetching", "starting", "ready", "failed"]


def test_state_alone_knows_neither_size_nor_failure() -> None:
    state = EngineState(Phase.FETCHING)
    assert (state.done, state.total) == (0, 0)
    assert state.failure is None
    assert state.context is None
