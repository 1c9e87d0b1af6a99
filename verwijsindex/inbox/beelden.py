# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the page of a match shows: only what gate 3 lets through, in words for people (I02, M13)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from verwijsindex.domain.beeld import Bevindingbeeld, Matchbeeld, Taakbeeld, Tijdlijnbeeld
from verwijsindex.domain.daden import Gevolgsoort
from verwijsindex.domain.inzage import Veld
from verwijsindex.domain.match import Bevindingsoort, Match, mag_naar
from verwijsindex.domain.regie import Regisseur, is_zijn_match, mag_voortzetten
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.uitleg import datum, opsomming
from verwijsindex.domain.woorden import Antwoord, Matchstatus
from verwijsindex.inbox import opvolgbeelden, signaalbeelden
from verwijsindex.inbox.koppen import Kop, kop
from verwijsindex.inbox.opvolgbeelden import Knop, Regel, Termijnregel
from verwijsindex.inbox.signaalbeelden import Partijregel
from verwijsindex.inbox.stappen import stappen
from verwijsindex.inbox.woorden import BASISZORG, BEVINDINGEN, dagnaam, uiterlijk

GEVOUWEN = frozenset({"bekendmaken", "afspraak", "nazorg", "overdragen", "afsluiten"})


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

    `knop` and `vormen` give the viewer the next step and the forms that are his. `eerst_voor_afsluiten` says what has
    to come before closing. `voortzetten_voor` is the last day to continue (M11), `doorgaan_tot` the last day of the
    director's own consent. Into `aangenomen_nazorg`, ids with their sentence, he can close (R06);
    of `bekend_te_maken` he can let know that he leads (R09).
    """

    kop: Kop
    convenant: str
    regisseur: Regisseur | None
    vervolg: str
    knop: Knop | None
    termijnen: tuple[Termijnregel, ...]
    vormen: frozenset[str]
    eerst_voor_afsluiten: str
    uitleg: tuple[str, ...]
    partijen: tuple[Partijregel, ...]
    kolommen: frozenset[Veld]
    jeugdigen: int | None
    kinderen: tuple[str, ...]
    bevindingen: tuple[Bevindingregel, ...]
    tijdlijn: tuple[Tijdlijnbeeld, ...]
    taken: tuple[Taakregel, ...]
    overdrachten: tuple[Regel, ...]
    nazorg: tuple[Regel, ...]
    afspraken: tuple[Regel, ...]
    aangenomen_nazorg: tuple[tuple[str, str], ...]
    bekend_te_maken: tuple[tuple[str, str], ...]
    aanvaard: bool
    voortzetten_voor: date | None
    doorgaan_tot: date | None

    @property
    def meer_te_doen(self) -> bool:
        """Is one of the folded forms his?"""
        return bool(self.vormen & GEVOUWEN)


def bladzijde(beeld: Matchbeeld, vandaag: date, regisseur: UUID | None) -> Bladzijde:
    """Everything of one match for its own page (M13); `regisseur` is who looks, None is the coordinator."""
    match, volgt = beeld.match, beeld.opvolging
    te_doen = stappen(beeld)
    per_vraag = {stap.onderwerp: stap for stap in te_doen if stap.onderwerp}
    gemeld = signaalbeelden.partijen(beeld.signalen)
    eigen = opvolgbeelden.is_eigenaar(match, regisseur)
    kinderen = tuple(sorted({deel.kind for deel in beeld.signalen if deel.kind}, key=lambda kind: (len(kind), kind)))
    return Bladzijde(
        kop(beeld, vandaag, coordinator=regisseur is None),
        match.convenant,
        beeld.regisseur,
        beeld.vervolg,
        opvolgbeelden.knop(match, regisseur),
        tuple(opvolgbeelden.termijn(stap, eigen=eigen) for stap in te_doen),
        _vormen(match, regisseur, vandaag, kinderen),
        opvolgbeelden.eerst_voor_afsluiten(match, regisseur, vandaag),
        tuple(dict.fromkeys(beeld.uitleg)),
        gemeld,
        signaalbeelden.kolommen(beeld.signalen),
        beeld.jeugdigen,
        kinderen,
        tuple(map(_bevinding, beeld.bevindingen)),
        _gevouwen(beeld.tijdlijn),
        tuple(_taak(taak, vandaag, af=match.aanvaard and regisseur is not None) for taak in beeld.taken),
        tuple(opvolgbeelden.overdracht(o, match, regisseur, per_vraag) for o in volgt.overdrachten),
        tuple(opvolgbeelden.nazorg(n, match, regisseur, per_vraag) for n in volgt.nazorg),
        tuple(opvolgbeelden.afspraak(a, match, regisseur, per_vraag) for a in volgt.afspraken),
        _aangenomen(beeld),
        tuple({str(p.organisatie): p.naam for p in gemeld}.items()),
        match.aanvaard,
        match.voortzetten_voor,
        _doorgaan_tot(match, vandaag),
    )


def _gevouwen(tijdlijn: Iterable[Tijdlijnbeeld]) -> tuple[Tijdlijnbeeld, ...]:
    """The lines with a sentence; that the same is late again is said once, with how often and until when (R04)."""
    regels = [regel for regel in tijdlijn if regel.zin]
    laat: dict[str, list[Tijdlijnbeeld]] = {}
    for regel in regels:
        if regel.soort == Gevolgsoort.TERMIJN_VERSTREKEN:
            laat.setdefault(regel.zin, []).append(regel)
    uit = []
    for regel in regels:
        zelfde = laat.get(regel.zin, [regel])
        if regel is not zelfde[0]:
            continue
        momenten = sorted({gelijk.moment for gelijk in zelfde})
        if len(momenten) > 1:
            zin = f"{regel.zin} Daarna nog {len(momenten) - 1} keer, het laatst op {datum(dag(momenten[-1]))}."
            uit.append(replace(regel, zin=zin))
            continue
        uit.append(regel)
    return tuple(uit)


def _vormen(match: Match, regisseur: UUID | None, vandaag: date, kinderen: tuple[str, ...]) -> frozenset[str]:
    """The forms that this viewer is given; what he may do with them, the deed decides."""
    zijn = bool(is_zijn_match(match, regisseur))
    actief = zijn and match.aanvaard
    gegeven = {
        "voortzetten": bool(mag_voortzetten(match, regisseur)),
        "intrekken": zijn and _doorgaan_tot(match, vandaag) is not None,
        "afspraak": actief,
        "nazorg": actief and match.status is not Matchstatus.NAZORG,
        "bekendmaken": actief,
        "overdragen": zijn and match.overdracht is None,
        "afsluiten": zijn and mag_naar(match, Matchstatus.AFGESLOTEN),
        "toewijzen": regisseur is None and mag_naar(match, Matchstatus.TOEGEWEZEN),
        "splitsen": regisseur is None and len(kinderen) > 1,
    }
    return frozenset(naam for naam, gegeven_ in gegeven.items() if gegeven_)


def _aangenomen(beeld: Matchbeeld) -> tuple[tuple[str, str], ...]:
    """R06: the aftercare that was accepted and has not begun."""
    return tuple(
        (str(n.nazorg.id), f"er is nazorg door {n.organisatie}, tot en met {dagnaam(n.nazorg.tot)}")
        for n in beeld.opvolging.nazorg
        if n.nazorg.stand is Antwoord.AANGENOMEN and n.nazorg.ingegaan is None
    )


def _taak(taak: Taakbeeld, vandaag: date, *, af: bool) -> Taakregel:
    """V07: which child, until when, and what is left to do about it."""
    if taak.gedaan:
        zin = (
            f"De index vroeg wie actief bij {taak.kind} betrokken is de regisseur te bellen. Meldde huisarts,"
            " jeugdgezondheidszorg of school niets, dan neemt de regisseur daarmee zelf contact op."
        )
        return Taakregel(taak.id, taak.kind, zin, gedaan=True, te_laat=False, af=False)
    zin = f"Bereik {BASISZORG} van {taak.kind}, {uiterlijk(taak.voor, vandaag)}."
    te_laat = taak.voor < vandaag
    if te_laat:
        zin = f"Bereik {BASISZORG} van {taak.kind}. Dat moest uiterlijk {dagnaam(taak.voor)}."
    return Taakregel(taak.id, taak.kind, zin, gedaan=False, te_laat=te_laat, af=af)


def _doorgaan_tot(match: Match, vandaag: date) -> date | None:
    """M11: the last day of the director's own consent, while it stands."""
    eigen = match.voortzetting
    tot = eigen.tot if eigen and eigen.ingetrokken is None else None
    return tot if tot and tot >= vandaag else None


def _bevinding(beeld: Bevindingbeeld) -> Bevindingregel:
    over = f" Het gaat om {opsomming(beeld.kinderen)}." if beeld.kinderen else ""
    wie = f" Dit blijkt uit signalen van {opsomming(beeld.organisaties)}." if beeld.organisaties else ""
    return Bevindingregel(beeld.dag, f"{BEVINDINGEN[Bevindingsoort(beeld.soort)]}.{over}{wie}")
