# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Parties of the case that are called when there is something for them, with the example of `koppelingen` (N02)."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from koppelingen.voorbeeldontvanger import Voorbeeldontvanger
from verwijsindex.demo.nazien import inhoud
from verwijsindex.demo.processen import DemoFout
from verwijsindex.demo.toneel import Index

LUISTERAARS = ("klaver", "cjg")


@contextmanager
def luisteren(index: Index, map: Path, zeg: Callable[[str], None]) -> Iterator[dict[str, Voorbeeldontvanger]]:
    """Each of LUISTERAARS runs its receiver and subscribes it; by organisation. `zeg` hears each message that comes."""
    with ExitStack() as stapel:
        ontvangers = {}
        for sleutel in LUISTERAARS:
            speler = index.spelers[sleutel]

            def vertel(regel: str, naam: str = speler.partij.naam) -> None:
                zeg(f"webhook bij {naam}: {regel}")

            bestand = map / f"ontvangen-{sleutel}.sqlite3"
            bestand.unlink(missing_ok=True)
            ontvanger = Voorbeeldontvanger(speler.koppeling, bestand, vertel)
            adres = stapel.enter_context(ontvanger.luister("127.0.0.1:0"))
            ontvanger.abonneer(f"http://{adres}/berichten")
            ontvangers[speler.koppeling.organisatie_id] = ontvanger
        yield ontvangers


def eis_ontvangen(ontvangers: Mapping[str, Voorbeeldontvanger], dump: str) -> str:
    """Each got exactly what the outbox holds for it, once, in order; as a sentence. Raises DemoFout."""
    berichten = sorted(inhoud(dump, "outbox"), key=lambda rij: int(rij["id"]))
    gekregen = 0
    for organisatie, ontvanger in ontvangers.items():
        with ontvanger.gezien.schrijf() as tx:
            verwerkt = [rij[0] for rij in tx.execute("SELECT gebeurtenis FROM verwerkt ORDER BY volgnummer")]
        bedoeld = [rij["gebeurtenis"] for rij in berichten if rij["ontvanger_id"] == organisatie]
        if verwerkt != bedoeld:
            raise DemoFout("Een organisatie kreeg op haar webhook niet precies, en in volgorde, wat er voor haar was.")
        gekregen += len(verwerkt)
    return (
        f"{len(ontvangers)} organisaties kregen op hun webhook {gekregen} berichten, elk een keer en in volgorde, met"
        " een handtekening die klopt."
    )
