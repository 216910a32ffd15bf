"""The translations are complete, agree with the source, and are loaded."""

from __future__ import annotations

import ast
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AppError, Failure, ProviderError
from desktop_app.core.export.fields import wrong
from desktop_app.core.links import checked_link
from desktop_app.core.settings import Settings
from desktop_app.providers.translate import LOCAL_WORDS, WORDS
from desktop_app.storage.failures import told
from desktop_app.ui import translations
from desktop_app.ui.failure_words import in_users_words
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.settings.dialog import SettingsDialog
from desktop_app.ui.settings.services import Facts, SettingsServices
from desktop_app.ui.tasks import Tasks
from tests.ui.settings.place import no_providers
from translating.__main__ import FOLDER, LANGUAGES, ROOT, release, unfinished, update
from translating.sentences import failure_sentences

PLACEHOLDER = re.compile(r"\{\w+\}|%n")
FORMS = {"en": 2, "ru": 3}
# These pass on texts that are collected in another way.
PASSES_ON = {"desktop_app/ui/failure_words.py", "desktop_app/ui/chat/choices.py"}


def source(language: str) -> Path:
    return FOLDER / f"chatloom_{language}.ts"


def messages(language: str) -> Iterator[tuple[str, list[str]]]:
    """The texts of a .ts file with the forms of their translation."""
    for message in ElementTree.parse(source(language)).iter("message"):
        translation = message.find("translation")
        assert translation is not None
        forms = translation.findall("numerusform") or [translation]
        yield message.findtext("source", ""), [form.text or "" for form in forms]


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[None]:
    """Take translators and locale away again after a test."""
    before = set(qapp.findChildren(QTranslator))
    locale = QLocale()
    yield
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
    QLocale.setDefault(locale)


@pytest.fixture
def russian(speak: None, qapp: QApplication) -> None:
    translations.install(qapp, "ru")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_source_is_in_the_file(language: str, tmp_path: Path) -> None:
    updated = tmp_path / "updated.ts"
    shutil.copy(source(language), updated)
    update(updated, language)
    assert updated.read_text("utf-8") == source(language).read_text("utf-8"), (
        "run ./dev translations"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    assert unfinished(source(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_file_is_up_to_date(language: str, tmp_path: Path) -> None:
    compiled = tmp_path / "compiled.qm"
    release(source(language), compiled)
    assert compiled.read_bytes() == source(language).with_suffix(".qm").read_bytes(), (
        "run ./dev translations"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_agree(language: str) -> None:
    wrong_forms = [
        (text, form)
        for text, forms in messages(language)
        for form in forms
        if Counter(PLACEHOLDER.findall(text)) != Counter(PLACEHOLDER.findall(form))
    ]
    assert wrong_forms == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_every_form(language: str) -> None:
    plurals = [forms for text, forms in messages(language) if "%n" in text]
    assert plurals
    assert {len(forms) for forms in plurals} == {FORMS[language]}


def test_endings_agree() -> None:
    """A title has no full stop and an advice has one, in every language."""
    differing = [
        (text, form)
        for text, forms in messages("ru")
        for form in forms
        if text.endswith((".", "…")) != form.endswith((".", "…"))
    ]
    assert differing == []


def _calls() -> Iterator[tuple[str, ast.Call, str]]:
    for path in sorted((ROOT / "desktop_app").rglob("*.py")):
        text = path.read_text("utf-8")
        if "PySide6" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield path.relative_to(ROOT).as_posix(), node, node.func.attr


def test_texts_are_written_where_they_are_translated() -> None:
    """Qt's tool finds literals only, and only self.tr() tells it the right context."""
    strange = {
        f"{path}:{call.lineno}"
        for path, call, name in _calls()
        if name in {"tr", "translate"} and path not in PASSES_ON
        for argument in [*call.args[: 1 if name == "tr" else 2], call.func.value]
        if not isinstance(argument, ast.Constant)
        and ast.unparse(argument) not in {"self", "QCoreApplication"}
    }
    assert strange == set()


def test_failures_are_found_in_the_layers_below_the_window() -> None:
    found = set(failure_sentences(ROOT / "desktop_app"))
    for title, advice in [*WORDS.values(), *LOCAL_WORDS.values()]:
        assert {title, advice} <= found
    for error in (_refused_link(), _full_disk(), wrong("", "is missing")):
        assert {error.title_template, error.advice_template} <= found


def _refused_link() -> AppError:
    with pytest.raises(AppError) as caught:
        checked_link("file:///etc/passwd")
    return caught.value


def _full_disk() -> AppError:
    with pytest.raises(AppError) as caught, told(Path("chatloom.db")):
        raise OSError(28, "No space left on device")
    return caught.value


def test_russian_is_loaded(russian: None) -> None:
    assert QCoreApplication.translate("_TopBar", "Training") == "Обучение"
    assert QCoreApplication.translate("Badge", "{percent} % sure") == "Уверенность {percent} %"
    told = QCoreApplication.translate("FindBar", "%n matches", "", 3)
    assert told == "3 совпадения"
    # Qt's own words, as in the menu of a text field.
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Отмена"
    assert QLocale().language() == QLocale.Language.Russian


def test_the_settings_offer_every_language_there_is() -> None:
    assert set(translations.LANGUAGES) == set(LANGUAGES)


@pytest.mark.parametrize(("kept", "row"), [("", 0), ("en", 1), ("ru", 2), ("tlh", 0)])
def test_the_language_of_the_settings_is_shown(kept: str, row: int, qtbot: QtBot) -> None:
    dialog, _ = settings_dialog(kept)
    qtbot.addWidget(dialog)
    assert dialog.findChild(QComboBox, "language_picker").currentIndex() == row


def test_a_language_is_chosen_in_the_settings(qtbot: QtBot) -> None:
    dialog, saved = settings_dialog("")
    qtbot.addWidget(dialog)
    picker = dialog.findChild(QComboBox, "language_picker")
    picker.setCurrentText("Русский")
    picker.setCurrentIndex(0)
    assert saved == ["ru", ""]


def settings_dialog(language: str) -> tuple[SettingsDialog, list[str]]:
    saved: list[str] = []
    preferences = Preferences(
        Settings(language=language), lambda changed: saved.append(changed.language)
    )
    services = SettingsServices(preferences, no_providers(), Tasks(), lambda: None)
    return SettingsDialog(services, Facts("1", "here", "Ready.", "ready", "")), saved


@pytest.mark.parametrize("language", ["en", "de"])
def test_other_languages_get_english_plurals(
    language: str, speak: None, qapp: QApplication
) -> None:
    translations.install(qapp, language)
    assert QCoreApplication.translate("_TopBar", "Training") == "Training"
    assert QCoreApplication.translate("FindBar", "%n matches", "", 1) == "1 match"


def test_a_failure_is_told_in_russian(russian: None) -> None:
    error = ProviderError(*WORDS["model_not_found"], "HTTP 404", who="Acme", model="{x}")
    words = in_users_words(error)
    assert words.title == "Acme: нет модели «{x}»"
    assert words.advice == "Выберите другую модель."
    assert words.detail == "HTTP 404"
    assert in_users_words(error.failure) == words
    assert in_users_words(words) == words


def test_values_are_told_in_russian(russian: None) -> None:
    error = ProviderError(*WORDS["failed"], who="The built-in model")
    assert in_users_words(error).title == "Встроенная модель сообщает об ошибке"
    advice = in_users_words(_refused_link()).advice
    assert advice.startswith("Открываются только веб-адреса и адреса почты. Если")


def test_a_failure_of_before_stays_as_it_was_kept(russian: None) -> None:
    kept = Failure("Acme doesn't have the model “x”", "Pick another model.")
    words = in_users_words(kept)
    assert (words.title, words.advice) == (kept.title, "Выберите другую модель.")


def test_a_failure_without_words_has_none(russian: None) -> None:
    assert in_users_words(Failure("")) == Failure("")


def test_templates_of_a_file_reach_no_objects() -> None:
    failure = Failure(
        "T",
        title_template="{a.__class__} {a!r} {a:>9} {b} {a}",
        values={"a": "1"},
    )
    assert in_users_words(failure).title == "{a.__class__} {a!r} {a:>9} {b} 1"
