"""How long the responses of each page take, and whether a picture of few samples comes first."""

from __future__ import annotations

from gui.base.request import Request

FEW = 8_192  # samples of a picture that only lives until the next
PREVIEW_SAMPLES = 65_536
PREVIEW_ABOVE = 131_072  # unless all are known to be quick
QUICK = 0.06  # seconds from a change at rest to the response of all samples
FRAME = 0.012  # the same while something moves
GAIN = 1.5  # as many times as fast a first picture must be, to come first
LONG = 2.0  # seconds from which on the picture is refined in between


class Pace:
    """Seconds of the last responses, by page and dimension: in two parts, what every response
    takes and what each sample adds, told apart by the responses of few and of many samples."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, int], float] = {}  # seconds of a first picture
        self._each: dict[tuple[str, int], float] = {}  # seconds a sample of a whole one

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
        return whole < (FRAME if moving else QUICK) or (moving and whole < GAIN * first)

    def long(self, request: Request, seconds: float, samples: int) -> bool:
        """Whether all samples take long, where so many have taken so many seconds."""
        place = request.page.name, request.scene.dimension
        return self._each.get(place, seconds / samples) * request.scene.samples > LONG
