"""How long the responses of each page take, and whether a picture of few samples comes first."""

from __future__ import annotations

from gui.base.request import Request

FEW = 8_192  # samples of a picture that only lives until the next
PREVIEW_SAMPLES = 65_536
PREVIEW_ABOVE = 131_072  # unless all are known to be quick
QUICK = 0.06  # seconds from a change at rest to the response of all samples
QUICK_FRAME = 0.006  # the same while something moves: painting waits for Python's lock meanwhile
FRAME = 0.012  # seconds of a frame for the figures beside the main one
GAIN = 1.05  # as many times as fast a first picture must be, to come first
LONG = 2.0  # seconds from which on the picture is refined in between


class Pace:
    """Seconds of the last responses, by page and dimension: in two parts, what every response
    takes and what each sample adds, told apart by the responses of few and of many samples."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, int], float] = {}  # seconds of a first picture
        self._each: dict[tuple[str, int], float] = {}  # seconds a sample of a whole one
        self._figures: dict[tuple[str, str], float] = {}  # seconds of each
        self._turns: dict[tuple[str, str], int] = {}  # when it was made last, by a count
        self._count = 0

    def note(self, request: Request, samples: int, seconds: float) -> None:
        """A response has taken so long."""
        place = request.page.name, request.scene.dimension
        if samples <= PREVIEW_SAMPLES and samples < request.scene.samples:
            self._first[place] = seconds
        elif samples > PREVIEW_SAMPLES:
            self._each[place] = seconds / samples

    def at_once(self, request: Request, moving: bool) -> bool:
        """Whether to make the picture of all samples without another before."""
        samples = request.scene.samples
        if samples <= (FEW if moving else PREVIEW_ABOVE) or request.page.shows_data(request.scene):
            return True  # own data are read whole, and not sampled again
        place = request.page.name, request.scene.dimension
        whole = self._each.get(place, float("inf")) * samples
        first = self._first.get(place, 0.0)
        return whole < (QUICK_FRAME if moving else QUICK) or (moving and whole < GAIN * first)

    def note_figure(self, request: Request, name: str, seconds: float) -> None:
        """A figure has taken so long: of several times the last counts as much as all before."""
        place = request.page.name, name
        self._figures[place] = 0.5 * (seconds + self._figures.get(place, seconds))
        self._count += 1
        self._turns[place] = self._count

    def in_time(self, request: Request) -> tuple[str, ...]:
        """The figures of a picture that moves: those of its main plot, then the others, by turns,
        as far as there is time. What takes longer than a frame comes at rest."""
        page, left, chosen = request.page.name, FRAME, list(request.main)
        others = [name for name in request.figures if name not in request.main]
        for name in sorted(others, key=lambda name: self._turns.get((page, name), 0)):
            seconds = self._figures.get((page, name), 0.0)
            if seconds <= left:
                left -= seconds
                chosen.append(name)
        return tuple(chosen)

    def long(self, request: Request, seconds: float, samples: int) -> bool:
        """Whether all samples take long, where so many have taken so many seconds."""
        place = request.page.name, request.scene.dimension
        return self._each.get(place, seconds / samples) * request.scene.samples > LONG
