# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Requests of data subjects for the privacy officer: what must be decided first, the advice, the letter (G01-G03).

Recording one needs a sealed token, so that goes by the API: no page takes a citizen service number (S10).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from verwijsindex.domain.besluit import Besluit
from verwijsindex.domain.errors import NietToegestaan, OngeldigeInvoer, Strijdig
from verwijsindex.domain.rechten import Besluitreden, Maatregel, Recht, Uitspraak, Verlengreden
from verwijsindex.domain.rechtenbesluit import REDENEN
from verwijsindex.domain.woorden import Intrekreden
from verwijsindex.inbox import rechtwoorden as woorden
from verwijsindex.inbox.antwoord import af, bewaar, id_van, naar
from verwijsindex.inbox.bezoeker import Bezoek, Huis, Privacy, Zoeker
from verwijsindex.inbox.bladeren import lees_plaats, schrijf_plaats
from verwijsindex.inbox.formulier import Formulier, Ingevuld, ontbreekt
from verwijsindex.inbox.meldingen import MELDINGEN
from verwijsindex.inbox.weergave import toon
from verwijsindex.use_cases import verzoeken
from verwijsindex.use_cases.ports import Installatie
from verwijsindex.use_cases.verzoekzaak import Verzoekbeeld

router = APIRouter(prefix="/inbox/verzoeken")
HIER = "/inbox/verzoeken"
PER_BLADZIJDE = 50
VORMEN = ("besluiten", "verlengingen", "intrekkingen")


@router.get("")
def lijst(huis: Huis, privacy: Privacy, na: Annotated[str, Query(max_length=100)] = "") -> Response:
    """What is open by the end of its term, then the rest (G02)."""
    gevonden, verder = verzoeken.lijst(huis.tools, privacy.wie, lees_plaats(na), PER_BLADZIJDE)
    antwoord = toon(
        "verzoeken.html",
        privacy,
        melding=MELDINGEN.get(privacy.sessie.melding),
        beelden=gevonden,
        woorden=woorden,
        begin=not na,
        verder=schrijf_plaats(verder),
    )
    return af(antwoord, huis, privacy.sessie)


@router.get("/{verzoek_id}")
def een(huis: Huis, privacy: Privacy, verzoek_id: str) -> Response:
    """One request, with what is to be done."""
    beeld = verzoeken.lees(huis.tools, privacy.wie, id_van(verzoek_id))
    return af(_blad(privacy, beeld), huis, privacy.sessie)


@router.get("/{verzoek_id}/brief.pdf")
def brief(huis: Huis, privacy: Privacy, verzoek_id: str) -> Response:
    """The letter to send: of an open access request the answer, else the decision (G03)."""
    id_ = id_van(verzoek_id)
    try:
        _, gevonden = verzoeken.antwoord(huis.tools, privacy.wie, id_)
    except (NietToegestaan, Strijdig) as weigering:
        return _geweigerd(huis, privacy, id_, weigering, Formulier("brief"))
    koppen = {"Content-Disposition": f'attachment; filename="brief-{id_}.pdf"', "Cache-Control": "no-store"}
    return Response(huis.tools.drukker.pdf(gevonden), headers=koppen, media_type="application/pdf")


@router.post("/{verzoek_id}/besluiten")
def beslis(huis: Huis, privacy: Zoeker, verzoek_id: str, velden: Ingevuld) -> Response:
    """The decision, which does at once what it says (G02)."""
    vorm = Formulier("besluiten", velden)

    def daad(id_: UUID) -> object:
        uitspraak, reden, weg = _besluit(vorm)
        return verzoeken.besluit(huis.tools, privacy.wie, id_, uitspraak, reden, weg)

    return _doe(huis, privacy, verzoek_id, "verzoek-besloten", daad, vorm)


@router.post("/{verzoek_id}/verlengingen")
def verleng(huis: Huis, privacy: Zoeker, verzoek_id: str, velden: Ingevuld) -> Response:
    """Two months more (G02)."""
    vorm = Formulier("verlengingen", velden)

    def daad(id_: UUID) -> object:
        reden, verteld = vorm.woord("reden", Verlengreden), vorm.dag("verteldOp")
        if reden is None or verteld is None:
            fouten = [
                *([] if reden else [ontbreekt("reden", "G02", "Kies waarom een maand niet genoeg is.")]),
                *([] if verteld else [vorm.geen_dag("verteldOp", "G02", "Vul in wanneer u het de vrager vertelde.")]),
            ]
            raise OngeldigeInvoer(fouten)
        return verzoeken.verleng(huis.tools, privacy.wie, id_, reden, verteld)

    return _doe(huis, privacy, verzoek_id, "verzoek-verlengd", daad, vorm)


@router.post("/{verzoek_id}/intrekkingen")
def trek_in(huis: Huis, privacy: Zoeker, verzoek_id: str, velden: Ingevuld) -> Response:
    """The asker does not want it any more."""
    vorm = Formulier("intrekkingen", velden)
    return _doe(
        huis,
        privacy,
        verzoek_id,
        "verzoek-ingetrokken",
        lambda id_: verzoeken.trek_in(huis.tools, privacy.wie, id_),
        vorm,
    )


def _besluit(vorm: Formulier) -> tuple[Uitspraak, Besluitreden, list[Maatregel]]:
    """What was chosen. Raises OngeldigeInvoer where nothing was, or what is not in the list."""
    keuze = {
        f"{uitspraak}/{reden}": (uitspraak, reden) for uitspraak, redenen in REDENEN.items() for reden in redenen
    }.get(vorm.tekst("besluit"))
    if keuze is None:
        raise OngeldigeInvoer([ontbreekt("besluit", "G02", "Kies een besluit.")])
    weg = [Formulier("", {"id": (tekst,)}).uuid("id") for tekst in vorm.teksten("maatregelen")]
    if None in weg:
        raise OngeldigeInvoer([ontbreekt("maatregelen", "G02", "Kies uit de signalen die hier staan.")])
    return (*keuze, [Maatregel(signaal, Intrekreden.TEN_ONRECHTE) for signaal in weg if signaal])


def _doe(
    huis: Installatie,
    privacy: Bezoek,
    verzoek_id: str,
    melding: str,
    daad: Callable[[UUID], object],
    vorm: Formulier,
) -> Response:
    id_ = id_van(verzoek_id)
    try:
        daad(id_)
    except (OngeldigeInvoer, NietToegestaan, Strijdig) as weigering:
        return _geweigerd(huis, privacy, id_, weigering, vorm)
    return naar(f"{HIER}/{id_}", huis, privacy, melding)


def _geweigerd(
    huis: Installatie,
    privacy: Bezoek,
    id_: UUID,
    weigering: OngeldigeInvoer | NietToegestaan | Strijdig,
    vorm: Formulier,
) -> Response:
    """The same page, with what was wrong; outcome and reason are one choice here."""
    status = bewaar(huis, privacy, weigering)
    bezwaren = [
        replace(besluit, wijzer="/besluit") if besluit.wijzer in ("/reden", "/uitspraak") else besluit
        for besluit in weigering.besluiten
    ]
    if vorm.naam != "besluiten":
        bezwaren = list(weigering.besluiten)
    beeld = verzoeken.lees(huis.tools, privacy.wie, id_)
    return af(_blad(privacy, beeld, status, bezwaren, vorm), huis, privacy.sessie)


def _blad(
    privacy: Bezoek,
    beeld: Verzoekbeeld,
    status: int = 200,
    bezwaren: Sequence[Besluit] = (),
    ingevuld: Formulier | None = None,
) -> Response:
    vorm = ingevuld.geweigerd(bezwaren) if ingevuld else None
    return toon(
        "verzoek.html",
        privacy,
        status,
        melding=MELDINGEN.get(privacy.sessie.melding),
        bezwaren=bezwaren,
        ingevuld=vorm,
        beeld=beeld,
        woorden=woorden,
        vormen={naam: vorm if vorm and vorm.naam == naam else Formulier(naam) for naam in VORMEN},
        besluiten=_keuzes(beeld.verzoek.recht),
        signalen=_signalen(beeld),
        vandaag=beeld.nu,
    )


def _signalen(beeld: Verzoekbeeld) -> list[tuple[str, str]]:
    """Those that can be taken back; of an organisation with several each with a piece of its id."""
    over = [(str(deel.advies.signaal), deel.organisatie) for deel in beeld.adviezen if not deel.ingetrokken]
    vaker = {naam for naam, keer in Counter(naam for _, naam in over).items() if keer > 1}
    return [(id_, f"{naam}, signaal {id_[:8]}" if naam in vaker else naam) for id_, naam in over]


def _keuzes(recht: Recht) -> dict[str, list[tuple[str, str]]]:
    """By outcome, the reasons that go with this right (G02)."""
    return {
        woorden.UITSPRAKEN[uitspraak]: [
            (f"{uitspraak}/{reden}", woorden.BESLUITREDENEN[reden]) for reden, bij in redenen.items() if recht in bij
        ]
        for uitspraak, redenen in REDENEN.items()
    }
