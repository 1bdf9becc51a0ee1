"""The commands as a user runs them: output, exit codes, one-line errors."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from running import ROOT, SAMPLE, environment, refused
from running import called as run

from reportkit.model import tables


def test_json_holds_the_report_and_its_tables() -> None:
    done = run("extract", str(SAMPLE), "-f", "json", "--no-save")
    found = json.loads(done.stdout, parse_float=Decimal)
    assert list(found) == ["report", *tables.TABLES]
    assert found["report"]["region"] == "澄源市"
    source = SAMPLE.read_text("utf-8")
    for table in tables.TABLES:
        assert list(found[table][0]) == [c.name for c in tables.columns(table)]
    for row in found["indicators"]:
        assert "".join(source[row["start"] : row["end"]].split()) == row["raw"]
    values = {(r["indicator"], str(r["value"])) for r in found["indicators"]}
    assert ("地区生产总值", "5.6") in values
    assert ("地区生产总值", "335940000000") in values


def test_every_number_of_the_ledger_went_somewhere() -> None:
    found = json.loads(run("extract", str(SAMPLE), "-f", "json").stdout)
    for number in found["numbers"]:
        if number["role"] == "value":
            row = found["indicators"][number["row"]]
            assert (row["start"], row["end"]) == (number["start"], number["end"])
        else:
            assert number["reason"]


def test_csv_to_files_and_to_standard_output(tmp_path: Path) -> None:
    done = run("extract", str(SAMPLE), "-f", "csv", "-o", str(tmp_path / "out.csv"))
    assert done.returncode == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(f"out.{t}.csv" for t in tables.TABLES)
    written = (tmp_path / "out.indicators.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    done = run("extract", str(SAMPLE), "-f", "csv", "--columns", "name,value,unit", "--limit", "2")
    rows = list(csv.reader(io.StringIO(done.stdout.decode())))
    assert rows == [["name", "value", "unit"], ["地区生产总值", "5.6", "%"], ["地区生产总值", "335940000000", "元"]]


def test_the_plain_table_says_what_it_holds_first() -> None:
    done = run("extract", str(SAMPLE), "--limit", "3")
    assert done.stdout.decode().startswith("澄源市 · 2025 · city · 2025-01-14\n351 indicators, ")
    assert b"\x1b[" not in done.stdout


@pytest.mark.parametrize("form", ["jsonl", "md"])
def test_other_formats(form: str) -> None:
    done = run("extract", str(SAMPLE), "-f", form, "--limit", "2", "--table", "numbers")
    text = done.stdout.decode()
    assert done.returncode == 0
    assert text.count("\n") == {"jsonl": 2, "md": 6}[form]


def test_standard_input_in_another_encoding() -> None:
    done = run(
        "extract", "-", "-f", "json", "--region", "聊城市", "--year", "2023", stdin=SAMPLE.read_text().encode("gb18030")
    )
    told = json.loads(done.stdout)["report"]
    assert (told["encoding"], told["region"], told["adcode"], told["report_year"]) == (
        "gb18030",
        "聊城市",
        "371500",
        2023,
    )


def test_a_folder_with_one_bad_file_gives_the_rest(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(SAMPLE.read_bytes())
    (tmp_path / "bad.txt").write_bytes(b"%PDF-1.7 nothing")
    done = run("extract", str(tmp_path), "-f", "json", "--no-save")
    refused(done, 3, "bad.txt")
    assert json.loads(done.stdout)["report"]["region"] == "澄源市"


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (None, 3, "no such file"),
        (b"", 3, "empty"),
        (b" \n\t", 3, "blanks"),
        (b"%PDF-1.7\n%\xe2\xe3", 3, "PDF"),
        (bytes(range(256)) * 8, 3, "binary"),
        ("床前明月光，疑是地上霜。举头望明月，低头思故乡。春眠不觉晓，处处闻啼鸟。".encode(), 3, "does not look like"),
    ],
    ids=["missing", "empty", "blank", "pdf", "binary", "no report"],
)
def test_bad_input(tmp_path: Path, content: bytes | None, code: int, words: str) -> None:
    path = tmp_path / "report.txt"
    if content is not None:
        path.write_bytes(content)
    refused(run("extract", str(path)), code, words)


def test_folder_where_a_file_is_wanted(tmp_path: Path) -> None:
    refused(run("text", str(tmp_path)), 2, "folder")


def test_rule_file_with_an_error(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("family = ", "utf-8")
    refused(run("--patterns", str(tmp_path), "extract", str(SAMPLE)), 4, "own.toml")


def test_unknown_column() -> None:
    refused(run("extract", str(SAMPLE), "--columns", "colour"), 2, "colour")


def test_overlay_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "indicators.tsv").write_text("indicator\ttopic\taliases\n猫咖数量\tculture\t猫咖\n", "utf-8")
    told = environment(REPORTKIT_PATTERNS=str(tmp_path), LANG="C")
    done = run("explain", "全市猫咖达到12家。", "-f", "json", env=told)
    assert json.loads(done.stdout)["number"][0]["indicator"] == "猫咖数量"


def test_explain_shows_the_runner_up() -> None:
    found = json.loads(run("explain", "建成4A级景区3个。", "-f", "json").stdout)
    first = found["number"][0]
    assert (first["rules"]["role"], first["runner-up"]) == ("numbers.role.before_letter", "numbers.role.bare")


def test_explain_shows_subject_and_rules() -> None:
    told = run("explain", "地区生产总值增长6.2%、突破2400亿元").stdout.decode()
    assert told.count("地区生产总值") >= 4
    assert "numbers.bound.more" in told


def test_text_prints_the_source_and_the_running_text() -> None:
    noisy = SAMPLE.with_name("澄源市-2024.txt")
    assert run("text", str(noisy)).stdout == noisy.read_bytes()
    assert "- 3 -" not in run("text", str(noisy), "--clean").stdout.decode()


def test_patterns() -> None:
    assert b"numbers.role.quoted" in run("patterns", "list", "--family", "numbers.role").stdout
    assert "miss" in run("patterns", "show", "numbers.role.quoted").stdout.decode()
    assert run("patterns", "test", "numbers.role.quoted").returncode == 0
    refused(run("patterns", "show", "nothing"), 2, "nothing")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom reportkit.cli import main as cli\n"
        "try:\n    cli.main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('pandas', 'jieba', 'rich', 'regex', 'pdfplumber', 'reportkit.extraction.pipeline') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    assert done.stdout.decode().rstrip().endswith("[]")


def test_from_a_checkout() -> None:
    done = subprocess.run([sys.executable, "cli.py", "--version"], capture_output=True, cwd=ROOT, check=True)
    assert b"reportkit" in done.stdout


def test_python_interface() -> None:
    import reportkit

    report = reportkit.extract(SAMPLE)
    assert report.info.report_year == 2025
    assert list(report.indicators.columns) == [c.name for c in tables.columns("indicators")]
    growth = report.indicators.query("indicator == '地区生产总值' and measure == 'growth' and status == 'target'")
    assert set(growth["value"]) == {5.5}
    assert len(report.numbers) == len(report.rows("numbers"))


@pytest.mark.parametrize("arguments", [(), ("patterns",)])
def test_a_call_without_a_command_shows_the_help(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode in (0, 2)
    assert (done.stdout + done.stderr).decode().startswith("Usage: reportkit")
