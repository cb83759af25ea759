"""Peers that need packages of their own: each in an environment beside ours, made once from its locked list."""

import hashlib
import subprocess
import venv
from pathlib import Path

from tests.benchmarks.process import ROOT

_PEERS = Path(__file__).parent / "peers"
_ENVIRONMENTS = ROOT / ".venv-peers"


def peer(name: str) -> list[str]:
    """Give the program `peers/NAME.py` in an environment with what `peers/NAME.txt` lists.

    CalledProcessError where it cannot be installed.
    """
    wanted = _PEERS / f"{name}.txt"
    environment = _ENVIRONMENTS / name
    mark = environment / "installed"
    digest = hashlib.sha256(wanted.read_bytes()).hexdigest()
    python = environment / "bin" / "python"
    if not mark.exists() or mark.read_text() != digest:
        venv.create(environment, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "-q", "install"]
        subprocess.run([*pip, "--require-hashes", "-r", str(wanted)], check=True)
        mark.write_text(digest)
    return [str(python), str(_PEERS / f"{name}.py")]
