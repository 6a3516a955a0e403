"""The options of every page, made when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from engine.core.parameter import ParameterError, ParameterSet
from engine.page.page import all_pages, page_named


class PageOptions(Mapping[str, ParameterSet]):
    """By the page's name; where none are given they are its defaults, and the page's module of
    options is imported when they are first asked for. Nothing in it can be changed."""

    __slots__ = ("given",)

    def __init__(self, given: Mapping[str, ParameterSet]) -> None:
        """Raises ParameterError for a page that there is not."""
        self.given = dict(_given(given))
        for name in self.given:
            page_named(name)

    def __getitem__(self, name: str) -> ParameterSet:
        found = self.given.get(name)
        return _defaults(name) if found is None else found

    def __iter__(self) -> Iterator[str]:
        return (page.name for page in all_pages())

    def __len__(self) -> int:
        return len(all_pages())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, PageOptions):
            return next(differing(self, other), None) is None
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]


def differing(left: Mapping[str, ParameterSet], right: Mapping[str, ParameterSet]) -> Iterator[str]:
    """The pages whose options are not the same in both."""
    given = {**_given(left), **_given(right)}
    return (name for name in given if left[name] != right[name])


def with_page(
    options: Mapping[str, ParameterSet], page: str, changed: ParameterSet
) -> Mapping[str, ParameterSet]:
    """A copy with those of one page changed; raises ParameterError."""
    return PageOptions({**_given(options), page: changed})


def _given(options: Mapping[str, ParameterSet]) -> Mapping[str, ParameterSet]:
    return options.given if isinstance(options, PageOptions) else options


@cache
def _defaults(name: str) -> ParameterSet:
    try:
        page = page_named(name)
    except ParameterError as error:
        raise KeyError(name) from error
    return page.options()
