"""What every number and figure of the Replay page is made from."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.cache import Cache
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.page.scene import Scene
from engine.pages.replay.options import Options
from engine.trajectories.off_policy import OffPolicy
from engine.trajectories.replay_buffer import ReplayBuffer, replay_buffer
from engine.trajectories.stale_state import (
    SimulatedState,
    StaleState,
    history_of,
    simulate,
)
from engine.weights.replay import Prioritised, prioritised
from engine.weights.replay_draws import DrawnUpdates, draw_updates

MOST_SIMULATED = 20_000  # sequences: more would be seen in no digit

_simulated: Cache[SimulatedState] = Cache(4)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A buffer and the draws from it; a recurrent state that is stale."""

    scene: Scene
    options: Options
    buffer: ReplayBuffer
    found: Prioritised
    draws: DrawnUpdates
    stale: StaleState
    simulated: SimulatedState | None  # None where a state is never forgotten
    sequences: int


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """Fills the buffer by q, draws from it, and simulates the recurrent unit."""
    task, other = scene.task_of("p"), scene.task_of("q")
    buffer = replay_buffer(
        OffPolicy(task, other.c, other.sigma),
        options.items,
        scene.seed,
        options.sequence,
        options.eta,
        options.factor,
        0.0,
        options.rescale,
    )
    found = prioritised(buffer.td_errors, options.a, options.b, buffer.priorities)
    stale = stale_of(options, task.sigma)
    sequences = _sequences(stale, scene.samples)
    return Gathered(
        scene=scene,
        options=options,
        buffer=buffer,
        found=found,
        draws=draw_updates(found, buffer.td_errors, scene.samples, scene.seed, run),
        stale=stale,
        simulated=_simulate(stale, sequences, scene.seed, run) if sequences else None,
        sequences=sequences,
    )


def stale_of(options: Options, std: float, **changes: float) -> StaleState:
    """The recurrent unit; raises ParameterError where w or the old w is not stable."""
    own = ("w", "u", "v", "rate", "age", "burn_in")
    try:
        return StaleState(**{name: getattr(options, name) for name in own} | {"s": std} | changes)
    except ParameterError as error:
        raise ParameterError(error.field.replace("_", "-"), error.value, error.allowed) from None


def _sequences(stale: StaleState, samples: int) -> int:
    """How many are simulated; 0 where a state is never forgotten."""
    history = history_of(stale)
    if history is None:
        return 0
    return min(max(samples // (history + stale.burn_in), 2), MOST_SIMULATED)


def _simulate(stale: StaleState, sequences: int, seed: int, run: Run) -> SimulatedState:
    """Kept, for the buffer's options play no part in it."""
    key = (stale, sequences, seed)
    found = _simulated.get(key)
    if found is None:
        found = simulate(stale, sequences, seed, run)
        _simulated.put(key, found)
    return found
