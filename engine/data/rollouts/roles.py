"""Which field of a file is what: shape first, name second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.data.name_words import name_words
from engine.data.rollouts import role_words as words
from engine.data.rollouts.fields import Field, near
from engine.data.rollouts.masks import chosen_masks
from engine.data.rollouts.policies import Policies


@dataclass(frozen=True, slots=True)
class Roles:
    """The fields' names; empty where a file has none of a kind."""

    new: str
    old: str
    masks: tuple[str, ...]  # a token counts where all of them say so
    long: bool  # a record is a token, not a sequence
    every: bool = False  # all tokens count, as asked
    labels: str = ""  # token ids, -100 where a token does not count; used where no mask is
    length: str = ""  # of the answers in a padded table; used where no mask is
    position: str = ""
    position_ids: str = ""  # begin anew where rows hold several sequences
    segments: str = ""  # the number of each token's sequence in its row
    sequence: str = ""  # in a table of tokens: which one it belongs to
    rank: str = ""  # of the process that wrote it, of which each counts its own sequences
    step: str = ""
    trainer_version: str = ""
    version: str = ""
    advantage: str = ""
    group: str = ""
    token_id: str = ""
    token_text: str = ""
    offset: str = ""  # how many tokens stand before the first log-probability

    @property
    def mask_name(self) -> str:
        """What says which tokens count; empty where all do."""
        return " x ".join(self.masks) or self.labels or self.length

    @property
    def names(self) -> tuple[str, ...]:
        """All fields that are read, each once, new first."""
        single = (
            self.labels, self.length, self.position, self.position_ids, self.segments,
            self.sequence, self.rank, self.step, self.trainer_version, self.version,
            self.advantage, self.group, self.token_id, self.token_text, self.offset,
        )  # fmt: skip
        return tuple(dict.fromkeys(filter(None, (self.new, self.old, *self.masks, *single))))


def roles_of(
    path: str, fields: Sequence[Field], policies: Policies, mask: str | None, more: bool = True
) -> Roles:
    """Of a file whose policies are known; ``mask`` None: by its name, "": none.

    Without ``more`` only what log-ratios need is taken. Raises DataError.
    """
    by_name = {field.name: field for field in fields}
    main = by_name[policies.new]
    free = [field for field in fields if field.name not in (policies.new, policies.old)]
    masks = chosen_masks(path, [field for field in free if may_fit(field, main)], main, mask)
    free = [field for field in free if field.name not in masks]
    choose = _Chooser(free, main)
    unsaid = not masks and mask != ""
    found = Roles(policies.new, policies.old, masks, main.axes == 1, mask == "")
    found = replace(
        _of_tokens(found, choose) if found.long else found,
        labels=choose.labels() if unsaid else "",
        length=choose.length() if unsaid and main.axes == 2 else "",
        position_ids=choose.token(words.POSITION_IDS, ("whole", "float")),
        segments=choose.token(words.SEGMENTS, ("whole", "segments")) or choose.numbered(),
        step=choose.either(words.STEP, ("whole", "float")),
        group=choose.either(words.GROUP, ("whole", "text", "float")),
        offset=choose.record(words.OFFSET, ("whole",)),
    )
    return _with_details(found, choose) if more else found


def _of_tokens(found: Roles, choose: _Chooser) -> Roles:
    """With what gathers a table of tokens into sequences."""
    sequence = choose.record(words.SEQUENCE)
    position = choose.token(words.POSITION, ("whole", "float"))
    if not sequence and not position:
        sequence = choose.record(words.ANY_SEQUENCE)
    rank = choose.record(words.RANK, ("whole",))
    return replace(found, sequence=sequence, position=position, rank=rank)


def fits(field: Field, main: Field) -> bool:
    """Whether a field has a value for each token, or one for each sequence."""
    if field.axes == 0 or field.kind == "objects":
        return field.axes == 0
    if field.axes != 2:
        return True
    return field.kind == "segments" or near(field.lengths, main.lengths, 1)


def may_fit(field: Field, main: Field) -> bool:
    """Whether it fits at least one of the first sequences, or is longer than all of them."""
    pairs = [(a, b) for a, b in zip(field.lengths, main.lengths, strict=False) if min(a, b) >= 0]
    if fits(field, main) or any(near([a], [b], 1) for a, b in pairs):
        return True
    return bool(pairs) and field.axes == 2 and all(a > b for a, b in pairs)


def _with_details(found: Roles, choose: _Chooser) -> Roles:
    return replace(
        found,
        position=found.position or choose.token(words.POSITION, ("whole", "float")),
        trainer_version=choose.either(words.TRAINER_VERSION, ("whole", "float")),
        version=choose.either(words.VERSION, ("whole", "float")),
        advantage=choose.advantage(),
        token_id=choose.token(words.TOKEN_ID, ("whole",)),
        token_text=choose.token(words.TOKEN_TEXT, ("text",)),
    )


class _Chooser:
    """Picks fields by name among those that no other role has taken."""

    def __init__(self, fields: Sequence[Field], main: Field) -> None:
        self.fields = [field for field in fields if field.kind != "objects"]
        self.main = main
        self.taken: set[str] = set()

    def token(self, names: tuple[str, ...], kinds: tuple[str, ...]) -> str:
        """A value a token."""
        return self._first(names, kinds, (self.main.axes,))

    def record(self, names: tuple[str, ...], kinds: tuple[str, ...] = ()) -> str:
        """A value a record, or one for all."""
        return self._first(names, kinds, (0, 1))

    def either(self, names: tuple[str, ...], kinds: tuple[str, ...] = ()) -> str:
        """A value a sequence, or else one a token, of which the first counts."""
        return self._first(names, kinds, (0, 1)) or self._first(names, kinds, (2,))

    def numbered(self) -> str:
        """An attention mask that tells which of the packed sequences a token belongs to."""
        able = self._able(("whole",), (self.main.axes,))
        return self._take([f for f in able if words.is_attention(f.name) and f.largest > 1])

    def advantage(self) -> str:
        """A value a token, or one a sequence."""
        able = [f for f in self._able(("float", "whole"), (2, 1)) if words.is_advantage(f.name)]
        able.sort(key=lambda field: -field.axes)
        return self._take(able)

    def labels(self) -> str:
        """Token ids with -100 in them."""
        able = self._able(("whole", "float"), (self.main.axes,))
        return self._take([f for f in able if words.listed(f.name, words.LABELS) is not None])

    def length(self) -> str:
        """How long each answer is."""
        able = [field for field in self._able(("whole",), (1,)) if words.is_length(field.name)]
        prompts = {"input", "prompt", "total", "sequence", "seq"}
        able = [f for f in able if prompts.isdisjoint(name_words(f.name)) or len(able) == 1]
        short = all(max(f.first, default=0) <= max(self.main.lengths, default=0) for f in able)
        return self._take(able) if short else ""

    def _first(self, names: tuple[str, ...], kinds: tuple[str, ...], axes: tuple[int, ...]) -> str:
        able = [(place, field) for field in self._able(kinds, axes)
                if (place := words.listed(field.name, names)) is not None]  # fmt: skip
        return self._take([field for _, field in sorted(able, key=lambda pair: pair[0])])

    def _able(self, kinds: tuple[str, ...], axes: tuple[int, ...]) -> list[Field]:
        return [
            field
            for field in self.fields
            if field.name not in self.taken
            and (not kinds or field.kind in kinds)
            and field.axes in axes
            and (field.axes != 2 or fits(field, self.main))
        ]

    def _take(self, able: list[Field]) -> str:
        if not able:
            return ""
        self.taken.add(able[0].name)
        return able[0].name
