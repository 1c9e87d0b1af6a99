# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The letter of G03 on paper: a page that stands by itself, and a PDF that a screen reader can read (PDF/UA-1)."""

import json
from dataclasses import asdict
from pathlib import Path

import typst
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from verwijsindex.domain.rechtenbrief import Rechtenbrief
from verwijsindex.domain.uitleg import datum

MAP = Path(__file__).parents[1] / "gegevens" / "brieven"
OMGEVING = Environment(
    loader=FileSystemLoader(MAP), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
OMGEVING.filters["dag"] = datum


class Drukker:
    """Makes both from the same parts. Reads nothing but its two templates; the fonts are the library's own."""

    def __init__(self) -> None:
        self._pagina = OMGEVING.get_template("rechten.html.jinja")
        self._bron = (MAP / "rechten.typ").read_bytes()

    def html(self, brief: Rechtenbrief) -> str:
        """A whole page, UTF-8, well-formed as XML too; every text escaped."""
        return self._pagina.render(brief=brief)

    def pdf(self, brief: Rechtenbrief) -> bytes:
        """Tagged, with language and title (PDF/UA-1); every text goes in as data. Some 10 ms."""
        inhoud = json.dumps(asdict(brief) | {"op": datum(brief.op)})
        return typst.compile(self._bron, sys_inputs={"brief": inhoud}, pdf_standards=["ua-1"], ignore_system_fonts=True)
