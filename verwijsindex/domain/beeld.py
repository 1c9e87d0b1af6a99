# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a viewer is shown of a match or of his own signal: facts, cut by gate 3 and put into words (I01, I02, M13)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain import stapeling
from verwijsindex.domain.daden import Gevolg, Gevolgsoort
from verwijsindex.domain.inzage import CONTACT, Kijker, Veld, zicht
from verwijsindex.domain.match import Bevindingsoort, Bijdrage, Match
from verwijsindex.domain.opvolgbeeld import Opvolging, opvolging
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.signaal import Contactpunt, Signaal
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.uitleg import uitleg_match, vervolg_match, zin


@dataclass(frozen=True, slots=True)
class Bijdragebeeld:
    """One signal as this viewer may see it: what is outside `velden` may not be shown."""

    signaal: UUID
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
class Taakbeeld:
    """What the director is asked to do for a child (V07)."""

    id: UUID
    kind: str
    voor: date
    gedaan: bool


@dataclass(frozen=True, slots=True)
class Matchbeeld:
    """A match as this viewer may see it (I02)."""

    match: Match
    soort: str
    spoed: bool
    multiproblematiek: bool
    regisseur: Regisseur | None
    opvolging: Opvolging
    uitleg: tuple[str, ...]
    signalen: tuple[Bijdragebeeld, ...]
    bevindingen: tuple[Bevindingbeeld, ...]
    tijdlijn: tuple[Tijdlijnbeeld, ...]
    taken: tuple[Taakbeeld, ...]
    jeugdigen: int | None
    vervolg: str


@dataclass(frozen=True, slots=True)
class Partijbeeld:
    """Another party to call, once, however many signals it has (I01); `signalen` are those that this shows."""

    organisatie: str
    contactpunt: Contactpunt
    signalen: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Melderbeeld:
    """What a reporter hears of the match in which his signal counts (I01); `jeugdigen` in the statutory index only."""

    match: Match
    regisseur: Regisseur | None
    anderen: tuple[Partijbeeld, ...]
    verschillende_jeugdigen: bool | None


# What says that a party came or what it said is only for who may know which party.
OVER_BASISZORG = frozenset({Gevolgsoort.BASISZORG_TE_BEREIKEN, Gevolgsoort.BASISZORG_BEREIKT})
VAN_OPVOLGING = frozenset({"R04", "R06", "R07", "R10"})
OVER_ANDEREN = frozenset({Gevolgsoort.NIEUWE_ORGANISATIE, Gevolgsoort.EERSTE_VEILIGHEIDSGROND})


def melderbeeld(
    kijker: Kijker, signaal: Signaal, match: Match | None, stand: Stand, regisseur: Regisseur | None
) -> Melderbeeld | None:
    """The match through one's own counting signal; None where there is none, or none that he may hear of (I01, V03)."""
    if match is None or Veld.BESTAAN not in zicht(kijker, match, None, stand):
        return None
    anderen = [s for s in stand.tellend_in(match) if s.organisatie != signaal.organisatie]
    gezien = [s for s in anderen if zicht(kijker, s, match, stand) >= CONTACT]
    wettelijk = stand.convenant(match.gemeente).alleen_contactgegevens
    return Melderbeeld(
        match,
        regisseur,
        tuple(_partijen(gezien, stand)),
        any(s.kind != signaal.kind for s in gezien) if wettelijk else None,
    )


def _partijen(gezien: Sequence[Signaal], stand: Stand) -> Iterator[Partijbeeld]:
    """By name, and where one has several contact points, each of them."""
    per_partij: dict[tuple[str, Contactpunt], list[UUID]] = {}
    for signaal in gezien:
        sleutel = (stand.partijen[signaal.organisatie].naam, signaal.contactpunt)
        per_partij.setdefault(sleutel, []).append(signaal.id)
    for (naam, contactpunt), signalen in sorted(per_partij.items(), key=lambda paar: str(paar[0])):
        yield Partijbeeld(naam, contactpunt, tuple(signalen))


def matchbeeld(
    kijker: Kijker, match: Match, stand: Stand, tijdlijn: Sequence[Gevolg], regisseurs: Mapping[UUID, Regisseur]
) -> Matchbeeld:
    """Everything of a match that `kijker` may see (I02, M13). He may see the match: ask `zicht` first.

    `regisseurs` are its director and those who were asked to take over, by id.
    """
    convenant = stand.convenant(match.gemeente)
    in_beeld = [(s, velden) for s in _kandidaten(match, stand) if (velden := zicht(kijker, s, match, stand))]
    namen = {s.organisatie: stand.partijen[s.organisatie].naam for s, velden in in_beeld if Veld.ORGANISATIE in velden}
    kinderen = _kindnamen([s for s, velden in in_beeld if Veld.KIND in velden])
    tellend = [(s, velden) for s, velden in in_beeld if stand.regels.telt(s, stand.nu)]
    beelden = tuple(_bijdrage(s, velden, kinderen, stand) for s, velden in tellend)
    # Avoidance is the content of a signal: it is told only of organisations whose signal may be shown as such (V06).
    open_ = {s.organisatie for s, velden in in_beeld if Veld.SOORT in velden}
    mijders = {id_: naam for id_, naam in namen.items() if id_ in open_}
    # A first safety ground is told only of whose ground may be known (V03).
    inroepers = {s.organisatie for s, velden in in_beeld if Veld.VEILIGHEID in velden}
    veilig = {id_: naam for id_, naam in namen.items() if id_ in inroepers}
    # A task or line on the basic care says that there is such a ground: gone with it (M11).
    onveilig = frozenset(s.kind for s, velden in in_beeld if Veld.VEILIGHEID in velden)
    # One weight that is not seen would follow from the others and their sum, also of a signal that fell (M11).
    weegbaar = {s.id for s, velden in in_beeld if _weegbaar(s, velden, stand)}
    gewogen = weegbaar >= {s.id for s in _van_kinderen(match, stand) if not _sliep_altijd(s)}
    soort = stapeling.matchsoort(match.steun, convenant)
    dringend = any(stand.spoed(s) for s, velden in tellend if Veld.VEILIGHEID in velden)
    gevolgd = opvolging(match, stand, regisseurs, onveilig, dringend=dringend)
    return Matchbeeld(
        match,
        soort,
        dringend,
        # As it is now and as far as he may know: what the match remembers is for news only (M09, T04).
        stapeling.multiproblematiek([s for s, _ in tellend], convenant),
        regisseurs.get(match.regisseur) if match.regisseur else None,
        gevolgd,
        tuple(uitleg_match(match, soort, [(b.organisatie, b.bijdrage, b.velden) for b in beelden], convenant)),
        beelden,
        tuple(_bevinding(match, i, mijders, namen, kinderen) for i in range(len(match.bevindingen))),
        tuple(_regels(tijdlijn, Noembaar(namen, mijders, veilig, onveilig, _gevraagd(match, stand)), gewogen=gewogen)),
        tuple(
            Taakbeeld(taak.id, kinderen[taak.kind], taak.voor, taak.gedaan is not None)
            for taak in match.taken
            if taak.kind in onveilig
        ),
        len({s.kind for s, _ in tellend}) if convenant.alleen_contactgegevens else None,
        vervolg_match(match, gevolgd),
    )


def _gevraagd(match: Match, stand: Stand) -> dict[UUID, str]:
    ids = {n.organisatie for n in match.nazorg} | {a.organisatie for a in match.afspraken}
    return {id_: stand.partijen[id_].naam for id_ in ids if id_ in stand.partijen}


def kinderen_bij_naam(kijker: Kijker, match: Match, stand: Stand) -> dict[str, UUID]:
    """The children of a match by the name under which this viewer sees them."""
    gezien = [s for s in _kandidaten(match, stand) if Veld.KIND in zicht(kijker, s, match, stand)]
    return {naam: kind for kind, naam in _kindnamen(gezien).items()}


def _van_kinderen(match: Match, stand: Stand) -> list[Signaal]:
    groep = stand.kinderen_in(match)
    return [s for s in stand.toestand.van_dossier(match.dossier) if s.kind in groep]


def _weegbaar(signaal: Signaal, velden: frozenset[Veld], stand: Stand) -> bool:
    """Its weight is no secret to who sees these fields; a safety ground that he may not know of is in it (V03)."""
    return Veld.GEWICHT in velden and (Veld.VEILIGHEID in velden or not stand.veiligheid_telt(signaal))


def _sliep_altijd(signaal: Signaal) -> bool:
    """It never counted, so no sum holds it (T06)."""
    return signaal.slaapt_sinds is not None and signaal.slaapt_sinds <= signaal.geregistreerd


def _kandidaten(match: Match, stand: Stand) -> list[Signaal]:
    """The signals of the children of the match that did not fall: counting, or ended and not asleep (M11)."""
    return [s for s in _van_kinderen(match, stand) if s.slaapt_sinds is None and not s.ten_onrechte]


def _bijdrage(signaal: Signaal, velden: frozenset[Veld], kinderen: Mapping[UUID, str], stand: Stand) -> Bijdragebeeld:
    """One signal; who may not know of a safety ground sees it as it is without (V03, V06)."""
    gezien = signaal if Veld.VEILIGHEID in velden else replace(signaal, veiligheid=None)
    bijdrage = stapeling.bijdrage(gezien, stand.nu, stand.convenant(signaal.gemeente), stand.vrij)
    naam = stand.partijen[signaal.organisatie].naam
    kind = kinderen[signaal.kind] if Veld.KIND in velden else ""
    return Bijdragebeeld(signaal.id, naam, signaal.contactpunt, kind, bijdrage, velden)


def _bevinding(
    match: Match, plaats: int, mijders: Mapping[UUID, str], namen: Mapping[UUID, str], kinderen: Mapping[UUID, str]
) -> Bevindingbeeld:
    bevinding = match.bevindingen[plaats]
    wie = mijders if bevinding.soort is Bevindingsoort.MIJDING else namen
    return Bevindingbeeld(
        bevinding.dag,
        bevinding.soort.value,
        _namen(bevinding.organisaties, wie),
        _namen(bevinding.kinderen, kinderen),
    )


@dataclass(frozen=True, slots=True)
class Noembaar:
    """The organisations that may be named at all, as avoiding, as invoking a safety ground; and on which children.

    `gevraagd` are those that the director himself asked for aftercare or agreed with: named with that only (R06, R10).
    """

    namen: Mapping[UUID, str]
    mijders: Mapping[UUID, str]
    veilig: Mapping[UUID, str]
    onveilig: frozenset[UUID]
    gevraagd: Mapping[UUID, str]

    def bij(self, gevolg: Gevolg) -> Mapping[UUID, str]:
        """Those who may be named with this consequence."""
        if gevolg.soort is Gevolgsoort.EERSTE_VEILIGHEIDSGROND:
            return self.veilig
        if gevolg.regel in VAN_OPVOLGING:
            return {**self.gevraagd, **self.namen}
        return self.mijders if gevolg.reden == Bevindingsoort.MIJDING else self.namen


def _regels(tijdlijn: Sequence[Gevolg], wie: Noembaar, *, gewogen: bool) -> list[Tijdlijnbeeld]:
    regels = []
    for gevolg in tijdlijn:
        noembaar = wie.bij(gevolg)
        genoemd = _namen(gevolg.organisaties, noembaar)
        volledig = gevolg.organisaties <= wie.namen.keys()
        if gevolg.soort in OVER_ANDEREN and not genoemd:
            continue
        if gevolg.soort is Gevolgsoort.MULTIPROBLEMATIEK and not volledig:
            continue
        if gevolg.soort in OVER_BASISZORG and not gevolg.kinderen & wie.onveilig:
            continue
        # A sum over a party that is no longer there would tell what it weighed.
        getoond = gevolg if gewogen and volledig else replace(gevolg, gewicht=None)
        regels.append(
            Tijdlijnbeeld(gevolg.moment, gevolg.soort.value, zin(getoond, noembaar), genoemd, getoond.gewicht)
        )
    return regels


def _namen(ids: Collection[UUID], bekend: Mapping[UUID, str]) -> tuple[str, ...]:
    """Those that may be named, by name."""
    return tuple(sorted(bekend[id_] for id_ in ids if id_ in bekend))


def _kindnamen(signalen: Sequence[Signaal]) -> dict[UUID, str]:
    """`kind 1`, `kind 2`, in order of their first report, so that a child who joins later gets the next number."""
    op_volgorde = dict.fromkeys(s.kind for s in sorted(signalen, key=lambda s: (s.geregistreerd, str(s.id))))
    return {kind: f"kind {nummer}" for nummer, kind in enumerate(op_volgorde, 1)}
