"""The page of the providers: which there are, and what is set at the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop_app.core.errors import AppError, Failure
from desktop_app.core.models import ENVIRONMENT_PROVIDER, LOCAL_PROVIDER
from desktop_app.core.provider import Provider, ProxyUse, new_provider_id
from desktop_app.core.provider_presets import PRESETS, Preset, preset
from desktop_app.core.secret import Secret
from desktop_app.ui.buttons import Button
from desktop_app.ui.links import open_link
from desktop_app.ui.notices import Action
from desktop_app.ui.overriding import override
from desktop_app.ui.settings.built_in_panels import EnvironmentPanel, ThisComputerPanel
from desktop_app.ui.settings.key_asking import KeyAsking
from desktop_app.ui.settings.notice_place import NoticePlace
from desktop_app.ui.settings.provider_column import ProviderColumn, scrolled
from desktop_app.ui.settings.provider_form import ProviderForm
from desktop_app.ui.settings.provider_states import DRAFT, ProviderStates
from desktop_app.ui.settings.proxy_rows import PASSWORD
from desktop_app.ui.settings.services import Facts, SettingsServices
from desktop_app.ui.settings.trying import Trying
from desktop_app.ui.settings.words import title

_SIDE = 24


class ProvidersPage(QWidget):
    """Shows the provider that is chosen in `column`.

    Signals:
        detail_wanted: What is set at the provider is to be seen, where there is room for one only.
        list_wanted: Likewise, the list.
    """

    detail_wanted = Signal()
    list_wanted = Signal()

    def __init__(self, services: SettingsServices, facts: Facts) -> None:
        super().__init__()
        self._services, self._providers = services, services.providers
        self._shown = ""
        self._draft: Provider | None = None
        self._draft_secrets: Mapping[str, Secret] = {}
        self._looked = self._closed = False
        self._asked_from: QWidget | None = None
        self.column, self.form = ProviderColumn(), ProviderForm()
        self._states = ProviderStates(self.column, services, facts)
        self._keys = KeyAsking(self.form, services, self._tell)
        self._trying = Trying(self.form, services, self._keys, self._tried)
        self._computer = ThisComputerPanel(facts.engine, services.open_model_file)
        self._environment = EnvironmentPanel(facts.environment)
        self._title = title("")
        self.back = Button(self.tr("All providers"), "link")
        self._banner, self._question, self._notices = (
            NoticePlace(self.column.add) for _ in range(3)
        )
        self._lay_out()
        self._connect()
        self._choose(self._providers.own[0].id if self._providers.own else LOCAL_PROVIDER)

    # What others want of it

    def show_provider(self, provider_id: str, field: str = "") -> None:
        """Show a provider, and go to one of its fields.

        Args:
            provider_id: Its id, or ``new:`` and the id of a preset. Nothing happens where there
                is no such provider.
            field: As `ProviderForm.go_to` takes it; empty for none.
        """
        wanted, _, preset_id = provider_id.partition(":")
        if wanted == DRAFT:
            self._begin(preset(preset_id or PRESETS[0].id))
        elif self.column.list.item_of(provider_id) is not None:
            self._choose(provider_id)
        else:
            return
        self.detail_wanted.emit()
        if field and not self.form.isHidden():
            self.form.go_to(field)
            self._bring(QApplication.focusWidget())

    def changed(self) -> None:
        """Show that providers or their keys have changed."""
        if self._closed:
            return
        self._states.show(self._shown, self._draft)
        self._show_banner()
        if self.isVisible():
            self._states.look()

    def cancel_inner(self) -> bool:
        """End what is going on in the page, and return whether there was anything to end."""
        if not self._question.isHidden():
            self._decline()
            return True
        if self._trying.cancel():
            return True
        ended = [row.secret.cancel() for row in self.form.secrets]
        return any(ended)

    def close_down(self) -> None:
        """Keep what is typed, and wait for nothing any more."""
        if not self.form.isHidden():
            self.form.finish()
        self._closed = True
        self._trying.cancel()
        self._keys.close()
        self._states.stop()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._looked:
            self._looked = True
            if not self.form.isHidden():
                self._keys.ask(self.form.provider)
            self._states.look()
            self._states.look_around()

    # Choosing

    def _choose(self, provider_id: str) -> None:
        if provider_id != self._shown:
            self._leave()
            self._shown = provider_id
            self._show_chosen()

    def _leave(self) -> None:
        if not self.form.isHidden():
            self.form.finish()
        if self._shown == DRAFT:
            # What can't be kept yet waits in the list; what nobody has touched does not.
            self._draft_secrets = self._keys.held
            touched = self.form.is_touched or self._draft_secrets
            self._draft = self.form.draft if touched else None
        self._trying.cancel()
        self._notices.clear()
        self._question.clear()

    def _begin(self, chosen: Preset) -> None:
        self._leave()
        name = "" if chosen is PRESETS[-1] else chosen.name
        self._draft = Provider("", name, chosen.base_url, chosen.transport, chosen.id)
        self._draft_secrets = {}
        self._shown = DRAFT
        self._show_chosen()

    def _begin_by_hand(self) -> None:
        if self._draft is None:
            self._begin(PRESETS[0])
        else:
            self._choose(DRAFT)
        self.detail_wanted.emit()
        self.form.go_to("")

    def _show_chosen(self) -> None:
        provider = self._draft if self._shown == DRAFT else self._own(self._shown)
        self._computer.setVisible(self._shown == LOCAL_PROVIDER)
        self._environment.setVisible(self._shown == ENVIRONMENT_PROVIDER)
        if provider is None and self.form.isAncestorOf(QApplication.focusWidget() or self):
            self.column.list.setFocus()
        if provider is not None:
            self.form.show_provider(provider, is_new=self._shown == DRAFT)
        self.form.setVisible(provider is not None)
        if provider is not None and self._looked:
            self._keys.ask(provider)
        else:
            self._keys.leave()
        if self._shown == DRAFT:
            self._keys.hold(self._draft_secrets)
        self._states.show(self._shown, self._draft)
        self._show_banner()
        self._show_title()
        self._scroll.verticalScrollBar().setValue(0)

    def _own(self, provider_id: str) -> Provider | None:
        return next((each for each in self._providers.own if each.id == provider_id), None)

    # Keeping

    def _edited(self) -> None:
        # What was tried is not what stands there any more.
        self.form.trial.show_nothing()
        if not self.form.is_new or self.form.is_usable:
            self._save()

    def _save(self) -> None:
        provider = self.form.provider
        if self.form.is_new:
            taken = [each.id for each in self._providers.own]
            provider = replace(provider, id=new_provider_id(provider.name, taken))
            self._shown, self._draft = provider.id, None
        self._services.reports.pop(provider.id, None)
        before = self._own(provider.id)
        self.form.take_saved(provider)
        saving = self._services.tasks.start(self._store(provider))
        # Also what an earlier save that failed has left.
        self._keys.keep_held(provider.id, saving)
        if before and provider.proxy.use is ProxyUse.OWN is not before.proxy.use:
            self._keys.ask_again(PASSWORD)
        self._show_title()

    async def _store(self, provider: Provider) -> None:
        try:
            await self._providers.save(provider)
        except AppError as error:
            if self._closed:
                raise
            self._tell(error)

    def _add(self) -> None:
        self.form.finish()
        if self.form.is_new and self.form.check():
            self._save()

    def _add_found(self, found: Preset) -> None:
        self._begin(found)
        self._save()
        self._states.added(found)
        self.detail_wanted.emit()

    def _secret_entered(self, part: str, typed: Secret) -> None:
        self._keys.enter(part, typed)
        if self.form.is_new:
            self._add()
        else:
            self._services.reports.pop(self._shown, None)

    def _test(self) -> None:
        self.form.finish()
        if not self.form.check():
            return
        if self.form.is_new:
            self._save()
        self._trying.start(self.form.provider)

    # Removing

    def _offer_removal(self) -> None:
        provider = self._own(self._shown)
        if self._shown == DRAFT:
            self._go_on_with(self._providers.own[-1].id if self._providers.own else LOCAL_PROVIDER)
        elif provider is not None:
            question = Failure(
                self.tr("Remove {name}?").format(name=provider.name),
                self.tr("Its key is removed with it. Your conversations stay."),
            )
            label = self.tr("Remove provider")
            self._ask_user(question, label, lambda: self._remove(provider))

    def _offer_secret_removal(self, part: str) -> None:
        asked = self.tr("Remove the password of the proxy?")
        if not part:
            asked = self.tr("Remove the API key?")
        words = self.tr("Requests are sent without it until you enter another one.")
        self._ask_user(Failure(asked, words), self.tr("Remove it"), lambda: self._clear(part))

    def _ask_user(self, question: Failure, label: str, run: Callable[[], None]) -> None:
        def agreed() -> None:
            self._question.clear()
            run()

        self._asked_from = QApplication.focusWidget()
        actions = [Action(label, agreed), Action(self.tr("Keep it"), self._decline)]
        notice = self._question.tell(question, "danger", actions)
        self.detail_wanted.emit()
        self._scroll.verticalScrollBar().setValue(0)
        # Whoever presses Enter without reading keeps it.
        notice.findChildren(Button)[-1].setFocus()

    def _decline(self) -> None:
        self._question.clear()
        if self._asked_from is not None and self._asked_from.isVisible():
            self._asked_from.setFocus()

    def _clear(self, part: str) -> None:
        self._keys.clear(part)
        self.column.list.setFocus()

    def _remove(self, provider: Provider) -> None:
        ids = [LOCAL_PROVIDER, *(each.id for each in self._providers.own)]
        place = ids.index(provider.id)
        self._services.reports.pop(provider.id, None)
        self._services.tasks.start(self._forget(provider))
        self._go_on_with((ids[place + 1 :] or ids[place - 1 :])[0])

    async def _forget(self, provider: Provider) -> None:
        try:
            await self._providers.remove(provider.id)
        except AppError as error:
            if self._closed:
                raise
            self._tell(error)

    def _go_on_with(self, provider_id: str) -> None:
        self._keys.leave()
        self._question.clear()
        self._draft, self._shown = None, provider_id
        self._show_chosen()
        self.list_wanted.emit()
        self.column.list.setFocus()

    # Showing

    def _tell(self, error: AppError) -> None:
        self._notices.tell(error, "warning", closable=True)
        self._scroll.verticalScrollBar().setValue(0)

    def _tried(self) -> None:
        self._states.tell()
        self._bring(self.form.trial)

    def _bring(self, part: QWidget | None) -> None:
        """Scroll to a part of the form, once it has its place."""

        def bring() -> None:
            if part is not None and self.form.isAncestorOf(part):
                self._scroll.ensureWidgetVisible(part, 0, _SIDE)

        QTimer.singleShot(0, self, bring)

    def _show_banner(self) -> None:
        problem = self._providers.key_problem
        if problem is None:
            self._banner.clear()
        elif self._banner.isHidden():
            self._banner.tell(problem, "warning")

    def _show_title(self) -> None:
        names = {
            LOCAL_PROVIDER: self.tr("This computer"),
            ENVIRONMENT_PROVIDER: self.tr("Environment"),
            DRAFT: self.tr("New provider"),
        }
        self._title.setText(names.get(self._shown) or self.form.provider.name)

    def _open(self, address: str) -> None:
        try:
            open_link(address)
        except AppError as error:
            self._tell(error)

    def _connect(self) -> None:
        # The list must not lose a row while it tells that another was chosen.
        self.column.chosen.connect(self._choose, Qt.ConnectionType.QueuedConnection)
        self.column.opened.connect(self.detail_wanted)
        self.column.removal_wanted.connect(self._offer_removal)
        self.column.adding_wanted.connect(self._begin_by_hand)
        self.column.found_one_wanted.connect(self._add_found)
        form = self.form
        form.edited.connect(self._edited)
        form.adding_wanted.connect(self._add)
        form.removal_wanted.connect(self._offer_removal)
        form.link_wanted.connect(self._open)
        form.secret_entered.connect(self._secret_entered)
        form.trial.wanted.connect(self._test)
        form.trial.cancelled.connect(self._trying.cancel)
        for row in form.secrets:
            for signal, run in (
                (row.secret.removal_wanted, self._offer_secret_removal),
                (row.secret.waiting_ended, self._keys.cancel),
                (row.secret.asking_wanted, self._keys.ask_again),
            ):
                signal.connect(lambda part=row.part, run=run: run(part))
        self.back.clicked.connect(self.list_wanted)

    def _lay_out(self) -> None:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(_SIDE, 20, _SIDE, 20)
        rows.setSpacing(14)
        rows.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._title)
        for part in (self._banner, self._question, self._notices):
            rows.addWidget(part)
        rows.addWidget(self._computer)
        rows.addWidget(self._environment)
        rows.addWidget(self.form, 1)
        self._scroll = scrolled(inside)
        # The fields stay where they are when the scroll bar comes.
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(
            lambda _low, high: rows.setContentsMargins(
                _SIDE, 20, _SIDE - bar.sizeHint().width() if high else _SIDE, 20
            )
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
