# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Changing keys while the index runs: make ready, change, move what lies under the old key, finish.

Each step may be broken off and given again. For the keys of data the database says which one is in use, so that all
processes change at one moment; the key file only holds the keys. A change waits for every deed that read what was in
use before (`sleutels.stand`).
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from verwijsindex.domain import sleutels as regels
from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.errors import Strijdig
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.sleutels import (
    OPGESLAGEN,
    Gebruik,
    Sleutelnaam,
    Sleutelregel,
    Stand,
)
from verwijsindex.storage import sleutels
from verwijsindex.storage.database import Tx
from verwijsindex.use_cases.handeling import Handeling, eis, handeling, vooraf
from verwijsindex.use_cases.ports import Sleutelbeheer, Tools

GROOTTE = 200
ANDER_BESTAND = geweigerd(
    "sleutelbestand-anders",
    "B03",
    "Dit sleutelbestand is gewisseld en deze database weet daar niet van. Zet het sleutelbestand terug dat bij haar"
    " hoort.",
)
ANDERE_VERSIE = geweigerd(
    "andere-sleutelversie",
    "B03",
    "De overgang begint niet bij de ene versie die hier in gebruik is. Kijk met `verwijsindex sleutels tonen`, en vraag"
    " de pseudoniemendienst om de overgang van die versie.",
)
NIET_TE_OPENEN = geweigerd(
    "sleutel-nodig",
    "B03",
    "Er is een waarde die met de nieuwe sleutel niet opengaat, dus de oude blijft. Geef `...-wisselen` opnieuw; helpt"
    " dat niet, zet de database dan terug uit een back-up.",
)


@dataclass(frozen=True, slots=True)
class Werk:
    """Rows to move or look at: how many there are now, and the work itself, which says after each batch how many."""

    aantal: int
    delen: Iterator[int]


@dataclass(frozen=True, slots=True)
class Overzicht:
    """The keys, the public one for tokens, the versions of pseudonyms that open, and how far each rotation is.

    `achter` says of each key of data how many values do not lie under the one in use.
    """

    regels: tuple[Sleutelregel, ...]
    stand: Stand
    achter: dict[Sleutelnaam, int]
    ingest_publiek: bytes
    versies: frozenset[int]


def overzicht(tools: Tools, wie: Aanroep) -> Overzicht:
    """What may be told of the keys, and how far a rotation is; asking is a look (L01)."""
    with handeling(tools, wie, "sleutel:tonen") as h:
        stand = sleutels.stand(h.tx)
        achter = {naam: _achter(tools, h.tx, naam, stand) for naam in OPGESLAGEN if naam in stand}
        kluis = tools.kluis
        return Overzicht(tuple(tools.sleutels.overzicht()), stand, achter, kluis.ingest_publiek, kluis.versies)


def zet_klaar(tools: Tools, wie: Aanroep, naam: Sleutelnaam) -> str:
    """Make the next key; nobody writes with it yet and everybody can read it. Its id. Raises Strijdig."""
    with handeling(tools, wie, f"sleutel:klaarzetten-{naam}") as h:
        beheer, stand = tools.sleutels, sleutels.stand_vergrendeld(h.tx)
        eis(
            regels.mag_klaarzetten(
                naam, klaar=beheer.id(naam, "volgend") is not None, bezig=_bezig(beheer, naam), stand=stand
            ),
            Strijdig,
        )
        _begin(h, naam, stand, beheer.id(naam) or "")
        return beheer.zet_klaar(naam, h.nu)


def zet_overgang_klaar(tools: Tools, wie: Aanroep, bestand: bytes, pin: bytes) -> tuple[int, int]:
    """Take what the pseudonym service handed out to get to its next version; tokens of both open from now on.

    The versions, old and new. `pin` is the service's public manifest key, 32 bytes. The file's SHA-256 goes in the log.
    Raises OngeldigeInvoer, Strijdig.
    """
    naam = Sleutelnaam.PSEUDONIEMEN
    with handeling(tools, wie, f"sleutel:klaarzetten-{naam}") as h:
        overgang = tools.kluis.open_overgang(bestand, pin)
        beheer, stand = tools.sleutels, sleutels.stand_vergrendeld(h.tx)
        klaar, bezig = beheer.id(naam, "volgend") is not None, _bezig(beheer, naam)
        eis(regels.mag_klaarzetten(naam, klaar=klaar, bezig=bezig, stand=stand), Strijdig)
        if tools.kluis.versies != {overgang.van}:
            raise Strijdig([ANDERE_VERSIE])
        h.grond = hashlib.sha256(bestand).hexdigest()
        _begin(h, naam, stand, str(overgang.van))
        beheer.zet_delta_klaar(overgang)
    return overgang.van, overgang.naar


def _begin(h: Handeling, naam: Sleutelnaam, stand: Stand, huidig: str) -> None:
    """From here on the database says which key is in use, not the file. Raises Strijdig."""
    if naam in OPGESLAGEN and naam not in stand:
        if h.tools.sleutels.gewisseld(naam) is not None:
            raise Strijdig([ANDER_BESTAND])
        sleutels.zet(h.tx, naam, Gebruik(huidig, None, h.nu))


def _bezig(beheer: Sleutelbeheer, naam: Sleutelnaam) -> bool:
    return beheer.id(naam, "vorig") is not None


def wissel(tools: Tools, wie: Aanroep, naam: Sleutelnaam) -> None:
    """Bring the key that was made ready into use, with the one of before beside it. Raises Strijdig.

    Broken off between database and file it is finished by giving it again; broken off after, it does nothing.
    """
    beheer = tools.sleutels
    with handeling(tools, wie, f"sleutel:wisselen-{naam}") as h:
        stand = sleutels.stand_vergrendeld(h.tx)
        if naam not in stand:
            # Made ready in the file, of which the database was not told any more.
            _begin(h, naam, stand, beheer.id(naam) or "")
            stand = sleutels.stand_vergrendeld(h.tx)
        klaar, gebruik = beheer.id(naam, "volgend"), stand.get(naam)
        al_gewisseld = _bezig(beheer, naam) if gebruik is None else gebruik.vorig is not None
        eis(regels.mag_wisselen(naam, klaar=klaar is not None or al_gewisseld, stand=stand), Strijdig)
        if klaar is not None and gebruik is not None and gebruik.huidig != klaar:
            sleutels.zet(h.tx, naam, Gebruik(klaar, gebruik.huidig, h.nu))
    with tools.database.transaction() as tx:
        sleutels.stand_vergrendeld(tx)
        if beheer.id(naam, "volgend") is not None:
            beheer.wissel(naam, tools.klok())


def verhuis(tools: Tools, wie: Aanroep, naam: Sleutelnaam) -> Werk:
    """Move every row to the keys in use, in batches of one transaction each; what moved before is skipped."""
    with handeling(tools, wie, f"sleutel:verhuizen-{naam}") as h:
        aantal = _achter(tools, h.tx, naam, sleutels.stand(h.tx))
    return Werk(aantal, _verhuis(tools, naam))


def _verhuis(tools: Tools, naam: Sleutelnaam) -> Iterator[int]:
    plaatsen = range(len(sleutels.VERSLEUTELD)) if naam is Sleutelnaam.BEWAAR else range(1)
    deel: Callable[[Tx, int, UUID, bool], list[UUID]] = (
        (lambda tx, plaats, na, wacht: _hernieuw_deel(tools, tx, plaats, na, wacht=wacht))
        if naam is Sleutelnaam.BEWAAR
        else (lambda tx, _, na, wacht: _verhuis_deel(tools, tx, na, wacht=wacht))
    )
    for plaats in plaatsen:
        yield from _tot_niets_rest(tools, plaats, deel)


def _tot_niets_rest(tools: Tools, plaats: int, deel: Callable[[Tx, int, UUID, bool], list[UUID]]) -> Iterator[int]:
    """Passes over a column until one finds nothing; the last waits for who is at work at a row."""
    wacht = False
    while True:
        na, gedaan = sleutels.BEGIN, 0
        while True:
            with tools.database.transaction() as tx:
                ids = deel(tx, plaats, na, wacht)
            if not ids:
                break
            na, gedaan = ids[-1], gedaan + len(ids)
            yield len(ids)
        if gedaan == 0 and wacht:
            return
        wacht = gedaan == 0


def _verhuis_deel(tools: Tools, tx: Tx, na: UUID, *, wacht: bool) -> list[UUID]:
    stand = sleutels.stand(tx)
    pepper, versie = _doel(tools, stand)
    # Waiting with one row in hand at most, it cannot be part of a circle of waiters.
    rijen = sleutels.te_verhuizen(tx, pepper, versie, na, 1 if wacht else GROOTTE, wacht=wacht)
    if rijen:
        nieuw = [replace(rij, persoon=tools.kluis.verhuis(rij.persoon, stand)) for rij in rijen]
        sleutels.verhuis(tx, nieuw)
    return [rij.id for rij in rijen]


def _hernieuw_deel(tools: Tools, tx: Tx, plaats: int, na: UUID, *, wacht: bool) -> list[UUID]:
    stand = sleutels.stand(tx)
    kop = tools.kluis.kop(stand)
    waarden = sleutels.te_hernieuwen(tx, plaats, kop, na, 1 if wacht else GROOTTE, wacht=wacht)
    if waarden:
        nieuw = [replace(w, inhoud=tools.kluis.hernieuw(w.inhoud, w.context, stand)) for w in waarden]
        sleutels.hernieuw(tx, nieuw)
    return [waarde.id for waarde in waarden]


def _doel(tools: Tools, stand: Stand) -> tuple[str, int | None]:
    """Pepper by id, and version, under which persons should stand."""
    pepper, pd = stand.get(Sleutelnaam.PEPPER), stand.get(Sleutelnaam.PSEUDONIEMEN)
    return (
        pepper.huidig if pepper else tools.sleutels.id(Sleutelnaam.PEPPER) or "",
        int(pd.huidig) if pd else None,
    )


def _achter(tools: Tools, tx: Tx, naam: Sleutelnaam, stand: Stand) -> int:
    if naam is Sleutelnaam.BEWAAR:
        return sleutels.onder_andere_sleutel(tx, tools.kluis.kop(stand))
    return sleutels.achter(tx, *_doel(tools, stand))


def mag_afronden(tools: Tools, wie: Aanroep, naam: Sleutelnaam, *, meteen: bool = False) -> None:
    """May the key of before go, as far as can be seen without opening every row? Raises Strijdig."""
    with vooraf(tools, wie, f"sleutel:afronden-{naam}") as h:
        _eis_af_te_ronden(h, naam, sleutels.stand(h.tx), meteen=meteen)


def kijk_na(tools: Tools, wie: Aanroep, naam: Sleutelnaam) -> Werk:
    """Open every row with the key in use alone. Raises Strijdig at the first batch in which one does not open."""
    with tools.database.transaction() as tx:
        aantal = sleutels.aantal_waarden(tx) if naam is Sleutelnaam.BEWAAR else sleutels.aantal_personen(tx)
    return Werk(aantal, _kijk_na(tools, wie, naam))


def _kijk_na(tools: Tools, wie: Aanroep, naam: Sleutelnaam) -> Iterator[int]:
    for plaats in range(len(sleutels.VERSLEUTELD)) if naam is Sleutelnaam.BEWAAR else range(1):
        na = sleutels.BEGIN
        while True:
            with vooraf(tools, wie, f"sleutel:nakijken-{naam}") as h:
                bekeken = dict(_bekijk(h, naam, plaats, na))
                if not all(bekeken.values()):
                    raise Strijdig([NIET_TE_OPENEN])
            if not bekeken:
                break
            na = max(bekeken)
            yield len(bekeken)


def _bekijk(h: Handeling, naam: Sleutelnaam, plaats: int, na: UUID) -> Iterator[tuple[UUID, bool]]:
    kluis, stand = h.tools.kluis, sleutels.stand(h.tx)
    if naam is Sleutelnaam.BEWAAR:
        for waarde in sleutels.geborgen_vanaf(h.tx, plaats, na, GROOTTE):
            yield waarde.id, kluis.gaat_open(waarde.inhoud, waarde.context, stand)
    else:
        for rij in sleutels.personen_vanaf(h.tx, na, GROOTTE):
            yield rij.id, kluis.klopt(rij.persoon, stand)


def rond_af(tools: Tools, wie: Aanroep, naam: Sleutelnaam, *, meteen: bool = False) -> None:
    """Drop the key of before, when nothing lies under it any more (B03). Raises Strijdig.

    `kijk_na` comes first. Backups of before can be read with it no more, and persons in them found no more.
    """
    with handeling(tools, wie, f"sleutel:afronden-{naam}") as h:
        stand = sleutels.stand_vergrendeld(h.tx)
        _eis_af_te_ronden(h, naam, stand, meteen=meteen)
        if gebruik := stand.get(naam):
            sleutels.zet(h.tx, naam, replace(gebruik, vorig=None))
    with tools.database.transaction() as tx:
        sleutels.stand_vergrendeld(tx)
        tools.sleutels.rond_af(naam)


def _eis_af_te_ronden(h: Handeling, naam: Sleutelnaam, stand: Stand, *, meteen: bool) -> None:
    beheer, gebruik = h.tools.sleutels, stand.get(naam)
    bezig = _bezig(beheer, naam) or (gebruik is not None and gebruik.vorig is not None)
    eis(
        regels.mag_afronden(naam, bezig=bezig, gewisseld=beheer.gewisseld(naam), nu=h.nu, meteen=meteen),
        Strijdig,
    )
    if naam in OPGESLAGEN and gebruik is None:
        raise Strijdig([_eerst_wisselen(naam)])
    if gebruik and (beheer.id(naam) != gebruik.huidig or _achter(h.tools, h.tx, naam, stand)):
        raise Strijdig([_eerst_wisselen(naam)])


def _eerst_wisselen(naam: Sleutelnaam) -> Besluit:
    zin = f"Er ligt nog iets onder de oude sleutel. Draai eerst `verwijsindex sleutels {naam}-wisselen`."
    return geweigerd("oude-sleutel-in-gebruik", "B03", zin)
