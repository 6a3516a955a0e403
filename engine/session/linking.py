"""What numbers that move together do: the second follows the first, and the first the second.

A number is in one link at the most. Sums are made of decimal digits, so that what is kept of
short numbers is kept to the last of them: 0.1 + 0.2 is 0.3; ratios hold to 15 digits.
"""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.session.address import GAUSSIANS, Address, address
from engine.session.link import Link
from engine.session.session import Session

NEAR = 1e-12  # relative: what is kept is what it was


def check_places(link: Link) -> None:
    """Raises ParameterError where a link is not between two numbers that may move together."""
    first, second = address(link.first), address(link.second)
    for where in (first, second):
        if where.description.kind not in (int, float) or where.description.choices:
            raise ParameterError("link", str(where), "must be the address of a number")
    if (str(first), str(second)) != link.places or not may_link(first, second):
        raise ParameterError("link", link.second, f"cannot move with {link.first}")


def link_of(session: Session, place: str) -> Link | None:
    """The link that a number is in."""
    return next((link for link in session.links if place in link.places), None)


def may_link(first: Address, second: Address) -> bool:
    """Whether two numbers can move together: not a vector with an entry of its own."""
    same = (first.owner, first.field) == (second.owner, second.field)
    return not same or (first.index != second.index and 0 not in (first.index, second.index))


def linked(session: Session, first: Address, second: Address) -> Session:
    """The session in which two numbers move together from now on, and with no other.

    They keep their ratio where both are positive and have logarithmic sliders, else their
    difference. Raises ParameterError where one of them is not there or is no number.
    """
    if not may_link(first, second):
        raise ParameterError(str(second), str(first), "must be another number")
    values = [_number(each.get(session), each) for each in (first, second)]
    logarithmic = all(each.description.parameter.scale == "log" for each in (first, second))
    ratio = logarithmic and min(values) > 0
    made = _link(str(first), str(second), values[0], values[1], ratio)
    places = set(made.places)
    others = tuple(each for each in session.links if places.isdisjoint(each.places))
    return session.replace(links=(*others, made))


def unlinked(session: Session, place: str) -> Session:
    """The number moves alone."""
    return session.replace(links=tuple(each for each in session.links if place not in each.places))


def following(old: Session, session: Session) -> Session:
    """``session``, made from ``old`` by hand, with the numbers that follow those that moved.

    Where the follower comes to an end of what it takes, both stop there. Numbers that moved both
    keep what they have now. Raises ParameterError where a follower cannot go.
    """
    made, waiting = session, list(session.links)
    while moved := next(((link, at) for link in waiting if (at := _moved(link, old, made))), None):
        waiting.remove(moved[0])
        made = _pulled(*moved, old, made)
    return settled(made)


def stopped(old: Session, asked: Session, made: Session) -> Link | None:
    """The link at whose end `following` has stopped what was asked for, if there is one."""
    for link in made.links:
        for place in link.places:
            wanted = value_at(place, asked)
            if wanted not in (value_at(place, old), value_at(place, made)):
                return link
    return None


def settled(session: Session) -> Session:
    """The session whose links keep what its numbers have, as far as they are there."""
    links = tuple(_measured(link, session) for link in session.links)
    return session if links == session.links else session.replace(links=links)


def _moved(link: Link, old: Session, session: Session) -> str:
    """The address of the one number that moved; empty where none did, or both."""
    before, now = ([value_at(place, each) for place in link.places] for each in (old, session))
    if None in (*before, *now) or (before[0] == now[0]) == (before[1] == now[1]):
        return ""
    return link.second if before[0] == now[0] else link.first


def _pulled(link: Link, place: str, old: Session, session: Session) -> Session:
    moved, follower = address(place), address(link.other(place))
    value = float(moved.get(session))
    wanted = _follows(link, place, value)
    limits = follower.description.parameter
    reached = min(max(wanted, limits.minimum), limits.maximum)
    if reached != wanted:
        back = _follows(link, str(follower), reached)
        if moved.description.kind is int:
            back = math.floor(back) if back > moved.get(old) else math.ceil(back)
        session = moved_to(moved, session, back)
        reached = _follows(link, place, float(back))
        reached = min(max(reached, limits.minimum), limits.maximum)
    if follower.description.kind is int:
        reached = round(reached)
    return moved_to(follower, session, reached)


def _follows(link: Link, place: str, value: float) -> float:
    """What the other number is when the one at this address has this value."""
    forward = place == link.first
    if link.ratio:
        made = value * link.kept if forward else value / link.kept
        return float(f"{made:.15g}")
    kept = Decimal(repr(link.kept))
    return float(Decimal(repr(value)) + (kept if forward else -kept))


def _measured(link: Link, session: Session) -> Link:
    first, second = (value_at(place, session) for place in link.places)
    if first is None or second is None:
        return link
    expected = _follows(link, link.first, first), _follows(link, link.second, second)
    whole = any(address(place).description.kind is int for place in link.places)
    if any(
        math.isclose(found, value, rel_tol=NEAR) or (whole and round(found) == value)
        for found, value in zip(expected, (second, first), strict=True)
    ):
        return link
    return _link(link.first, link.second, first, second, link.ratio and min(first, second) > 0)


def _link(first: str, second: str, one: float, other: float, ratio: bool) -> Link:
    if ratio:
        return Link(first, second, other / one, True)
    return Link(first, second, float(Decimal(repr(other)) - Decimal(repr(one))))


def moved_to(where: Address, session: Session, value: float) -> Session:
    """The session with a number moved to a value: all means of a Gaussian are shifted alike until
    the first is there, all its stds scaled, as their sliders do; raises ParameterError."""
    if where.owner not in GAUSSIANS or where.index or where.field == "correlation":
        return where.set(session, value)
    checked, former = where.check(value), where.get(session)
    gaussian: Gaussian = getattr(session.scene, where.owner)
    if where.field == "mean":
        made = Gaussian(gaussian.mean + (checked - former), gaussian.covariance)
    else:
        std = gaussian.std
        scaled = np.where(std == former, checked, std * (checked / former))
        made = Gaussian.from_std(gaussian.mean, scaled, gaussian.correlation)
    return session.replace(scene=session.scene.replace(**{where.owner: made}))


def value_at(place: str, session: Session) -> float | None:
    """What stands at an address, where there is such a number in this session."""
    try:
        where = address(place)
        return _number(where.get(session), where)
    except ParameterError:
        return None


def _number(value: object, where: Address) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ParameterError(str(where), value, "must be the address of a number")
    return float(value)
