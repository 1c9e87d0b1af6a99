# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A director and a coordinator look at matches; the director accepts (I02, R01-R03, M13)."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain import stapeling
from verwijsindex.domain.daden import Aanvaarding, Gevolg, Gevolgsoort
from verwijsindex.domain.errors import NietGevonden, NietToegestaan
from verwijsindex.domain.inzage import Veld, zicht
from verwijsindex.domain.logboek import Aanroep, Rol
from verwijsindex.domain.match import Bevindingsoort, Bijdrage, Match
from verwijsindex.domain.regie import Regisseur, mag_aanvaarden
from verwijsindex.domain.signaal import Contactpunt, Signaal, spoed
from verwijsindex.domain.tijd import dag, na_werkdagen
from verwijsindex.domain.uitleg import uitleg_match, vervolg_match, zin
from verwijsindex.domain.woorden import Matchstatus
from verwijsindex.storage import families, matches, organisaties
from verwijsindex.storage.matches import Bereik
from verwijsindex.use_cases.bezoek import eis_toegang
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling, handeling, met_herstart
from verwijsindex.use_cases.ports import Tools

Plaats = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Bijdragebeeld:
    """One signal as this viewer may see it: fields outside `velden` are empty."""

    organisatie: str
    contactpunt: Contactpunt
    kind: str
    bijdrage: Bijdrage
    velden: frozenset[Veld]


@dataclass(frozen=True, slots=True)
class Bevindingbeeld:
    """A finding of M10, with the organisations that may be named."""

    dag: date
    soort: str
    organisaties: tuple[str, ...]
    kinderen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tijdlijnbeeld:
    """One line of the timeline, with the organisations that may be named."""

    moment: datetime
    soort: str
    zin: str
    organisaties: tuple[str, ...]
    gewicht: int | None


@dataclass(frozen=True, slots=True)
class Matchbeeld:
    """A match as this viewer may see it (I02)."""

    match: Match
    soort: str
    spoed: bool
    regisseur: Regisseur | None
    aanvaarden_voor: date | None
    uitleg: tuple[str, ...]
    signalen: tuple[Bijdragebeeld, ...]
    bevindingen: tuple[Bevindingbeeld, ...]
    tijdlijn: tuple[Tijdlijnbeeld, ...]
    vervolg: str


def bereik(wie: Aanroep) -> Bereik:
    """A director reaches his own matches, a coordinator those of the municipality, nobody else any (I02, R12)."""
    if wie.rol is Rol.REGISSEUR and wie.regisseur:
        return Bereik(regisseur=wie.regisseur)
    if wie.rol is Rol.COORDINATOR and wie.gemeente:
        return Bereik(gemeente=wie.gemeente)
    raise NietGevonden


def lijst(tools: Tools, wie: Aanroep, na: Plaats | None, aantal: int) -> tuple[list[Matchbeeld], Plaats | None]:
    """The open matches within reach, oldest first, each as `lees` would show it (I06); the place to go on from."""
    with handeling(tools, wie, "match:opsommen") as h:
        eis_toegang(tools, h.tx, wie)
        gevonden = matches.lijst(h.tx, bereik(wie), na, aantal)
    beelden = []
    for match in gevonden:
        with suppress(NietGevonden):
            beelden.append(lees(tools, wie, match.id))
    verder = (gevonden[-1].geopend, gevonden[-1].id) if len(gevonden) == aantal else None
    return beelden, verder


def lees(tools: Tools, wie: Aanroep, match_id: UUID) -> Matchbeeld:
    """One open match within reach, as it is now: time that passed is dealt with first. Raises NietGevonden."""

    def blik() -> Matchbeeld:
        with handeling(tools, wie, "match:bekijken") as h:
            b, match = _binnen_bereik(h, match_id)
            b.rond_af()
            return _beeld(b, b.toestand.matches[match.id])

    return met_herstart(blik)


def aanvaard(tools: Tools, wie: Aanroep, match_id: UUID) -> Matchbeeld:
    """The appointed director accepts (R03). Raises NietGevonden, NietToegestaan."""

    def daad() -> Matchbeeld:
        with handeling(tools, wie, "match:aanvaarden") as h:
            b, match = _binnen_bereik(h, match_id)
            besluit = mag_aanvaarden(match, wie.regisseur)
            if not besluit:
                raise NietToegestaan([besluit])
            b.doe(Aanvaarding(match.id))
            b.rond_af()
            return _beeld(b, b.toestand.matches[match.id])

    return met_herstart(daad)


def _binnen_bereik(h: Handeling, match_id: UUID) -> tuple[Bewerking, Match]:
    eis_toegang(h.tools, h.tx, h.wie)
    rij = matches.verwantschap(h.tx, bereik(h.wie), match_id)
    if rij is None:
        raise NietGevonden
    familie = families.vergrendel_rij(h.tx, rij)
    if familie is None:
        raise families.FamilieVerschoven
    b = Bewerking(h, familie)
    match = b.toestand.matches.get(match_id)
    grens = bereik(h.wie)
    eigen = match and (match.regisseur == grens.regisseur if grens.regisseur else match.gemeente == grens.gemeente)
    if match is None or not match.open or not eigen:
        raise NietGevonden
    h.over("match", match.id)
    h.convenant = match.convenant
    return b, match


def _beeld(b: Bewerking, match: Match) -> Matchbeeld:
    """Gate 3 applied to everything that is known of the match (I02, M13)."""
    convenant = b.regels.van(match.gemeente, b.nu)
    groep = b.kinderen_in(match)
    in_beeld = [s for s in b.toestand.van_dossier(match.dossier) if s.kind in groep and _niet_gevallen(s)]
    tellend = [s for s in in_beeld if b.regels.telt(s, b.nu)]
    namen = organisaties.namen(b.h.tx)
    bekend = {s.organisatie: namen[s.organisatie] for s in in_beeld}
    kinderen = _kindnamen(in_beeld)
    bijdragen = [(s, stapeling.bijdrage(s, b.nu, b.regels.van(s.gemeente, b.nu), b.regels.vrij)) for s in tellend]
    beelden = tuple(
        Bijdragebeeld(namen[s.organisatie], s.contactpunt, kinderen[s.kind], bijdrage, velden)
        for s, bijdrage in bijdragen
        if (
            velden := zicht(b.h.wie.rol, bijdrage, convenant)
            & zicht(b.h.wie.rol, bijdrage, b.regels.van(s.gemeente, b.nu))
        )
    )
    # Avoidance is the content of a signal: it is told only of organisations whose signal may be shown as such (V06).
    open_ = {beeld.bijdrage.organisatie for beeld in beelden if Veld.SOORT in beeld.velden}
    mijders = {id_: naam for id_, naam in bekend.items() if id_ in open_}
    soort = stapeling.matchsoort(match.steun, convenant)
    dringend = any(spoed(s, b.nu, b.regels.van(s.gemeente, b.nu), b.regels.vrij) for s in tellend)
    tijdlijn = matches.tijdlijn(b.h.tx, match.id)
    uiterlijk = _aanvaarden_voor(match, tijdlijn, convenant.termijn_aanvaarden(spoed=dringend), b.regels.vrij)
    return Matchbeeld(
        match,
        soort,
        dringend,
        b.regisseur_van(match),
        uiterlijk,
        tuple(uitleg_match(match, soort, [(beeld.bijdrage, beeld.velden) for beeld in beelden], namen, convenant)),
        beelden,
        tuple(
            Bevindingbeeld(
                bevinding.dag,
                bevinding.soort.value,
                _namen(bevinding.organisaties, mijders if bevinding.soort is Bevindingsoort.MIJDING else bekend),
                _namen(bevinding.kinderen, kinderen),
            )
            for bevinding in match.bevindingen
        ),
        tuple(
            Tijdlijnbeeld(g.moment, g.soort.value, zin(g, wie), _namen(g.organisaties, wie), g.gewicht)
            for g in tijdlijn
            for wie in (mijders if g.reden == Bevindingsoort.MIJDING else bekend,)
        ),
        vervolg_match(match, uiterlijk),
    )


def _namen(ids: Collection[UUID], bekend: Mapping[UUID, str]) -> tuple[str, ...]:
    """Those that may be named, by name."""
    return tuple(sorted(bekend[id_] for id_ in ids if id_ in bekend))


def _niet_gevallen(signaal: Signaal) -> bool:
    """Its organisation may still be named in what happened before: not asleep, not withdrawn as wrong (M11)."""
    return signaal.slaapt_sinds is None and not signaal.ten_onrechte


def _kindnamen(signalen: Sequence[Signaal]) -> dict[UUID, str]:
    """`kind 1`, `kind 2`, in order of their first report, so that a child who joins later gets the next number."""
    op_volgorde = dict.fromkeys(s.kind for s in sorted(signalen, key=lambda s: (s.geregistreerd, str(s.id))))
    return {kind: f"kind {nummer}" for nummer, kind in enumerate(op_volgorde, 1)}


def _aanvaarden_voor(match: Match, tijdlijn: list[Gevolg], werkdagen: int, vrij: Collection[date]) -> date | None:
    """The last day to accept (R03)."""
    toegewezen = [g.moment for g in tijdlijn if g.soort is Gevolgsoort.MATCH_TOEGEWEZEN]
    if match.status is not Matchstatus.TOEGEWEZEN or not toegewezen:
        return None
    return na_werkdagen(dag(toegewezen[-1]), werkdagen, vrij)
