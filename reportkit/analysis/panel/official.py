"""Official statistics from a file of the user, to be set beside what reports state."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportkit import resources
from reportkit.analysis.panel.variables import Variable
from reportkit.domain import indicators, regions, units
from reportkit.errors import UnreadableInput, UsageError
from reportkit.paths import content
from reportkit.read.encoding import decode

if TYPE_CHECKING:
    import pandas

_UNIT = re.compile(r"^(.*?)[(（]([^()（）]+)[)）]$")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NAMED = 3
"""Regions of a file that are named where they are unknown; of more the rest is counted."""
_CODE = 6
Head = str


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a file holds for the variables of a panel."""

    values: Mapping[Variable, Mapping[tuple[str, int], Decimal]]
    """Variable → region (its code, or its name where it has none) and year → value in the unit of the panel."""
    told: tuple[str, ...]
    """How the file was understood, and what of it was not, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heads:
    """Which column is what; empty for none."""

    code: Head = ""
    region: Head = ""
    year: Head = ""
    indicator: Head = ""
    value: Head = ""
    unit: Head = ""


def read(path: Path, variables: Sequence[Variable], held: Collection[str] = ()) -> Statistics:
    """The values that a csv, xlsx or dta holds for variables, by region or code and year.

    One column of values, or one an indicator, named as in the lexicon: 地区生产总值(亿元); or a column that names the
    indicator. Values without a unit are taken in the unit of the panel. ``held`` are names of regions that may have no
    code. Raises UsageError, UnreadableInput.
    """
    data = _frame(path)
    heads = _heads(path, [str(head) for head in data.columns])
    columns = _columns(path, data, heads, variables)
    values: dict[Variable, dict[tuple[str, int], Decimal]] = {variable: {} for variable in variables}
    unknown: dict[str, None] = {}
    for row in data.to_dict("records"):
        place, year = _place(row, heads), _year(row.get(heads.year))
        if not regions.by_code(place) and place not in held:
            unknown[place] = None
            continue
        for variable, (head, unit) in columns.items():
            value = _value(row, head, unit, heads, variable)
            if value is not None and year:
                values[variable][place, year] = value
    return Statistics(values, (_told(path, heads, columns), *_unknown(path, list(unknown))))


def _frame(path: Path) -> pandas.DataFrame:
    import pandas

    form = path.suffix.lower()
    try:
        if form in (".xlsx", ".xlsm"):
            return pandas.read_excel(path, dtype=object)
        if form == ".dta":
            return pandas.read_stata(path)
        decoded = decode(content(path))
        if form not in (".csv", ".tsv", ".txt") or decoded is None:
            raise UsageError(f"{path}: official statistics are a csv, xlsx or dta")
        return pandas.read_csv(io.StringIO(decoded.text), sep=None, engine="python", dtype=object)
    except FileNotFoundError:
        raise UnreadableInput(f"{path}: no such file") from None
    except (OSError, ValueError, KeyError) as error:
        raise UnreadableInput(f"{path}: cannot be read as a table ({error})") from None


def _heads(path: Path, there: Sequence[Head]) -> _Heads:
    found: dict[str, Head] = {}
    for role, words in resources.table("panel/outcome_columns"):
        known = words.casefold().split("|")
        fitting = (head for head in there if _bare(head).casefold() in known and head not in found.values())
        found[role] = next(fitting, "")
    heads = _Heads(**found)
    if not heads.year or not (heads.code or heads.region):
        missing = "year" if not heads.year else "region or code"
        raise UsageError(f"{path}: which column is the {missing}? (it has: {', '.join(there)}; name it so)")
    return heads


def _columns(
    path: Path, data: pandas.DataFrame, heads: _Heads, variables: Sequence[Variable]
) -> dict[Variable, tuple[Head, str]]:
    """Of every variable the column of its values and the unit in its head; raises UsageError if none has one."""
    if heads.value:
        return dict.fromkeys(variables, (heads.value, _unit(heads.value)))
    taken = {heads.code, heads.region, heads.year, heads.indicator, heads.unit}
    rest = [str(head) for head in data.columns if str(head) not in taken]
    found: dict[Variable, tuple[Head, str]] = {}
    for variable in variables:
        for head in rest:
            if _means(head, variable):
                found.setdefault(variable, (head, _unit(head)))
    names = {variable.indicator for variable in variables}
    if not found and len(rest) == 1 and len(names) == 1:
        found[variables[0]] = (rest[0], _unit(rest[0]))
    if not found:
        wanted = ", ".join(sorted(names))
        raise UsageError(
            f"{path}: which column holds the values? name it value, or like the indicator ({wanted}); "
            f"it has: {', '.join(rest)}"
        )
    return found


def _means(head: Head, variable: Variable) -> bool:
    """Whether a head names a variable: 地区生产总值_growth, or the indicator with a unit that the variable takes."""
    if head == variable.name:
        return True
    term = indicators.find(_bare(head))
    if term is None or term.name != variable.indicator:
        return False
    unit = _unit(head)
    return not unit or variable.takes(units.parse(unit)[1])


def _bare(head: Head) -> str:
    """A head without the unit in brackets."""
    found = _UNIT.match(head.strip())
    return found[1].strip() if found else head.strip()


def _unit(head: Head) -> str:
    found = _UNIT.match(head.strip())
    if found:
        try:
            units.parse(found[2])
        except UsageError:
            return ""
    return found[2] if found else ""


def _place(row: Mapping[Hashable, Any], heads: _Heads) -> str:
    """The code of the region of a row, filled up to six digits; its name if no region of that name has one."""
    code = str(row.get(heads.code, "") or "").strip().removesuffix(".0").ljust(_CODE, "0")[:_CODE] if heads.code else ""
    if regions.by_code(code):
        return code
    name = str(row.get(heads.region, "") or "").strip() if heads.region else ""
    region = regions.find(name)
    return region.adcode if region else name or code


def _year(cell: Any) -> int | None:
    found = _YEAR.search(str(cell))
    return int(found[0]) if found else None


def _value(row: Mapping[Hashable, Any], head: Head, unit: str, heads: _Heads, variable: Variable) -> Decimal | None:
    if heads.indicator:
        term = indicators.find(str(row.get(heads.indicator, "")).strip())
        if term is None or term.name != variable.indicator:
            return None
    told = str(row.get(head, "")).strip().replace(",", "").removesuffix("%")
    try:
        value = Decimal(told)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    own = str(row.get(heads.unit, "") or "").strip() if heads.unit else unit
    if not own:
        return value
    try:
        scale, base = units.parse(own)
    except UsageError:
        return value
    return variable.told(value * scale, base)


def _told(path: Path, heads: _Heads, columns: Mapping[Variable, tuple[Head, str]]) -> str:
    place = f"code {heads.code}" if heads.code else f"region {heads.region}"
    read = "; ".join(
        f"{variable.name} from {head}, in {unit or ('its column ' + heads.unit if heads.unit else variable.unit)}"
        for variable, (head, unit) in columns.items()
    )
    return f"{path}: {place}, year {heads.year}; {read}"


def _unknown(path: Path, names: Sequence[str]) -> Iterable[str]:
    if names:
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield f"{path}: no region is known as {', '.join(names[:_NAMED])}{more}; these rows are left out"
