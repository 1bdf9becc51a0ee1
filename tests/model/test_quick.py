"""Records that are made quickly differ from other frozen records in nothing else."""

from __future__ import annotations

import dataclasses
import inspect
import pickle
from dataclasses import dataclass, field

import pytest

from reportkit.model import records
from reportkit.model.quick import quick


@dataclass(frozen=True, slots=True)
class Plain:
    one: int
    two: str = "二"
    three: tuple[int, ...] = field(default=(), kw_only=True)


@quick
@dataclass(frozen=True, slots=True)
class Quick:
    one: int
    two: str = "二"
    three: tuple[int, ...] = field(default=(), kw_only=True)


def test_it_takes_the_same_arguments() -> None:
    assert inspect.signature(Quick) == inspect.signature(Plain)
    for given, named in (((1,), {}), ((1, "三"), {"three": (3,)}), ((), {"one": 1, "two": ""})):
        assert dataclasses.asdict(Quick(*given, **named)) == dataclasses.asdict(Plain(*given, **named))
    for given, named in (((), {}), ((1, "", ()), {}), ((1,), {"four": 4})):
        for made in (Quick, Plain):
            with pytest.raises(TypeError):
                made(*given, **named)


def test_it_is_frozen_and_compared_and_copied_as_others_are() -> None:
    record = Quick(1, three=(3,))
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.one = 2  # type: ignore[misc]
    assert record == Quick(one=1, two="二", three=(3,)) and hash(record) == hash(Quick(1, three=(3,)))
    assert dataclasses.replace(record, two="三") == Quick(1, "三", three=(3,))
    assert pickle.loads(pickle.dumps(record)) == record
    assert repr(record) == "Quick(one=1, two='二', three=(3,))"


def test_the_records_of_every_report_are_made_so() -> None:
    made = [records.Sentence, records.Number, records.Indicator, records.Commitment, records.Project]
    assert all("object" not in cls.__init__.__code__.co_names for cls in made)
    assert all(any(name.startswith("set_") for name in cls.__init__.__code__.co_names) for cls in made)


def test_what_it_cannot_make_is_refused() -> None:
    @dataclass(frozen=True)
    class WithoutSlots:
        one: int

    @dataclass(frozen=True, slots=True)
    class WithFactory:
        one: list[int] = field(default_factory=list)

    @dataclass(frozen=True, slots=True)
    class WithMore:
        one: int

        def __post_init__(self) -> None:
            """More is done than to set fields."""

    for cls in (WithoutSlots, WithFactory, WithMore):
        with pytest.raises(TypeError, match=cls.__name__):
            quick(cls)
