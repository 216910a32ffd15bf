from __future__ import annotations

from collections.abc import Callable

from desktop_app.ui.chat.parameters_button import ParametersButton
from desktop_app.ui.theme import colours


def test_a_dot_and_words_say_that_something_is_changed(show: Callable[..., None]) -> None:
    button = ParametersButton()
    show(button, 28, 28)
    names = {button.grab().toImage().pixelColor(x, y).name() for x in range(28) for y in range(28)}
    assert colours().accent.lower() not in names
    assert (button.accessibleName(), button.toolTip()) == ("Parameters", "Parameters")
    button.set_changed(True)
    image = button.grab().toImage()
    assert image.pixelColor(22, 6).name() == colours().accent.lower()
    assert button.accessibleDescription() == "Changed in this chat"
    assert button.toolTip() == "Parameters · Changed in this chat"
    button.set_changed(False)
    assert not button.is_changed
    assert button.accessibleDescription() == ""
