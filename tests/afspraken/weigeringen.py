# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Which refusals the source can give: code, rules, and the sentence as far as it is written down."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

import yaml

from tests.afspraken import scanners
from verwijsindex.api import deps, errors
from verwijsindex.domain.woorden import Toestemmingstand

# The pages' own refusals never leave over the API, and the pseudonym service has a contract of its own.
ELDERS = ("verwijsindex/inbox/", "verwijsindex/pseudoniemendienst/", "verwijsindex/demo/")
OPEN = "…"
KOP = """# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
#
# Elke weigering die de index kan geven: de code, de regels die haar geven, en de zin (… is wat per keer verschilt).
# Een test houdt dit bestand tegen de bron; het komt in het contract van de API.
"""


def in_de_bron() -> dict[str, tuple[set[str], str]]:
    """Rules and first sentence per code, of every call that makes a refusal with a sentence."""
    gevonden: dict[str, tuple[set[str], str]] = {}
    for naam, bron in scanners.teksten(".py", onder=("verwijsindex/",)):
        if naam.startswith(ELDERS):
            continue
        for code, regel, zin in _van(ast.parse(bron)):
            regels, eerste = gevonden.setdefault(code, (set(), zin))
            regels.add(regel)
            gevonden[code] = (regels, eerste or zin)
    return gevonden


def _van(boom: ast.Module) -> Iterator[tuple[str, str, str]]:
    for knoop in ast.walk(boom):
        match knoop:
            case ast.Call(func=ast.Name(id="geweigerd"), args=[code, regel, zin, *_]):
                tekst = _tekst(zin, _eerder(boom, knoop.lineno))
                if tekst:
                    yield from ((c, r, tekst) for c in _keuzes(code) for r in _keuzes(regel))
            case ast.Call(func=ast.Name(id="PydanticCustomError"), args=[ast.Constant(value=str(code)), zin, *_]):
                yield code, "S03", _tekst(zin, _eerder(boom, knoop.lineno)).replace("{zin}", OPEN)
            case _:
                pass


def _eerder(boom: ast.Module, regel: int) -> dict[str, ast.expr]:
    """What each name was last given before a line."""
    gegeven = [
        (knoop.lineno, doel.id, knoop.value)
        for knoop in ast.walk(boom)
        if isinstance(knoop, ast.Assign) and knoop.lineno <= regel
        for doel in knoop.targets
        if isinstance(doel, ast.Name)
    ]
    return {naam: waarde for _, naam, waarde in sorted(gegeven, key=lambda deel: deel[0])}


def _keuzes(knoop: ast.expr) -> list[str]:
    """The texts that an expression can be: a literal, one of two, one per state of consent, or per kind of caller."""
    match knoop:
        case ast.Constant(value=str(tekst)):
            return [tekst]
        case ast.IfExp(body=ja, orelse=nee):
            return [*_keuzes(ja), *_keuzes(nee)]
        case ast.JoinedStr(values=[ast.Constant(value=begin), ast.FormattedValue(value=ast.Name(id="stand"))]):
            return [f"{begin}{stand}" for stand in Toestemmingstand if stand is not Toestemmingstand.GEGEVEN]
        case ast.Attribute(value=ast.Name(id="als"), attr="regel"):
            return sorted({als.regel for als in vars(deps).values() if isinstance(als, deps.Hoedanigheid)})
        case _:
            return []


def _tekst(knoop: ast.expr, namen: dict[str, ast.expr]) -> str:
    match knoop:
        case ast.Constant(value=str(tekst)):
            return tekst
        case ast.JoinedStr(values=delen):
            return "".join(_tekst(deel, namen) if isinstance(deel, ast.Constant) else OPEN for deel in delen)
        case ast.Name(id=naam) if naam in namen:
            return _tekst(namen[naam], {})
        case _:
            return OPEN


def als_bestand() -> str:
    """What `verwijsindex/gegevens/weigeringen.yaml` must say; `python -m tests.afspraken.weigeringen` prints it."""
    gevonden = in_de_bron()
    for code, zin in errors.PER_FOUT.values():
        gevonden.setdefault(code, ({"S03"}, zin))
    inhoud = {code: {"regels": sorted(gevonden[code][0]), "zin": gevonden[code][1]} for code in sorted(gevonden)}
    return KOP + yaml.safe_dump(inhoud, allow_unicode=True, width=120, default_flow_style=False)


if __name__ == "__main__":
    sys.stdout.write(als_bestand())
