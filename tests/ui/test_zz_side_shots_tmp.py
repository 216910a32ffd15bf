import asyncio, os, json
from pathlib import Path
import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QApplication
from desktop_app.ui import theme
from tests.openai_server import Answer, Refusal, error_body
from tests.openai_server.server import model_row
from tests.ui.chat.side_by_side.compared import *
from tests.ui.chat.side_by_side.compared import ask as ask_both
from tests.ui.conftest import *
from tests.ui.desk import Desk, until
OUT=Path("/tmp/h/side_shots"); TAG=os.environ.get("TAG","")
A="Use an **exponential average**: keep one running value and move it a little towards each reading.\n\n- A larger α follows faster; a smaller one is calmer.\n- The lag is about (1 − α) / α readings.\n\n```python\ndef smooth(readings, y, alpha=0.25):\n    for x in readings:\n        yield (y := alpha * x + (1 - alpha) * y)\n```\n\nStart with α = 0.25."
B="The simplest is a *moving mean* of the last ten readings. It is easy to explain, and a lone spike moves it by a tenth of its height only.\n\n1. Keep the last ten values.\n2. Give back their mean.\n\nIf spikes are your trouble, take the median instead."
class Ru(QTranslator):
    words=json.loads(Path("/tmp/h/ru-SIDE.json").read_text()) if Path("/tmp/h/ru-SIDE.json").exists() else {}
    def translate(self, c, s, d=None, n=-1):
        w=self.words.get(s,"")
        if isinstance(w,list): w=w[1].replace("%n",str(n))
        return w
    def isEmpty(self): return False
@pytest.fixture(autouse=True)
def russian(qapp):
    if TAG=="-ru":
        from desktop_app.ui import translations
        translations.install(qapp,"ru"); t=Ru(qapp); qapp.installTranslator(t); qapp._t=t
    yield
async def shot(desk,name):
    for _ in range(8):
        QApplication.processEvents(); await asyncio.sleep(0.03)
    desk.window.grab().save(str(OUT/f"{name}{TAG}.png"))
def words(text, rate): return Answer(text=tuple(w+" " for w in text.split(" ")), rate=rate)
@pytest.mark.parametrize("look",["light","dark"])
async def test_shots(desk, look, qapp):
    theme.apply(qapp, look)
    desk.server.models=[model_row(m) for m in ("gpt-scripted","gpt-other","gpt-third","llama-3.1-8b","qwen3-4b")]
    await desk.page.refresh_models(); await desk.quiet()
    desk.type("How do I smooth noisy readings from my soil sensors?")
    several(desk).picking.button.click()
    card=[w for w in desk.window.findChildren(QWidget,"models_card")][0]
    card.toggle(OTHER)
    await shot(desk,f"1-card-{look}")
    card.close_card()
    several(desk).picking.button.choose([SCRIPTED,OTHER,THIRD])
    desk.page.pane.composer.set_text("")
    await shot(desk,f"2-armed-{look}")
    several(desk).picking.button.choose([SCRIPTED,OTHER])
    desk.server.script(words(A,60),words(B,30))
    desk.send("How do I smooth noisy readings from my soil sensors?")
    await until(lambda: open_columns(desk) is not None and len(answers(desk))==2)
    await asyncio.sleep(1.7)
    await shot(desk,f"3-streaming-{look}")
    await until(lambda: not desk.tasks._running, 25)
    await shot(desk,f"4-done-{look}")
    desk.window.resize(480,760)
    await shot(desk,f"5-narrow-{look}")
    desk.window.resize(1280,820)
    columns(desk).close_button.click(); await desk.quiet(); print(desk.page.list.rows.rowCount(), desk.page.list.rows.total)
    await shot(desk,f"6-left-{look}")
    several(desk).picking.button.choose([SCRIPTED,OTHER,THIRD])
    desk.server.script(words(A,40),Refusal(400, error_body("The model is not available in your region.", "invalid_request_error")),words(B,25))
    desk.send("And which value of alpha should I take for each of them?")
    await until(lambda: open_columns(desk) is not None)
    await asyncio.sleep(1.5)
    await shot(desk,f"7-three-{look}")
    desk.page.stop(); await desk.quiet()
    await shot(desk,f"8-stopped-{look}")
