"""The modules of the engine whose names others may rely on."""

FACADES = (
    *("gaussian", "divergence", "kl_estimators", "importance", "pareto_smoothing", "squash"),
    *("objectives", "gradient_variance", "trajectories", "weights", "policies", "gradients"),
    *("functions", "data"),
)
