"""10,000 extreme scenes of each page: every exact readout against an oracle in many digits.

Where the oracle integrates every scene anew, as many take hours: those have a tenth.
"""

from collections import Counter

import pytest

from tests.oracles.checked import Draw, faults
from tests.oracles.pages import PAGES

SCENES = {"tanh-squashing": 1_000, "trajectories": 1_000, "off-policy": 1_000}


@pytest.mark.parametrize("name", PAGES)
def test_every_exact_readout(name, capsys):
    page, drawn, truths = PAGES[name]
    count, outcomes, wrong = SCENES.get(name, 10_000), Counter(), []
    for seed in range(count):
        scene, options = drawn(Draw(seed))
        found = faults(page, scene, options, truths)
        outcomes["refused" if found is None else "wrong" if found else "right"] += 1
        wrong += [(seed, each) for each in found or ()]
    with capsys.disabled():
        print(f"\n{name}: {count:,} scenes, {dict(outcomes)}")
    assert not wrong
