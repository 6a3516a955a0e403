"""Timings are compared with their targets in print: a noisy machine must not fail a run."""


def verdict(target: str, met: bool) -> str:
    """For the end of a printed line."""
    return f" (target {target}: {'met' if met else 'NOT MET'})"
