"""Pages that are images: text recognition (OCR), in parallel, its results kept for the next time."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from reportkit import kept
from reportkit.children import safe_path
from reportkit.errors import UnreadableInput
from reportkit.read.printed import Line

MODES = ("auto", "never", "always")
_DOTS = 200
"""Dots per inch that pages are rendered with."""
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
            number: [Line(text, left, right, score=score) for text, left, right, score in lines]
            for number, lines in known.items()
        }

    def _recognised(self, data: bytes, password: str, pages: Sequence[int], shown: str) -> Any:
        jobs = min(self.jobs or os.cpu_count() or 1, len(pages))
        if not pages:
            return
        if self.jobs == 1:
            _start(data, password)
            try:
                yield from zip(pages, map(_page, pages), strict=True)
            finally:
                _document.close()
            return
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool
        from multiprocessing import get_context

        try:
            with safe_path(), ProcessPoolExecutor(jobs, get_context("spawn"), _start, (data, password)) as pool:
                yield from zip(pages, pool.map(_page, pages), strict=True)
        except BrokenProcessPool:
            raise UnreadableInput(f"{shown}: text recognition broke down (too little memory?)") from None


def _folder(data: bytes) -> str:
    """The folder of the cache for what was recognised in a file by this version of the library."""
    from importlib.metadata import version

    return f"ocr/{hashlib.sha256(data).hexdigest()}-{version('rapidocr')}-{_DOTS}"


def _start(data: bytes, password: str) -> None:
    """Every process has its own engine, of one thread, for all the documents it reads."""
    global _engine, _document
    import pypdfium2

    _engine = _engine or _started()
    _document = pypdfium2.PdfDocument(data, password=password or None)


def _started() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "error"})


def _page(number: int) -> list[tuple[str, float, float, float]]:
    """Text, left, right and score of the lines of a page, from above."""
    found = _engine(_document[number].render(scale=_DOTS / 72).to_numpy())
    if found.boxes is None:
        return []
    pieces = [
        (min(p[1] for p in box), max(p[1] for p in box), min(p[0] for p in box), max(p[0] for p in box), text, score)
        for box, text, score in zip(found.boxes.tolist(), found.txts, found.scores, strict=True)
    ]  # fmt: skip
    return [_joined(line) for line in _in_lines(sorted(pieces))]


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


def _joined(line: list[Any]) -> tuple[str, float, float, float]:
    points = 72 / _DOTS
    text = " ".join(piece[4] for piece in line)
    return text, line[0][2] * points, line[-1][3] * points, round(float(min(piece[5] for piece in line)), 4)
