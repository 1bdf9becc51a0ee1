"""What lies among the reports is never run, and a cluster answers those alone who have its certificates."""

from __future__ import annotations

import ipaddress
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from running import ROOT, SAMPLE, refused, run

from reportkit.children import safe_path
from reportkit.intake import cluster

pytestmark = pytest.mark.filterwarnings("ignore")  # those of the event loops of Dask
SHADOWED = ("socket", "pickle", "multiprocessing", "signal", "ssl", "asyncio", "numpy", "rapidocr")


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """Eight reports, and modules among them that leave a mark when they are run."""
    made = tmp_path / "reports"
    made.mkdir()
    for year in range(2016, 2024):
        text = SAMPLE.read_text("utf-8")[:3000].replace("2025", str(year))
        (made / f"{year}.txt").write_text(text, "utf-8")
    for name in SHADOWED:
        (made / f"{name}.py").write_text(f"open({os.fspath(tmp_path / 'run')!r}, 'a').write({name!r})")
    return made


def installed(folder: Path, script: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The command as pip installs it: a script that stands elsewhere, started from ``folder``."""
    script.write_text(f"import sys; sys.path.append({os.fspath(ROOT)!r})\n" + SCRIPT)
    command = [sys.executable, str(script), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)


SCRIPT = "if __name__ == '__main__':\n    from reportkit.cli.main import main\n    main()\n"


@pytest.mark.parametrize("how", [("--jobs", "2"), ("--cluster", "local", "--jobs", "1")])
def test_modules_among_the_reports_are_not_run(how: tuple[str, ...], trap: Path, tmp_path: Path) -> None:
    if "--cluster" in how:
        pytest.importorskip("distributed")
    (tmp_path / "bin").mkdir()
    done = installed(trap, tmp_path / "bin" / "reportkit", "extract", ".", "--db", str(tmp_path / "w.db"), *how)
    assert not (tmp_path / "run").exists(), (tmp_path / "run").read_text()
    assert done.returncode == 0, done.stderr.decode()


def test_recognition_runs_no_module_beside_the_scan(trap: Path, tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    (tmp_path / "bin").mkdir()
    scan = Path(__file__).parents[1] / "read" / "fixtures" / "scan.pdf"
    done = installed(trap, tmp_path / "bin" / "reportkit", "text", str(scan))
    assert not (tmp_path / "run").exists(), (tmp_path / "run").read_text()
    assert done.returncode == 0, done.stderr.decode()


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in ("", None):
        monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
        if before is not None:
            monkeypatch.setenv("PYTHONSAFEPATH", before)
        with safe_path():
            assert os.environ["PYTHONSAFEPATH"] == "1"
        assert os.environ.get("PYTHONSAFEPATH") == before


def test_workers_of_our_own_answer_nobody_else() -> None:
    pytest.importorskip("distributed")
    from distributed.comm import connect

    with cluster.connected(cluster.LOCAL, 1) as client:
        address = client.scheduler_info()["address"]
        workers = list(client.scheduler_info()["workers"])
        assert address.startswith("tls://127.0.0.1:")
        assert all(worker.startswith("tls://127.0.0.1:") for worker in workers)
        for stranger in (address, address.replace("tls:", "tcp:")):
            with pytest.raises((OSError, TimeoutError, TypeError, RuntimeError)):
                client.sync(connect, stranger, timeout=2)
        known = client.sync(connect, address, timeout=10, **client.security.get_connection_args("client"))
        known.abort()
        assert client.submit(abs, -1).result() == 1


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An authority, and a certificate and key that it has signed; a second authority that nobody knows."""
    pytest.importorskip("cryptography")
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    folder, now = tmp_path_factory.mktemp("tls"), datetime.now(UTC)

    def name(words: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])

    def signed(subject: str, key: Any, issuer: str, by: Any, authority: bool) -> x509.Certificate:
        made = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer))
        made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
        made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        made = made.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        made = made.add_extension(x509.SubjectAlternativeName([address]), critical=False)
        return made.sign(by, hashes.SHA256())

    root, other, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    told = {
        "ca": signed("ca", root, "ca", root, True).public_bytes(pem),
        "other": signed("other", other, "other", other, True).public_bytes(pem),
        "cert": signed("own", own, "ca", root, False).public_bytes(pem),
        "key": own.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain),
    }
    for what, content in told.items():
        (folder / what).write_bytes(content)
    return {what: os.fspath(folder / what) for what in told}


@contextmanager
def encrypted(files: dict[str, str]) -> Iterator[str]:
    """The address of a scheduler with TLS that has one worker."""
    tls = ["--tls-ca-file", files["ca"], "--tls-cert", files["cert"], "--tls-key", files["key"]]
    place = ["--host", "tls://127.0.0.1", "--port", "0", "--no-dashboard"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": ROOT}
    scheduler = subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_scheduler", *place, *tls], **quiet)
    running = [scheduler]
    try:
        assert scheduler.stderr
        address = next(w for line in scheduler.stderr for w in line.decode().split() if w.startswith("tls://"))
        command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
        quiet["stderr"] = subprocess.DEVNULL
        running.append(subprocess.Popen([*command, "--no-nanny", *tls], **quiet))
        yield address
    finally:
        for process in running:
            process.kill()
            process.wait()
        scheduler.stderr.close()  # type: ignore[union-attr]


def test_a_cluster_with_certificates(certificates: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    own = ("--tls-ca", certificates["ca"], "--tls-cert", certificates["cert"], "--tls-key", certificates["key"])
    db = ("--db", str(tmp_path / "w.db"))
    with encrypted(certificates) as address:
        done = run("extract", str(SAMPLE), "--cluster", address, *own, *db)
        assert done.returncode == 0, done.stderr.decode()
        stranger = ("--tls-ca", certificates["other"], *own[2:])
        refused(run("extract", str(SAMPLE), "--cluster", address, *stranger, *db), 2, "no scheduler answers")
    refused(run("extract", str(SAMPLE), "--cluster", "tls://127.0.0.1:9", *db), 2, "needs certificates: --tls-ca")
    refused(run("extract", str(SAMPLE), "--cluster", "tcp://127.0.0.1:9", *own, *db), 2, "is not encrypted")
    bad = ("--tls-ca", str(SAMPLE), *own[2:])
    refused(run("extract", str(SAMPLE), "--cluster", "tls://127.0.0.1:9", *bad, *db), 2, "certificates cannot be used")
