# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the pages show of a match: only what gate 3 lets through, in words for people (I02, M13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain.beeld import Bevindingbeeld, Bijdragebeeld, Matchbeeld, Taakbeeld, Tijdlijnbeeld
from verwijsindex.domain.inzage import Veld
from verwijsindex.domain.match import Bevindingsoort, Match
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.signaal import Contactpunt
from verwijsindex.domain.tijd import AMSTERDAM, dag, einde_van
from verwijsindex.domain.uitleg import GRONDEN, TERMIJNEN, datum, opsomming
from verwijsindex.domain.woorden import Matchstatus, Patroon, Reden, Soort

DAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
REDENEN = {Reden.STAPELING: "signalen stapelen zich op", Reden.UIT_BEELD: "een kind raakt uit beeld"}
STATUSSEN = {
    Matchstatus.NIEUW: "Nog geen regisseur",
    Matchstatus.TOEGEWEZEN: "Toegewezen, nog niet aangenomen",
    Matchstatus.AANGENOMEN: "Aangenomen",
    Matchstatus.CONTACT_GELEGD: "Contact gelegd",
    Matchstatus.IN_REGIE: "In regie",
    Matchstatus.NAZORG: "Nazorg",
    Matchstatus.AFGESLOTEN: "Afgesloten",
    Matchstatus.VERVALLEN: "Vervallen",
}
SOORTEN = {Soort.BETROKKEN: "is betrokken", Soort.ZORGEN: "maakt zich zorgen"}
PATRONEN = {
    Patroon.NIET_VERSCHENEN: "niet verschenen",
    Patroon.ZORGMIJDING: "zorgmijding",
    Patroon.ONGEOORLOOFD_VERZUIM: "ongeoorloofd verzuim",
    Patroon.HUURACHTERSTAND: "huurachterstand",
    Patroon.DREIGENDE_HUISUITZETTING: "dreigende huisuitzetting",
    Patroon.ARMOEDE: "armoede",
    Patroon.SCHULDEN: "schulden",
    Patroon.OVERBELASTING: "overbelasting",
}
BASISZORG = "huisarts, jeugdgezondheidszorg en school"
BEVINDINGEN = {
    Bevindingsoort.EINDE: "Het laatste actieve signaal eindigde en niemand nam de nazorg aan",
    Bevindingsoort.MIJDING: "Meer dan een organisatie zag het gezin hulp mijden of niet verschijnen",
}
GEEN_REGISSEUR = "nog geen regisseur"
CASELOAD_VOL = "nog geen regisseur (caseload vol)"


def dagnaam(op: date) -> str:
    """A day with its name: vrijdag 31 mei 2013."""
    return f"{DAGEN[op.weekday()]} {datum(op)}"


def tijdstip(moment: datetime) -> str:
    """A moment by the Dutch clock: 31 mei 2013, 14.05 uur; what happens when a day is over is of its end (Z01)."""
    op = dag(moment)
    uur = "einde van de dag" if moment == einde_van(op) else f"{moment.astimezone(AMSTERDAM):%H.%M} uur"
    return f"{datum(op)}, {uur}"


@dataclass(frozen=True, slots=True)
class Kop:
    """A match at a glance, as on the list and atop its own page."""

    id: UUID
    titel: str
    spoed: bool
    te_laat: bool
    multiproblematiek: bool
    redenen: str
    status: str
    organisaties: int
    geopend: date
    regisseur: str
    te_doen: str


@dataclass(frozen=True, slots=True)
class Groep:
    """Matches under one heading."""

    titel: str
    koppen: tuple[Kop, ...]


@dataclass(frozen=True, slots=True)
class Signaalregel:
    """One signal; what is None may not be seen by this viewer."""

    organisatie: str
    contactpunt: Contactpunt
    kind: str | None
    soort: str | None
    leefgebieden: str | None
    patroon: str | None
    duur: str | None
    grond: str | None
    gewicht: int | None


@dataclass(frozen=True, slots=True)
class Bevindingregel:
    """One finding of M10 as a sentence."""

    dag: date
    zin: str


@dataclass(frozen=True, slots=True)
class Taakregel:
    """One task of V07 as a sentence; `af` gives the viewer a button."""

    id: UUID
    kind: str
    zin: str
    gedaan: bool
    te_laat: bool
    af: bool


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """A match on its own page; `kolommen` are what at least one signal shows.

    `aannemen` and `voortzetten` give the viewer a button and a form. `voortzetten_voor` is the last day to continue
    (M11), `doorgaan_tot` the last day of the director's own consent.
    """

    kop: Kop
    convenant: str
    regisseur: Regisseur | None
    uitleg: tuple[str, ...]
    signalen: tuple[Signaalregel, ...]
    kolommen: frozenset[Veld]
    jeugdigen: int | None
    bevindingen: tuple[Bevindingregel, ...]
    tijdlijn: tuple[Tijdlijnbeeld, ...]
    taken: tuple[Taakregel, ...]
    aanvaard: bool
    vervolg: str
    aannemen: bool
    aannemen_te_laat: bool
    voortzetten_voor: date | None
    voortzetten: bool
    doorgaan_tot: date | None


def kop(beeld: Matchbeeld, vandaag: date, *, coordinator: bool) -> Kop:
    """The glance; `vandaag` is an Amsterdam day (R03)."""
    match = beeld.match
    eerst = _eerst(beeld)
    return Kop(
        match.id,
        f"{beeld.soort.capitalize()} {match.id.hex[:8].upper()}",
        beeld.spoed,
        eerst is not None and eerst[1] < vandaag,
        beeld.multiproblematiek,
        opsomming([REDENEN[reden] for reden in sorted(match.redenen)]).capitalize()
        if match.redenen
        else "Er is geen reden meer",
        STATUSSEN[match.status],
        len({deel.bijdrage.organisatie for deel in beeld.signalen}),
        dag(match.geopend),
        _naam(match, beeld.regisseur),
        _te_doen(beeld, vandaag, coordinator=coordinator),
    )


def _naam(match: Match, regisseur: Regisseur | None) -> str:
    if regisseur:
        return regisseur.naam
    return CASELOAD_VOL if match.caseload_vol else GEEN_REGISSEUR


def _te_doen(beeld: Matchbeeld, vandaag: date, *, coordinator: bool) -> str:
    aan_zet = f"Aan zet: {beeld.regisseur.naam}." if coordinator and beeld.regisseur else ""
    eerst = _eerst(beeld)
    if eerst is None:
        return aan_zet or beeld.vervolg
    wat, uiterlijk = eerst
    zin = f"{wat.capitalize()}: {_uiterlijk(uiterlijk, vandaag)}."
    if uiterlijk < vandaag:
        zin = f"Te laat: {wat} kon tot en met {dagnaam(uiterlijk)}."
    return f"{aan_zet} {zin}".strip()


def _eerst(beeld: Matchbeeld) -> tuple[str, date] | None:
    """What is first for the owner to do, and its last day (R03, V07), or to record consent (M11)."""
    te_doen = [
        (TERMIJNEN[t.soort], t.eerste if t.trede else t.voor) for t in beeld.opvolging.termijnen if t.van_eigenaar
    ]
    if beeld.match.voortzetten_voor:
        te_doen.append(("eigen toestemming vastleggen", beeld.match.voortzetten_voor))
    return min(te_doen, key=lambda deel: deel[1], default=None)


def _uiterlijk(op: date, vandaag: date) -> str:
    return "vandaag nog" if op == vandaag else f"uiterlijk {dagnaam(op)}"


def ingedeeld(beelden: Sequence[Matchbeeld], vandaag: date, *, coordinator: bool) -> list[Groep]:
    """First what has no director, then what is new, then the rest; each by deadline, then urgency, then age (R03)."""
    koppen: dict[Matchstatus, list[Kop]] = {
        Matchstatus.NIEUW: [],
        Matchstatus.TOEGEWEZEN: [],
        Matchstatus.AANGENOMEN: [],
    }
    op_volgorde = sorted(
        beelden, key=lambda b: (eerst[1] if (eerst := _eerst(b)) else date.max, not b.spoed, b.match.geopend)
    )
    for beeld in op_volgorde:
        status = beeld.match.status if beeld.match.status in koppen else Matchstatus.AANGENOMEN
        koppen[status].append(kop(beeld, vandaag, coordinator=coordinator))
    titels = {
        Matchstatus.NIEUW: "Zonder regisseur",
        Matchstatus.TOEGEWEZEN: "Nog niet aangenomen" if coordinator else "Nieuw: nog aan te nemen",
        Matchstatus.AANGENOMEN: "Aangenomen" if coordinator else "U hebt de regie",
    }
    return [Groep(titels[status], tuple(delen)) for status, delen in koppen.items() if delen]


def bladzijde(beeld: Matchbeeld, vandaag: date, *, coordinator: bool) -> Bladzijde:
    """Everything of one match for its own page (M13)."""
    match = beeld.match
    aan_te_nemen = match.status is Matchstatus.TOEGEWEZEN
    return Bladzijde(
        kop(beeld, vandaag, coordinator=coordinator),
        match.convenant,
        beeld.regisseur,
        beeld.uitleg,
        tuple(sorted(map(_signaal, beeld.signalen), key=lambda s: (len(s.kind or ""), s.kind or "", s.organisatie))),
        frozenset(veld for deel in beeld.signalen for veld in _kolommen(deel)),
        beeld.jeugdigen,
        tuple(map(_bevinding, beeld.bevindingen)),
        tuple(regel for regel in beeld.tijdlijn if regel.zin),
        tuple(_taak(taak, vandaag, af=match.aanvaard and not coordinator) for taak in beeld.taken),
        match.aanvaard,
        beeld.vervolg,
        aan_te_nemen and not coordinator,
        beeld.opvolging.te_laat,
        match.voortzetten_voor,
        match.voortzetten_voor is not None and not coordinator,
        _doorgaan_tot(match, vandaag),
    )


def _kolommen(deel: Bijdragebeeld) -> frozenset[Veld]:
    """What this signal has to show: most signals name no pattern."""
    return deel.velden if deel.bijdrage.patroon else deel.velden - {Veld.PATROON}


def _taak(taak: Taakbeeld, vandaag: date, *, af: bool) -> Taakregel:
    """V07: which child, until when, and what is left to do about it."""
    if taak.gedaan:
        zin = (
            f"De index vroeg wie actief bij {taak.kind} betrokken is de regisseur te bellen. Meldde huisarts,"
            " jeugdgezondheidszorg of school niets, dan neemt de regisseur daarmee zelf contact op."
        )
        return Taakregel(taak.id, taak.kind, zin, gedaan=True, te_laat=False, af=False)
    zin = f"Bereik {BASISZORG} van {taak.kind}, {_uiterlijk(taak.voor, vandaag)}."
    te_laat = taak.voor < vandaag
    if te_laat:
        zin = f"Bereik {BASISZORG} van {taak.kind}. Dat moest uiterlijk {dagnaam(taak.voor)}."
    return Taakregel(taak.id, taak.kind, zin, gedaan=False, te_laat=te_laat, af=af)


def _doorgaan_tot(match: Match, vandaag: date) -> date | None:
    """M11: the last day of the director's own consent, while it stands."""
    eigen = match.voortzetting
    tot = eigen.tot if eigen and eigen.ingetrokken is None else None
    return tot if tot and tot >= vandaag else None


def _signaal(deel: Bijdragebeeld) -> Signaalregel:
    """Gate 3 holds here once more: what is not in `velden` does not reach a template (I02)."""
    bijdrage, velden = deel.bijdrage, deel.velden
    duur = f"sinds {datum(bijdrage.geregistreerd)}"
    if bijdrage.tot:
        duur += f", tot en met {datum(bijdrage.tot)}"
    return Signaalregel(
        deel.organisatie,
        deel.contactpunt,
        deel.kind if Veld.KIND in velden else None,
        SOORTEN[bijdrage.soort] if Veld.SOORT in velden else None,
        ", ".join(sorted(bijdrage.leefgebieden)) if Veld.LEEFGEBIEDEN in velden else None,
        (PATRONEN[bijdrage.patroon] if bijdrage.patroon else "geen") if Veld.PATROON in velden else None,
        duur if Veld.DATA in velden else None,
        GRONDEN[bijdrage.grond] if Veld.GROND in velden else None,
        bijdrage.gewicht if Veld.GEWICHT in velden else None,
    )


def _bevinding(beeld: Bevindingbeeld) -> Bevindingregel:
    over = f" Het gaat om {opsomming(beeld.kinderen)}." if beeld.kinderen else ""
    wie = f" Dit blijkt uit signalen van {opsomming(beeld.organisaties)}." if beeld.organisaties else ""
    return Bevindingregel(beeld.dag, f"{BEVINDINGEN[Bevindingsoort(beeld.soort)]}.{over}{wie}")
