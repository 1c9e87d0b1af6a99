# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A file with keys, replaced at once or not at all, and readable by its owner only: each party has one."""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def schrijf(pad: Path, inhoud: Mapping[str, object], *, eerste: bool = False) -> None:
    """Replace `pad` by `inhoud` as JSON; as the `eerste` it replaces nothing. Raises FileExistsError, OSError."""
    pad.parent.mkdir(parents=True, exist_ok=True)
    # mkstemp makes the file with mode 0600, in the same folder so that the rename is atomic.
    nummer, naam = tempfile.mkstemp(dir=pad.parent, prefix=f".{pad.name}.")
    try:
        with os.fdopen(nummer, "w", encoding="utf-8") as uit:
            json.dump(inhoud, uit, indent=1)
            uit.flush()
            os.fsync(uit.fileno())
        if eerste:
            pad.hardlink_to(naam)
        else:
            _geef_aan_eigenaar(naam, pad)
            Path(naam).replace(pad)
        _leg_map_vast(pad.parent)
    finally:
        Path(naam).unlink(missing_ok=True)


def _geef_aan_eigenaar(naam: str, pad: Path) -> None:
    """What root replaces stays of the user as whom the service runs, who could not read it otherwise."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and pad.exists():
        stand = pad.stat()
        os.chown(naam, stand.st_uid, stand.st_gid)


def _leg_map_vast(map_: Path) -> None:
    """The rename itself survives a power cut only once its folder is on disk; not every system opens folders."""
    try:
        nummer = os.open(map_, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(nummer)
    finally:
        os.close(nummer)
