from __future__ import annotations

from pathlib import Path

from desktop_app.core.folders import user_folders


def test_one_home_for_everything(tmp_path: Path) -> None:
    folders = user_folders({"CHATLOOM_HOME": str(tmp_path)})
    assert folders.database == tmp_path / "data" / "chatloom.db"
    assert folders.assistants == tmp_path / "data" / "assistants.json"
    assert folders.models == tmp_path / "data" / "models"
    assert folders.settings == tmp_path / "config" / "settings.json"
    assert (folders.cache, folders.logs) == (tmp_path / "cache", tmp_path / "logs")


def test_a_relative_home_is_made_absolute() -> None:
    assert user_folders({"CHATLOOM_HOME": "here"}).data == Path.cwd() / "here" / "data"


def test_the_home_folder_is_expanded() -> None:
    assert user_folders({"CHATLOOM_HOME": "~/c"}).data == Path.home() / "c" / "data"


def test_else_where_the_platform_says() -> None:
    folders = user_folders({"CHATLOOM_HOME": ""})
    places = (folders.data, folders.config, folders.cache, folders.logs)
    assert all("chatloom" in str(place) for place in places)
    assert all(place.is_absolute() for place in places)
