"""The single steps of a Newton system: one row of lanes becomes a formula of others."""

from __future__ import annotations

from foedus.games.lanewise import Lanes, lanewise


@lanewise
def put(target: Lanes, a: Lanes) -> Lanes:
    """Become a."""
    return a


@lanewise
def clear(target: Lanes) -> Lanes:
    """Become 0."""
    return target.of(0)


@lanewise
def put_one(target: Lanes) -> Lanes:
    """Become 1."""
    return target.of(1)


@lanewise
def add(target: Lanes, a: Lanes) -> Lanes:
    """Add a."""
    return target + a


@lanewise
def put_sum(target: Lanes, a: Lanes, b: Lanes) -> Lanes:
    """Become a + b."""
    return a + b


@lanewise
def put_difference(target: Lanes, a: Lanes, b: Lanes) -> Lanes:
    """Become a - b."""
    return a - b


@lanewise
def raise_to(target: Lanes, a: Lanes) -> Lanes:
    """Become the larger of itself and a."""
    return target.at_least(a)


@lanewise
def put_exp(target: Lanes, a: Lanes, b: Lanes) -> Lanes:
    """Become exp(a - b)."""
    return (a - b).exp()


@lanewise
def divide(target: Lanes, a: Lanes) -> Lanes:
    """Divide by a."""
    return target / a


@lanewise
def invert(target: Lanes) -> Lanes:
    """Become one over itself."""
    return target.of(1) / target


@lanewise
def multiply(target: Lanes, a: Lanes) -> Lanes:
    """Multiply by a."""
    return target * a


@lanewise
def add_product(target: Lanes, a: Lanes, b: Lanes) -> Lanes:
    """Add a × b."""
    return target + a * b


@lanewise
def subtract_product(target: Lanes, a: Lanes, b: Lanes) -> Lanes:
    """Subtract a × b."""
    return target - a * b


@lanewise
def subtract(target: Lanes, a: Lanes) -> Lanes:
    """Subtract a."""
    return target - a


@lanewise
def subtract_change(target: Lanes, p: Lanes, v: Lanes, w: Lanes) -> Lanes:
    """Subtract p × (v - w)."""
    return target - p * (v - w)


@lanewise
def subtract_rest(target: Lanes, s: Lanes, p: Lanes) -> Lanes:
    """Subtract s × (1 - p)."""
    return target - s * (target.of(1) - p)


@lanewise
def subtract_excess(
    target: Lanes, k: Lanes, m: Lanes, v: Lanes, u: Lanes, v0: Lanes, u0: Lanes
) -> Lanes:
    """Subtract k × m × ((v - u) - (v0 - u0))."""
    return target - k * m * ((v - u) - (v0 - u0))
