from __future__ import annotations

from desktop_app.core.models import BUILT_IN, LOCAL_PROVIDER, ModelInfo


def test_built_in_model_is_local_and_has_a_name_for_people() -> None:
    assert BUILT_IN.provider == LOCAL_PROVIDER
    assert BUILT_IN.name != BUILT_IN.id
    assert BUILT_IN.vision is False


def test_what_a_model_can_do_is_unknown_until_its_server_tells() -> None:
    model = ModelInfo("some-model", "acme", "some-model", "Acme")
    assert model.vision is None
    assert model.context is None
