"""Pages that are images: text recognition (OCR), in parallel, its results kept for the next time."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from reportkit import kept, limits
from reportkit.children import confine, is_confined, safe_path
from reportkit.errors import UnreadableInput
from reportkit.read.printed import Line

MODES = ("auto", "never", "always")
_ENGINE = ("rapidocr", "onnxruntime")
"""Packages whose errors mean that the engine failed."""
_DOTS = 200
"""Dots per inch that pages are rendered with."""
_INCH, _MILLION = 72, 1_000_000
"""Points of an inch."""
_NARROW = 8
"""Dots that a page is wide at least: the least height of a letter that is recognised."""
_HALF = 0.5
"""Lines whose middles are nearer than this share of their height stand on one line."""
_engine: Any = None
_document: Any = None


@dataclass(frozen=True, slots=True)
class Scans:
    """How to read pages that are images."""

    mode: str = "auto"
    """auto: pages without text, or documents whose text is useless; always: every page; never."""
    jobs: int = 0
    """Processes; 0 for one a core, 1 for this one: a worker of a batch may have no processes of its own."""
    progress: Callable[[int, int, str], None] | None = None
    """Is told how many pages of how many are done, and of which file."""

    @property
    def ready(self) -> bool:
        """Whether pages can be recognised: the library is there, and the user does not forbid it."""
        return self.mode != "never" and find_spec("rapidocr") is not None

    def wanted(self, poor: Sequence[int], pages: int) -> list[int]:
        """The pages (from 0) to recognise."""
        return {"never": [], "always": list(range(pages))}.get(self.mode, list(poor))

    def read(self, data: bytes, password: str, pages: Sequence[int], shown: str) -> dict[int, list[Line]]:
        """The lines of pages, by number from 0. Raises UnreadableInput, also if the library is missing."""
        if find_spec("rapidocr") is None:
            raise UnreadableInput(
                f"{shown}: is a scan; text recognition (OCR) needs more packages: pip install 'reportkit[ocr]'"
            )
        folder = _folder(data)
        known = {n: json.loads(page) for n in pages if (page := kept.load(f"{folder}/{n}"))}
        missing = [n for n in pages if n not in known]
        for done, (number, lines) in enumerate(self._recognised(data, password, missing, shown), len(known) + 1):
            known[number] = lines
            kept.store(f"{folder}/{number}", json.dumps(lines, ensure_ascii=False).encode())
            if self.progress:
                self.progress(done, len(pages), shown)
        return {
            number: [Line(text=text, left=left, right=right, score=score) for text, left, right, score in lines]
            for number, lines in known.items()
        }

    def _recognised(self, data: bytes, password: str, pages: Sequence[int], shown: str) -> Iterator[tuple[int, Any]]:
        """The pages as they are done. Raises UnreadableInput."""
        jobs = min(self.jobs or os.cpu_count() or 1, len(pages))
        if not pages:
            return
        from concurrent.futures.process import BrokenProcessPool

        try:
            made = _here(pages, data, password) if self.jobs == 1 else _there(pages, jobs, data, password)
            yield from zip(pages, made, strict=True)
        except Exception as error:
            if isinstance(error, BrokenProcessPool | MemoryError) or type(error).__module__.startswith(_ENGINE):
                raise UnreadableInput(f"{shown}: text recognition broke down (too little memory?)") from None
            raise


def _here(pages: Sequence[int], data: bytes, password: str) -> Iterator[Any]:
    """The pages recognised in this process."""
    if is_confined():
        _widen()
    _start(data, password)
    try:
        yield from map(_page, pages)
    finally:
        _document.close()


def _there(pages: Sequence[int], jobs: int, data: bytes, password: str) -> Iterator[Any]:
    """The same in processes of our own."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    given = data, password, limits.current()
    with safe_path(), ProcessPoolExecutor(jobs, get_context("spawn"), _start_apart, given) as pool:
        yield from pool.map(_page, pages)


def _folder(data: bytes) -> str:
    """The folder of the cache for what was recognised in a file by this version of the library."""
    from importlib.metadata import version

    return f"ocr/{hashlib.sha256(data).hexdigest()}-{version('rapidocr')}-{_DOTS}"


def _start_apart(data: bytes, password: str, held: limits.Limits) -> None:
    limits.hold(held)
    _widen()
    _start(data, password)


def _widen() -> None:
    """Engine and models take more memory than the reading of a text layer."""
    confine(limits.current().recognition * limits.MB)


def _start(data: bytes, password: str) -> None:
    """Every process has its own engine, of one thread, for all the documents it reads."""
    global _engine, _document
    import pypdfium2

    _engine = _engine or _made()
    _document = pypdfium2.PdfDocument(data, password=password or None)


def _made() -> Any:
    from rapidocr import RapidOCR

    # without an arena that keeps what it has had: half the memory for a tenth more time
    settings = {"intra_op_num_threads": 1, "enable_cpu_mem_arena": False}
    engine = {f"EngineConfig.onnxruntime.{name}": value for name, value in settings.items()}
    return RapidOCR(params={**engine, "Global.log_level": "error"})


def _page(number: int) -> list[tuple[str, float, float, float]]:
    """Text, left, right and score of the lines of a page, from above."""
    page = _document[number]
    scale = _scale(*page.get_size())
    if not scale:
        return []
    found = _engine(page.render(scale=scale).to_numpy())
    if found.boxes is None:
        return []
    pieces = [
        (min(p[1] for p in box), max(p[1] for p in box), min(p[0] for p in box), max(p[0] for p in box), text, score)
        for box, text, score in zip(found.boxes.tolist(), found.txts, found.scores, strict=True)
    ]  # fmt: skip
    return [_joined(line, scale) for line in _in_lines(sorted(pieces))]


def _scale(width: float, height: float) -> float:
    """Dots a point that a page is rendered with, fewer for a large one; 0 for one too narrow to hold a letter.

    The size in points says little of scans: many a program takes their dots for points.
    """
    most = limits.current().pixels * _MILLION
    scale = min(_DOTS / _INCH, math.sqrt(most / (width * height)))
    return scale if min(width, height) * scale >= _NARROW else 0.0


def _in_lines(pieces: list[Any]) -> list[list[Any]]:
    """Pieces that stand side by side put together, each line from left to right."""
    lines: list[list[Any]] = [pieces[:1]] if pieces else []
    for before, piece in pairwise(pieces):
        apart = (piece[0] + piece[1]) / 2 - (before[0] + before[1]) / 2
        if apart < _HALF * (piece[1] - piece[0]):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p[2]) for line in lines]


def _joined(line: list[Any], scale: float) -> tuple[str, float, float, float]:
    points = 1 / scale
    text = " ".join(piece[4] for piece in line)
    return text, line[0][2] * points, line[-1][3] * points, round(float(min(piece[5] for piece in line)), 4)
