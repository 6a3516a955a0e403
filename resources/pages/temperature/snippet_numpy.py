"""The maximum-entropy policy of -curvature (a - centre)^2: return, entropy, temperature."""

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm, truncnorm

# Parameters
curvature = 1.0
centre = 0.5
alpha = 0.2
bounded = True
target = -1.0


def policy(temperature):
    std = np.sqrt(temperature / (2 * curvature))
    if not bounded:
        return norm(centre, std)
    return truncnorm((-1 - centre) / std, (1 - centre) / std, centre, std)


best = policy(alpha)
expected = -curvature * (best.var() + (best.mean() - centre) ** 2)
print(
    f"E r: {expected}\nentropy: {best.entropy()}\nsoft value: {expected + alpha * best.entropy()}"
)
most = np.log(2) if bounded else np.inf
print(f"largest entropy: {most}")
if target < most:
    excess = lambda log_alpha: policy(np.exp(log_alpha)).entropy() - target  # noqa: E731
    print(f"α that meets the target: {np.exp(brentq(excess, -14.0, 10.0, xtol=1e-13))}")
else:
    print("α that meets the target: inf")
