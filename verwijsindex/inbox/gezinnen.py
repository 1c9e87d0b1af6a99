# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Proposals about families: directors advise, the coordinator decides or splits (M04)."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from verwijsindex.domain.besluit import Besluit, geweigerd
from verwijsindex.domain.errors import NietGevonden, NietToegestaan, OngeldigeInvoer
from verwijsindex.domain.gezin import Voorstelreden, Voorstelsoort
from verwijsindex.domain.voorstellen import Voorstelbeeld
from verwijsindex.domain.woorden import Gezinsreden
from verwijsindex.inbox.antwoord import af, bewaar, id_van, naar
from verwijsindex.inbox.bezoeker import Bezoek, Bezoeker, Huis, Regisseur, Toewijzer
from verwijsindex.inbox.formulier import Formulier, Ingevuld
from verwijsindex.inbox.matchblad import doe
from verwijsindex.inbox.meldingen import MELDINGEN, VOORSTEL_WEG
from verwijsindex.inbox.weergave import toon
from verwijsindex.inbox.woorden import GEZINSREDENEN
from verwijsindex.use_cases import voorstellen
from verwijsindex.use_cases.ports import Installatie

router = APIRouter(prefix="/inbox")

ANTWOORD_ONTBREEKT = geweigerd("veld-ontbreekt", "M04", "Kies een van de antwoorden.", "/antwoord")
WAAROM = {
    Voorstelreden.OUDERS_VERSCHILLEN: "de kinderen delen een ouder, maar niet allebei de ouders",
    Voorstelreden.TWEE_MATCHES: "beide gezinnen hebben al een match",
    Voorstelreden.TE_VEEL_KINDEREN: "samen zijn het meer kinderen dan het convenant toestaat",
    Voorstelreden.BAND_VERLOREN: "wat de kinderen verbond, geldt niet meer",
}


@dataclass(frozen=True, slots=True)
class Kaart:
    """A proposal with its form and the answers there are."""

    voorstel: Voorstelbeeld
    vorm: Formulier
    titel: str
    waarom: str
    antwoorden: tuple[tuple[str, str], ...]


def _kaart(voorstel: Voorstelbeeld, ingevuld: Formulier | None) -> Kaart:
    naam = f"voorstel-{voorstel.id}"
    samen = voorstel.soort is Voorstelsoort.SAMENVOEGEN
    ja, nee = ("Voeg samen", "Houd apart") if samen else ("Splits", "Houd bij elkaar")
    return Kaart(
        voorstel,
        ingevuld if ingevuld and ingevuld.naam == naam else Formulier(naam),
        "Is dit één gezin?" if samen else "Hoort dit gezin nog bij elkaar?",
        WAAROM[voorstel.reden],
        (("ja", ja), ("nee", nee)),
    )


@router.get("/gezinnen")
def lijst(huis: Huis, bezoeker: Bezoeker) -> Response:
    """What the index does not decide by itself (M04)."""
    return af(_bladzijde(huis, bezoeker), huis, bezoeker.sessie)


@router.post("/gezinnen/{voorstel_id}/adviezen")
def adviseer(huis: Huis, regisseur: Regisseur, voorstel_id: str, velden: Ingevuld) -> Response:
    """A director of one of the matches says what he thinks (M04)."""
    vorm = Formulier(f"voorstel-{voorstel_id}", velden)
    try:
        voor = _antwoord(vorm)
        voorstellen.adviseer(huis.tools, regisseur.wie, id_van(voorstel_id), voor=voor)
    except (OngeldigeInvoer, NietToegestaan, NietGevonden) as weigering:
        return _geweigerd(huis, regisseur, weigering, vorm)
    return naar("/inbox/gezinnen", huis, regisseur, "geadviseerd")


@router.post("/gezinnen/{voorstel_id}/besluiten")
def beslis(huis: Huis, coordinator: Toewijzer, voorstel_id: str, velden: Ingevuld) -> Response:
    """The coordinator decides, with a reason (M04)."""
    vorm = Formulier(f"voorstel-{voorstel_id}", velden)
    try:
        uitvoeren = _antwoord(vorm)
        reden = vorm.woord("reden", Gezinsreden)
        voorstellen.beslis(huis.tools, coordinator.wie, id_van(voorstel_id), reden, uitvoeren=uitvoeren)
    except (OngeldigeInvoer, NietToegestaan, NietGevonden) as weigering:
        return _geweigerd(huis, coordinator, weigering, vorm)
    return naar("/inbox/gezinnen", huis, coordinator, "besloten")


@router.post("/matches/{match_id}/splitsingen")
def splits(huis: Huis, coordinator: Toewijzer, match_id: str, velden: Ingevuld) -> Response:
    """The coordinator takes children of a match apart from the others (M04)."""
    vorm = Formulier("splitsen", velden)
    return doe(
        huis,
        coordinator,
        match_id,
        "gesplitst",
        lambda id_: voorstellen.splits(
            huis.tools, coordinator.wie, id_, vorm.teksten("kinderen"), vorm.woord("reden", Gezinsreden)
        ),
        vorm,
    )


def _antwoord(vorm: Formulier) -> bool:
    if vorm.tekst("antwoord") not in ("ja", "nee"):
        raise OngeldigeInvoer([ANTWOORD_ONTBREEKT])
    return vorm.tekst("antwoord") == "ja"


def _geweigerd(
    huis: Installatie, bezoek: Bezoek, weigering: OngeldigeInvoer | NietToegestaan | NietGevonden, vorm: Formulier
) -> Response:
    if isinstance(weigering, NietGevonden):
        return af(_bladzijde(huis, bezoek, 404, [VOORSTEL_WEG]), huis, bezoek.sessie)
    status = bewaar(huis, bezoek, weigering)
    return af(_bladzijde(huis, bezoek, status, weigering.besluiten, vorm), huis, bezoek.sessie)


def _bladzijde(
    huis: Installatie,
    bezoek: Bezoek,
    status: int = 200,
    bezwaren: Sequence[Besluit] = (),
    ingevuld: Formulier | None = None,
) -> Response:
    gevonden = voorstellen.lijst(huis.tools, bezoek.wie)
    vorm = ingevuld.geweigerd(bezwaren) if ingevuld else None
    return toon(
        "gezinnen.html",
        bezoek,
        status,
        melding=MELDINGEN.get(bezoek.sessie.melding),
        bezwaren=bezwaren,
        ingevuld=vorm,
        kaarten=[_kaart(voorstel, vorm) for voorstel in gevonden],
        redenen=GEZINSREDENEN,
    )
