"""Questions that take every way through the compiled loops of every page."""

from pathlib import Path

from engine.cli.main import main
from engine.page.page import all_pages

SAMPLES = 201_000  # the last block is not full
NEAR = ("--q-mean", "0.4", "--q-std", "1.25")
FAR = ("--p-std", "0.03", "--q-mean", "9", "--q-std", "3")
# What takes other ways through the loops of a page.
OPTIONS = [
    ("tanh-squashing", "--dimension 1 --p-std 0.02 --q-std 0.025 --q-mean 0.01"),
    ("tanh-squashing", "--dimension 2 --p-mean 0.3 --p-correlation 0.6 --high 3"),
    ("tanh-squashing", "--dimension 2 --p-std 30 --q-std 20 --q-correlation -0.5"),
    ("tanh-squashing", "--dimension 1 --p-mean 80 --p-std 6 --q-mean 80.5 --q-std 6"),
    ("tanh-squashing", "--dimension 1 --p-std 3 --q-mean -6 --q-std 1 --p-mean 5"),
    ("importance-weights", "--dimension 2 --q-mean 0.5 --function sigmoid --clip 3"),
    ("importance-weights", "--p-std 40 --q-std 0.4 --clip 0.02 --function indicator"),
    ("importance-weights", "--p-std 0.03 --q-mean 2 --q-std 3 --clip 2 --function distance"),
    ("importance-weights", "--dimension 4 --p-std 1.5 --q-mean 1 --clip 1e9 --function x^2"),
    ("gates", "--q-mean 0.6 --bend 0.3 --constant -0.2 --tokens 9 --token-variance 0.1"),
    ("gates", "--p-mean 3 --q-mean -20 --q-std 4 --dual 1.5 --mask-low 0 --token-variance 1"),
    ("gates", "--q-mean 1e-6 --token-variance 0 --tokens 1000 --cap 0.5 --slope -1"),
    (
        "softmax-policy",
        "--logits 1,1,0,-40,2,0,0,0,0,0 --rewards 4,5,6,1,3,2,0,7,-1,4 --batch 60",
    ),
    ("softmax-policy", "--logits 0.1,0 --rewards 1e9,-3 --batch 2 --epsilon 0.001"),
    ("softmax-policy", "--logits 1,0,2 --rewards 4,4,6 --batch 300 --temperature 0.05"),
    ("softmax-policy", "--logits 800,0,2 --rewards 4,5,6 --epsilon 1e4"),
    ("skills", "--discriminator linear"),
    ("skills", "--discriminator pooled --skills 2 --means=-700,900 --stds 0.01,30"),
    ("skills", "--means=0,0,0,3,5 --stds 1,1,2,0.1,0.1 --skills 5 --discriminator pooled"),
    ("temperature", "--bounded false --centre=-2 --alpha 1e-3"),
    ("temperature", "--centre 0 --alpha 1e-6 --curvature 70"),
    ("temperature", "--centre=-1.2 --alpha 0.1"),
    ("evidence-bound", "--k 1"),
    ("evidence-bound", "--k 7"),
    ("evidence-bound", "--k 4096 --s 0.2"),
    ("evidence-bound", "--q-mean 0.8 --q-std 0.01 --k 64"),
    ("guided-search", "--guides two --second-std 0.4 --steps 3 --per-guide 9"),
    ("guided-search", "--p-mean 40 --p-std 0.01 --guides two --reward exp --k 0.2"),
    ("guided-search", "--per-guide 2000 --steps 2 --q-mean 0.3 --q-std 1.3"),
    (
        "off-policy",
        "--q-mean 0.6 --clip-rho 0.3 --clip-c 2.5 --steps 20 --lam 0.7 --factor 0.5 --shift 1",
    ),
    ("off-policy", "--q-mean 30 --q-std 0.2 --clip-rho 1e6 --clip-c 1e6"),
    ("off-policy", "--q-mean 0.5 --q-std 0.5 --steps 1 --task-T 50 --task-gamma 0.9"),
    ("trust-region", "--dimension 2 --q-mean 0.4 --steps 60 --ball new||old --delta 0.01"),
    ("trust-region", "--q-mean 0.4,-0.7 --q-std 2,1.5 --objective quartic --k 4 --steps 30"),
]
PAGES = [page.name for page in all_pages() if page.name != "rollouts"]


def export(page: str, flags: tuple[str, ...], out: Path, samples: int = SAMPLES) -> None:
    """Compute all of a page, and write its arrays to a folder."""
    given = ("--samples", str(samples), "--format", "npz", "--out", str(out))
    assert main(["export", page, *flags, *given]) == 0
