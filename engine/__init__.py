"""What two Gaussians p and q do in reinforcement learning and Monte Carlo work.

A package imports only what stands below it here:

    cli; sweep; export; session; pages; page; trajectories; gradients; policies;
    weights, squash; divergence; gaussian; functions; sampling, data; numerics; core

`kl_estimators`, `importance`, `pareto_smoothing`, `objectives` and `gradient_variance` are short
names for scripts.
"""

__version__ = "0.1.0"
