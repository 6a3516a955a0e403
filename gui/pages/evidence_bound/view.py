"""The picture of the page of the evidence bound."""

from engine.core.number_format import value_text
from engine.page.result import Result
from engine.session.session import Session
from gui.figure.layout_view import LayoutView as View
from gui.look.theme import Theme
from gui.plotkit.corner_note import colored
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.plot import truth_pen

DEPTH = 5.0  # nats shown below the bound


class PageView(View):
    """The bound against q's std, which can be dragged, below the log evidence."""

    page = "evidence-bound"

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        title = "ELBO against the std of q, nats"
        self.bound = self.add(Panel(self.figure.ci, theme, (0, 0), title, "std of q", log="x"))
        self.curve = self.bound.curve(theme.pen("q", 1.8))
        self.evidence = self.bound.level(truth_pen(theme))
        self.current = self.bound.marker("q.std[1]")

    def draw_panels(self, session: Session, result: Result) -> None:
        found, best = result.bound, result.bound.log_evidence
        self.curve.show(found.std, found.elbo)
        self.evidence.at(best)
        self.current.mark(float(session.scene.q.std[0]))
        self.bound.say(colored(f"╌ log p(x) = {value_text(best, 4)}", self.theme.truth))
        self.bound.settle(y=(result["elbo.exact"].value - DEPTH, best))
