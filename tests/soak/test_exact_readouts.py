"""10,000 drawn scenes of each page: every readout called exact is, to the digits that it claims."""

from collections import Counter

import pytest

from tests.contract.test_exact_readouts import PAGES
from tests.oracles.compare import check
from tests.oracles.line_scenes import draws

SEEDS, SCENES = 20, 500


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("name", PAGES)
def test_ten_thousand_scenes(name, seed, capsys):
    page, oracle, draw_options = PAGES[name]
    bad, noted = [], Counter()
    for number, (scene, rng) in enumerate(draws(1_000 + seed, SCENES)):
        found, readouts = check(page, oracle, scene, draw_options(scene, rng, number))
        bad += found
        noted.update(r.name for r in readouts if r.kind == "exact" and "right " in r.note)
    with capsys.disabled():
        print(
            f"\n{name}, seed {seed}: {SCENES} scenes, {len(bad)} wrong; not to 1e-9: {dict(noted)}"
        )
    assert not bad, "\n".join(bad)
