"""The gradients of the KL estimators as losses, in mpmath."""

from __future__ import annotations

from mpmath import det, log, matrix, mpf


def kl_losses(scene, by_log):
    """Expected gradients by q of KL and of its estimators, d = 1."""
    q, p = scene.q, scene.p
    q_std, p_std = mpf(float(q.std[0])), mpf(float(p.std[0]))
    away = mpf(float(q.mean[0])) - mpf(float(p.mean[0]))
    true = [away / p_std**2, q_std / p_std**2 - 1 / q_std]
    back = [away / q_std**2, 1 / q_std - (p_std**2 + away**2) / q_std**3]
    # k1 = level + b z + c (z^2 - 1); E k1^2 / 2 times the score.
    b, c = away * q_std / p_std**2, (q_std**2 / p_std**2 - 1) / 2
    level = log(p_std / q_std) + (q_std**2 + away**2) / (2 * p_std**2) - mpf(1) / 2
    k2 = [(level * b + 2 * b * c) / q_std, (b * b + 2 * level * c + 4 * c * c) / q_std]
    factors = 1, q_std if by_log else 1
    zero = [mpf(0), mpf(0)]
    rows = {
        "true": true,
        "k1 loss": zero,
        "k2 loss": true,
        "k3 loss": back,
        "k1 reward": true,
        "k2 reward": k2,
        "k3 reward": [x - y for x, y in zip(true, back, strict=True)],
    }
    words = ("mu", "sigma")
    return {
        f"KL gradient {name} {word}": factor * value
        for name, pair in rows.items()
        for word, factor, value in zip(words, factors, pair, strict=True)
    }


def kl_by_means(scene, coordinate):
    """By both means of q, that of the coordinate first, d = 2: H = Sp^-1 - Sq^-1, and H Sq Sp^-1 D
    for k2 in the reward."""
    p, q = (matrix(each.covariance.tolist()) for each in (scene.p, scene.q))
    away = matrix(scene.q.mean.tolist()) - matrix(scene.p.mean.tolist())
    p_inverse, q_inverse = p**-1, q**-1
    true, back = p_inverse * away, q_inverse * away
    product = p_inverse * q
    trace = product[0, 0] + product[1, 1]
    level = (trace - 2 + (away.T * true)[0] + log(det(p) / det(q))) / 2
    k2 = level * true + (p_inverse - q_inverse) * q * true
    rows = {
        "true": true,
        "k1 loss": 0 * true,
        "k2 loss": true,
        "k3 loss": back,
        "k1 reward": true,
        "k2 reward": k2,
        "k3 reward": true - back,
    }
    return {
        f"KL gradient {name} {word}": value[(coordinate - 1 + i) % 2]
        for name, value in rows.items()
        for i, word in enumerate(("mu", "next mu"))
    }
