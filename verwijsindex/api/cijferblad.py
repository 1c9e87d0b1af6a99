# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The monthly figures as a spreadsheet: one row per figure, the same figures as the JSON (I08)."""

import csv
import io
from collections.abc import Iterator

from verwijsindex.domain.cijfers import DOORLOOP, Cijfer, Indeling, Maandcijfers, Meetsoort, mediaan
from verwijsindex.use_cases.cijfers import Cijferbeeld

CSV = "text/csv; charset=utf-8; header=present"
KOLOMMEN = ("maand", "meetsoort", "indeling", "groep", "aantal", "verwacht")
# As Statistics Netherlands writes a secret figure: neither a zero nor an empty cell, which a sheet adds up as one.
GEHEIM = "."
OVERIG = "overig"
# A sheet takes a cell that begins like this for a formula; the wide forms are the same to some.
FORMULE = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def wil_csv(accept: str) -> bool:
    """Does an Accept header (RFC 9110, 12.5.1) prefer CSV to JSON? JSON is what comes when neither is asked."""
    wens = {"text/csv": 0.0, "application/json": 0.0}
    for deel in accept.lower().split(","):
        soort, *parameters = (stuk.strip() for stuk in deel.split(";"))
        gewicht = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        if soort in wens:
            wens[soort] = max(wens[soort], _getal(gewicht))
    return wens["text/csv"] > wens["application/json"]


def _getal(tekst: str) -> float:
    try:
        return min(max(float(tekst), 0.0), 1.0)
    except ValueError:
        return 0.0


def als_csv(beeld: Cijferbeeld) -> str:
    """RFC 4180, with what a Dutch spreadsheet program needs to open it by itself: `;` and a byte order mark."""
    blad = io.StringIO(newline="")
    schrijver = csv.writer(blad, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(KOLOMMEN)
    for maand in beeld.maanden:
        schrijver.writerows(_rijen(maand, beeld))
    return f"\ufeff{blad.getvalue()}"


def _rijen(maand: Maandcijfers, beeld: Cijferbeeld) -> Iterator[tuple[str, ...]]:
    for soort in Meetsoort:
        eigen = [cijfer for cijfer in maand.cijfers if cijfer.meetsoort is soort]
        for cijfer in eigen:
            aantal = GEHEIM if cijfer.aantal is None else str(cijfer.aantal)
            verwacht = "" if cijfer.verwacht is None else str(cijfer.verwacht)
            yield maand.maand, soort.value, cijfer.indeling.value, veilig(_naam(cijfer, beeld)), aantal, verwacht
        if soort in DOORLOOP:
            (totaal,) = (cijfer.aantal for cijfer in eigen if cijfer.indeling is Indeling.TOTAAL)
            midden = mediaan([c.aantal for c in eigen if c.indeling is Indeling.WERKDAGEN], totaal)
            for naam, dag in zip(("van", "tot"), midden or (GEHEIM, GEHEIM), strict=True):
                yield maand.maand, soort.value, "mediaan", naam, "" if dag is None else str(dag), ""


def _naam(cijfer: Cijfer, beeld: Cijferbeeld) -> str:
    if cijfer.is_organisatie:
        return beeld.namen[cijfer.groep]
    return cijfer.groep or ("" if cijfer.indeling is Indeling.TOTAAL else OVERIG)


def veilig(tekst: str) -> str:
    """A text that no spreadsheet program runs as a formula."""
    return f"'{tekst}" if tekst.startswith(FORMULE) else tekst
