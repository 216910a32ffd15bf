"""What the command line deletes goes from the folder of the files that are kept up to date, too."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.exchange import Exchange
from desktop_app.storage.conversations import Conversations
from desktop_app.storage.database import open_database
from desktop_app.written_files import WrittenFiles, notes_file
from tests.chatloom_process import Chatloom
from tests.openai_server.server import OpenAIServer
from tests.storage.traces import traces

WORD = "zqyellowishkwj"


@pytest.fixture
def chatloom(tmp_path: Path, openai_server: OpenAIServer) -> Chatloom:
    program = Chatloom(tmp_path / "home")
    program.environ["OPENAI_BASE_URL"] = openai_server.base_url
    program.ok("ask", f"A {WORD} question")
    program.ok("ask", "Another question")
    return program


async def write_files(home: Path, folder: Path) -> None:
    """Write them as the window does."""
    data = home / "data"
    async with open_database(data / "chatloom.db") as database:
        await WrittenFiles(
            Conversations(database),
            Exchange(database).export,
            notes_file(data),
            str(folder),
            lambda error: pytest.fail(error.sentence),
        ).look()


@pytest.mark.parametrize("everything", [False, True])
async def test_its_file_goes(chatloom: Chatloom, tmp_path: Path, *, everything: bool) -> None:
    folder = tmp_path / "json"
    folder.mkdir()
    await write_files(chatloom.home, folder)
    assert len(list(folder.iterdir())) == 2
    listed = chatloom.ok("conversations", "list", "--json").json
    wanted = next(each["id"] for each in listed if WORD in each["title"])
    chatloom.ok("conversations", "delete", *(["--all", "--yes"] if everything else [wanted]))
    assert [each.stem for each in folder.iterdir()] == ([] if everything else ["Another question"])
    assert traces(folder, [WORD]) == traces(chatloom.home, [WORD]) == []
