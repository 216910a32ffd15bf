from __future__ import annotations

import time
import uuid

from desktop_app.core.identity import new_id


def test_is_a_uuid_of_version_7() -> None:
    identity = new_id()
    assert len(identity) == 32
    parsed = uuid.UUID(identity)
    assert parsed.version == 7
    assert parsed.variant == uuid.RFC_4122
    assert abs((parsed.int >> 80) / 1000 - time.time()) < 5


def test_is_new_and_in_order() -> None:
    first = new_id()
    time.sleep(0.002)
    later = new_id()
    assert first < later
    assert len({new_id() for _ in range(1000)}) == 1000
