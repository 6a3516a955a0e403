"""Which words of a text that should be Chinese are English."""

import re
from functools import cache

WORD = re.compile(r"[A-Za-zÀ-ž]{3,}")
# What stands between words of one name, and what programs and files call their things.
LEFT_OUT = re.compile(
    r"JSON lines|https?://\S+|\w+_\w+(\([^)]*\))?|/\S+|\*\.\w+|\$\S*|Ctrl\+\S+|Shift\+\S+|Alt\+\S+|"
    r"arXiv \S+|[a-z-]+\.[a-z0-9_]+|\d+e[+-]?\d+"
)
# Functions, names of programs, methods and people.
FUNCTIONS = """
    abs log exp cos cosh sin tanh atanh sqrt min max clip argmax softmax softplus
    sigmoid std var sigma tau epsilon eps inf nan mean true false null sign sum
"""
NAMES = """
    Gaussian Explorer English NumPy SciPy PyTorch LaTeX PNG SVG PDF CSV NPY NPZ GIF JSON Parquet
    safetensors rollout nat ESS PSIS PPO TRPO DAPO SAC TIS MIS IcePop CISPO GSPO GRPO GAE DIAYN
    ELBO IWAE VAE STL DReG REINFORCE Adam Jensen Shannon Hellinger Jeffreys Wasserstein
    Bhattacharyya Kullback Leibler Mardia Ledoit Wolf Fisher Rao Riccati Gumbel actor critic
    logits logit trace top float verl slime miles trl prime OpenRLHF NeMo swift ffmpeg Tab Esc
    Home End Page Down Shift Return Ctrl Alt soft clip higher UTF hat Greensmith Bartlett
    Baxter Mohamed Rosca Figurnov Mnih Kingma Welling Williams Kool van Hoof Rezende Nesterov
    Spokoiny Salimans Shao Precup Sutton Singh Jie Abbeel Peters Schaal Machine Learning Neural
    Networks JMLR ICLR workshop Foundations Computational Mathematics section Yao Ring XML HTML
    Language Rényi diag
"""
ALLOWED = {word.lower() for word in (FUNCTIONS + NAMES).split()}


@cache
def english_words(text: str) -> tuple[str, ...]:
    """The words that no Chinese text has."""
    words = WORD.findall(LEFT_OUT.sub(" ", text))
    return tuple(word for word in words if word.lower() not in ALLOWED)
