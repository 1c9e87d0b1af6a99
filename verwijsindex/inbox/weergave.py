# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""From template to answer: escaped, without script, with the headers of a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from verwijsindex.domain.tijd import dag
from verwijsindex.domain.uitleg import REDENEN, datum, opsomming
from verwijsindex.inbox.bezoeker import Bezoek
from verwijsindex.inbox.woorden import dagnaam, tijdstip

KIND = "kind "
HIER = Path(__file__).parent
# Own header, so that it also holds where the app's middleware does not reach.
KOPPEN = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
        " frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
}
BESTANDEN = {
    "inbox.css": ("text/css; charset=utf-8", (HIER / "static" / "inbox.css").read_bytes()),
    "icoon.svg": ("image/svg+xml", (HIER / "static" / "icoon.svg").read_bytes()),
}


def _omgeving() -> Environment:
    omgeving = Environment(
        loader=FileSystemLoader(HIER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    omgeving.filters |= {
        "datum": datum,
        "dagnaam": dagnaam,
        "tijdstip": tijdstip,
        "dag": dag,
        "bellen": _bellen,
        "kinderen": _kinderen,
        "in_woorden": lambda code: REDENEN.get(code, code),
    }
    return omgeving


def _kinderen(namen: Sequence[str]) -> str:
    """`kind 1`; `kind 1, 2 en 3`."""
    return f"{KIND}{opsomming([naam.removeprefix(KIND) for naam in namen])}"


def _bellen(nummer: str) -> str:
    """A telephone number as a link has it: digits and plus only."""
    return "".join(teken for teken in nummer if teken.isascii() and (teken.isdigit() or teken == "+"))


OMGEVING = _omgeving()


def toon(
    sjabloon: str, bezoek: Bezoek | None, status: int = 200, koppen: Mapping[str, str] | None = None, **inhoud: object
) -> HTMLResponse:
    """A page; `bezoek` fills the bar with name and log-out button."""
    tekst = OMGEVING.get_template(sjabloon).render(bezoek=bezoek, **inhoud)
    return HTMLResponse(tekst, status, KOPPEN | dict(koppen or {}))
