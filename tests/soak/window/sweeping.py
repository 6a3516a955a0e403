"""What a user does with sweeps: small ones, begun, stopped, gone on with, left and looked at."""

from __future__ import annotations

from dataclasses import replace

from engine.core.parameter import ParameterError
from engine.page.page import page_named
from engine.session.plan import SweepPlan
from engine.session.session import Session
from engine.sweep.axis import usual
from engine.sweep.planned import first_plan, places, planned
from gui.shell.rail import START
from tests.helpers.random_use import User

AXES = ("samples=1e2,1e3", "samples=10:1e3:3:log", "q.mean=-1:1:4", "q.std=0.5,1,3", "p.mean=0,one")
FEW = 60  # points: of more the user makes fewer before starting


class Sweeping:
    """Acts on the sweep of a window; every method says what it did."""

    def __init__(self, user: User) -> None:
        self.user = user

    def look(self) -> str:
        """At the sweep, at the start page, or back at the page."""
        window = self.user.window
        name = self.user.one_of(("sweep", "sweep", START, window.store.session.page))
        window.show_page(name)
        return str(name)

    def add(self) -> str:
        """A number of the input panel as an axis."""
        rows = self.user.window.inputs.addressed()
        if not rows:
            return ""
        name = self.user.one_of(sorted(rows))
        rows[name].wanted.emit("sweep")
        return str(name)

    def plan(self) -> str:
        """Another plan, at times one that cannot be."""
        store, rng = self.user.window.store, self.user.rng
        session = store.session
        old = session.sweep or first_plan(page_named(session.page))
        chance = rng.random()
        if chance < 0.3:
            new = self._small(page_named(session.page).name)
        elif chance < 0.6:
            keys = [quantity.key for quantity in page_named(old.page).quantities]
            chosen = (self.user.one_of(keys) for _ in range(int(rng.integers(1, 4))))
            new = replace(old, keys=tuple(dict.fromkeys(chosen)))
        elif chance < 0.9:
            texts = {text.partition("=")[0]: text for text in self._texts()}
            new = replace(old, axes=tuple(texts.values()))
        else:
            new = replace(old, seeds=int(rng.integers(1, 4)))
        store.propose(session.replace(sweep=new).with_sweep_shown(True), text="plan")
        return f"{new.page} {' x '.join(new.axes)} of {', '.join(new.keys)}"

    def run(self) -> str:
        """Begin, go on or stop."""
        window = self.user.window
        if not window.sweeps.shown:
            window.show_page("sweep")
        place = window.sweeps.place
        if place is None:
            return "nothing: another look is being put on"
        session = window.store.session
        if not window.sweeps.run.running and _points(session) > FEW:
            small = self._small(session.page)
            window.store.propose(session.replace(sweep=small).with_sweep_shown(True), text="small")
        place.plan_panel.processes.setValue(self.user.one_of((1, 2)))
        said = place.bar.button.text()
        place.bar.button.click()
        return said

    def file(self) -> str:
        """Rows go to a file, come from one, or neither."""
        sweeps, files = self.user.window.sweeps, self.user.files
        path = files.written / self.user.one_of(("sweep_1.csv", "sweep_2.csv"))
        chance = self.user.rng.random()
        if chance < 0.4:
            sweeps.write_to(str(path))
        elif chance < 0.8:
            found = path if self.user.rng.random() < 0.7 else self.user.one_of(files.files)
            sweeps.open(str(found))
        else:
            sweeps.run.set_path(None)
        return f"{path.name} {chance:.1f}"

    def _small(self, page: str) -> SweepPlan:
        plan = first_plan(page_named(page))
        place = self.user.one_of(places(self.user.window.store.session.replace(page=page)))
        return replace(plan, axes=(usual(place, 3).text,))

    def _texts(self) -> list[str]:
        return [self.user.one_of(AXES) for _ in range(int(self.user.rng.integers(1, 4)))]


def _points(session: Session) -> int:
    try:
        return planned(session).points
    except ParameterError:
        return 0
