# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Readers of the repository: text in, findings out. What they find is decided by the tests beside this file."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

WORTEL = Path(__file__).resolve().parents[2]
_NIET_VAN_ONS = {".git", ".venv", "node_modules", "build", ".demo", ".hypothesis"}

# Nine digits together or written as people group them: 3-3-3 and 4-2-3, with a space, dot, hyphen or underscore.
_NEGEN_CIJFERS = re.compile(r"(?<![\w.])(\d{9}|\d{3}([ ._-])\d{3}\2\d{3}|\d{4}([ ._-])\d{2}\3\d{3})(?![\w.]*\d)")
# In two halves, so that this file does not hold what it forbids.
_REGISTERS = re.compile("|".join(map(re.escape, ("pypi" + ".org", "python" + "hosted.org", "npmjs" + ".org",
                                                 "npmjs" + ".com", "debian" + ".org", "crates" + ".io"))))  # fmt: skip
_MACHINEPAD = re.compile(r"(?:^|[\"'`\s=(\[,:])(/(?:work|home|root|Users|farm|tmp|private|mnt)/[\w.])", re.MULTILINE)
_REGEL = re.compile(r"(?<![A-Za-z0-9])([ASTVMRIBGLNZ]\d{2})(?![A-Za-z0-9])")


def bestanden() -> list[Path]:
    """Every file of the project that is tracked or new, as git sees it; without git every file that is not made."""
    try:
        klaar = subprocess.run(
            ["git", "-C", str(WORTEL), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True,
            check=True,
            text=True,
        )
        namen = [WORTEL / naam for naam in klaar.stdout.split("\0") if naam]
    except (OSError, subprocess.CalledProcessError):
        namen = [pad for pad in WORTEL.rglob("*") if not _NIET_VAN_ONS & set(pad.relative_to(WORTEL).parts)]
    return sorted({pad for pad in namen if pad.is_file() and not pad.is_symlink()})


def teksten(*uitgangen: str, onder: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """(path in the project, text) of every text file with one of these endings, below one of these folders."""
    for pad in bestanden():
        naam = pad.relative_to(WORTEL).as_posix()
        if (uitgangen and not naam.endswith(uitgangen)) or (onder and not naam.startswith(onder)):
            continue
        try:
            yield naam, pad.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def burgerservicenummers(tekst: str) -> list[str]:
    """Nine digits that pass the elfproef and could be somebody's; 99999xxxx is nobody's."""
    return [nummer for gevonden in _NEGEN_CIJFERS.finditer(tekst) if _van_iemand(nummer := gevonden.group(1))]


def _van_iemand(nummer: str) -> bool:
    cijfers = [int(teken) for teken in nummer if teken.isdigit()]
    som = sum(cijfer * gewicht for cijfer, gewicht in zip(cijfers, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return som % 11 == 0 and any(cijfers) and cijfers[:5] != [9] * 5


def registerhosts(tekst: str) -> list[str]:
    """Names of package registries' hosts: where a package comes from is the installer's choice."""
    return _REGISTERS.findall(tekst)


def machinepaden(tekst: str) -> list[str]:
    """Absolute paths that exist on one machine only."""
    return _MACHINEPAD.findall(tekst)


def mist_kop(tekst: str) -> bool:
    """Whether a source file lacks its two SPDX lines at the top."""
    kop = "\n".join(tekst.splitlines()[:6])
    return not (
        re.search(r"SPDX.FileCopyrightText: \d{4} De makers van de verwijsindex$", kop, re.MULTILINE)
        and re.search(r"SPDX.License.Identifier: EUPL-1\.2$", kop, re.MULTILINE)
    )


def regels_lang(tekst: str) -> int:
    """Number of lines."""
    return tekst.count("\n") + (not tekst.endswith("\n"))


def aanroepen(bron: str, naam: str) -> list[int]:
    """Lines that call something by this last name: `tx.commit()`, `commit()`."""
    return [
        knoop.lineno for knoop in ast.walk(ast.parse(bron)) if isinstance(knoop, ast.Call) and _laatste(knoop) == naam
    ]


def _laatste(knoop: ast.Call) -> str:
    match knoop.func:
        case ast.Attribute(attr=naam) | ast.Name(id=naam):
            return naam
        case _:
            return ""


def klokken(bron: str) -> list[int]:
    """Lines that read the wall clock, also where it is handed on without being called."""
    verboden = {"datetime": {"now", "utcnow", "today"}, "date": {"today"}, "time": {"time", "time_ns"}}
    gevonden = []
    for knoop in ast.walk(ast.parse(bron)):
        match knoop:
            case ast.Attribute(attr=naam, value=ast.Name(id=drager) | ast.Attribute(attr=drager)):
                if naam in verboden.get(drager, ()):
                    gevonden.append(knoop.lineno)
            case ast.ImportFrom(module="time", names=namen) if verboden["time"] & {n.name for n in namen}:
                gevonden.append(knoop.lineno)
            case _:
                pass
    return gevonden


def geciteerde_regels(bron: str) -> set[str]:
    """Numbers of rules that the docstrings of a module name."""
    gevonden: set[str] = set()
    for knoop in ast.walk(ast.parse(bron)):
        if isinstance(knoop, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            gevonden |= set(_REGEL.findall(ast.get_docstring(knoop) or ""))
    return gevonden


def getoetste_regels(bron: str) -> set[str]:
    """Numbers of rules in the names of a module's tests: `test_M03_...`, `test_M03_M06_...`."""
    gevonden: set[str] = set()
    for knoop in ast.walk(ast.parse(bron)):
        if isinstance(knoop, ast.FunctionDef | ast.AsyncFunctionDef) and knoop.name.startswith("test_"):
            for deel in knoop.name.split("_")[1:]:
                if not _REGEL.fullmatch(deel):
                    break
                gevonden.add(deel)
    return gevonden
