"""`override` for methods of Qt that are overridden.

Python has it from 3.12 on; for 3.11 the type checker takes it from `typing_extensions`, whose
import would cost a tenth of the first frame.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

__all__ = ["override"]

if TYPE_CHECKING:
    from typing_extensions import override
else:
    Method = TypeVar("Method", bound=Callable)

    def override(method: Method) -> Method:
        """Mark a method that overrides one of Qt's."""
        return method
