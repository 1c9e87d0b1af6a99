# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What an access request is told (G03; AVG 15 and 23): of the asker himself, and of nobody else."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from verwijsindex.domain.archief import EerderGemeld
from verwijsindex.domain.inzage import REGIE
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.rechten import Advies, Betreft, Verzoek
from verwijsindex.domain.signaal import (
    Contactpunt,
    Signaal,
    geldende_toestemming,
    toestemmingstand,
    vernietigd_op,
)
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import (
    Categorie,
    Doorgeefreden,
    GeenToestemming,
    Gever,
    Grond,
    Intrekreden,
    Leefgebied,
    NietGeinformeerd,
    Patroon,
    Signaalstatus,
    Soort,
    Toestemmingstand,
)

# Who of these looked tells that there is a safety ground, where one is kept silent.
VERRADERLIJK = frozenset({Categorie.VEILIG_THUIS, Categorie.POLITIE_JUSTITIE})
GEVAAR = frozenset({Doorgeefreden.GEVAAR_VOOR_KIND, Doorgeefreden.GEVAAR_VOOR_OUDER, Doorgeefreden.ONDERZOEK_LOOPT})


class Grondsoort(StrEnum):
    """On which ground a signal stands or stood, as it is told."""

    TOESTEMMING = "toestemming"
    GEEN_TOESTEMMING = "geen-toestemming"
    VEILIGHEID = "veiligheid"
    WET = "wettelijke-melding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertelgrond:
    """One ground: of consent who gave it (never who refused), from and until; of safety the kind of ground."""

    soort: Grondsoort
    door: tuple[Gever, ...] = ()
    op: date | None = None
    tot: date | None = None
    stand: Toestemmingstand | None = None
    veiligheid: Grond | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertelling:
    """One signal as told. To a parent about his own token only that he was named, not what is said of the child.

    `bewaard_tot` is the day on which it is destroyed; None for what was due and waits until the request ends (G02).
    """

    organisatie: str
    contactpunt: Contactpunt
    gemeld: date
    bewaard_tot: date | None
    status: Signaalstatus | None = None
    soort: Soort | None = None
    leefgebieden: tuple[Leefgebied, ...] = ()
    patroon: Patroon | None = None
    vanaf: date | None = None
    tot: date | None = None
    gronden: tuple[Vertelgrond, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blikregel:
    """A look by the log: whose, in which capacity, on which day; `organisatie` of None is the municipality (G03)."""

    organisatie: UUID | None
    rol: Rol
    op: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Blik:
    """Who looked, by organisation and not by person, and on which days."""

    organisatie: str | None
    rol: Rol
    dagen: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inzageantwoord:
    """The whole answer. `verzwegen`: something cannot be told now. `dossier`: is anything held that can be told?"""

    verzoek: Verzoek
    moment: datetime
    signalen: tuple[Vertelling, ...]
    blikken: tuple[Blik, ...]
    verzwegen: bool
    archief: tuple[EerderGemeld, ...] = ()

    @property
    def dossier(self) -> bool:
        """Something is told."""
        return bool(self.signalen or self.archief)


def betrokken(verzoek: Verzoek, signalen: Iterable[Signaal]) -> list[Signaal]:
    """The signals of its municipality that a request is about: on the child itself, or that name the parent (G01)."""
    if verzoek.persoon is None:
        return []
    over_kind = verzoek.betreft is Betreft.KIND
    gevonden = (s for s in signalen if (s.kind == verzoek.persoon if over_kind else verzoek.persoon in s.ouders))
    return sorted((s for s in gevonden if s.gemeente == verzoek.gemeente), key=lambda s: (s.geregistreerd, str(s.id)))


def grond_te_vertellen(signaal: Signaal, advies: Advies | None) -> bool:
    """May the family hear of the safety ground now (G03, AVG 23)? By its organisation's word, else by its facts.

    Without a word it is kept silent where asking or telling was said to be dangerous, also after the ground lapsed.
    """
    grond = signaal.veiligheid
    if grond is None:
        return True
    if advies and advies.grond_vertellen is not None:
        return advies.grond_vertellen
    if signaal.informering.niet_omdat is NietGeinformeerd.GEVAAR:
        return False
    if grond.niet_doorgeven and grond.niet_doorgeven.reden in GEVAAR:
        return False
    feiten = grond.onderbouwing
    if feiten is None:
        return False
    gevaarlijk = feiten.geen_toestemming is GeenToestemming.VRAGEN_GEEFT_GEVAAR
    return not gevaarlijk and feiten.informering.niet_omdat is not NietGeinformeerd.GEVAAR


def te_vertellen(signaal: Signaal, advies: Advies | None, stand: Stand) -> bool:
    """A signal whose ground is kept silent is told only where it would look the same without that ground (G03).

    So where the family's consent carries it now, or where the ground carries it no more: a signal that goes on after a
    no, or without a question, would tell what it stands on.
    """
    if grond_te_vertellen(signaal, advies) or not stand.veiligheid_telt(signaal):
        return True
    return geldende_toestemming(signaal, stand.nu, stand.convenant(signaal.gemeente)) is not None


def inzageantwoord(
    verzoek: Verzoek,
    stand: Stand | None,
    blikken: Sequence[Blikregel],
    kijkers: Mapping[UUID, Organisatie],
    moment: datetime,
    wachtend: Collection[UUID] = (),
    archief: tuple[EerderGemeld, ...] = (),
) -> Inzageantwoord:
    """G03: what is told at `moment`; `stand` of None is a person of whom nothing is held.

    `blikken` are the looks at what is told (see `onderwerpen`), `kijkers` the organisations that looked, by id;
    `wachtend` are the signals that are kept for a request only, `archief` who reported before (B02).
    """
    if stand is None:
        return Inzageantwoord(verzoek=verzoek, moment=moment, signalen=(), blikken=(), verzwegen=False, archief=archief)
    verteld, verzwegen = splits(verzoek, stand)
    iets_verzwegen = bool(verzwegen) or any(not alles_te_vertellen(verzoek, s) for s in verteld)
    vertellingen = [_vertelling(verzoek, signaal, stand, weg=signaal.id in wachtend) for signaal in verteld]
    if verzoek.betreft is Betreft.OUDER:
        vertellingen = _per_organisatie(vertellingen)
    stil = {s.organisatie for s in verzwegen} - {s.organisatie for s in verteld}
    noembaar = [blik for blik in blikken if blik.organisatie not in stil]
    if iets_verzwegen:
        # A director tells that there is a match, which may be there by what is kept silent.
        rollen = REGIE if verzwegen else frozenset[Rol]()
        verraders = {partij.id for partij in kijkers.values() if partij.categorie in VERRADERLIJK}
        noembaar = [blik for blik in noembaar if blik.organisatie not in verraders and blik.rol not in rollen]
    return Inzageantwoord(
        verzoek=verzoek,
        moment=moment,
        signalen=tuple(vertellingen),
        blikken=tuple(_wie_keek(noembaar, kijkers)) if verteld else (),
        verzwegen=iets_verzwegen,
        archief=archief,
    )


def splits(verzoek: Verzoek, stand: Stand) -> tuple[list[Signaal], list[Signaal]]:
    """The signals that are told, and those that are kept silent for safety (G03)."""
    alle = betrokken(verzoek, stand.toestand.signalen.values())
    verteld = [s for s in alle if te_vertellen(s, advies_over(verzoek, s.id), stand)]
    return verteld, [s for s in alle if s not in verteld]


def onderwerpen(verzoek: Verzoek, stand: Stand) -> frozenset[UUID]:
    """Ids of which a look is a look at the asker: the signals that are told, and matches that these carried (G03)."""
    signalen = {s.id for s in splits(verzoek, stand)[0]}
    matches = stand.toestand.matches.values() if verzoek.betreft is Betreft.KIND else ()
    gedragen = {m.id for m in matches if any(steun.signaal in signalen for steun in m.steun)}
    return frozenset(signalen | gedragen)


def advies_over(verzoek: Verzoek, signaal: UUID) -> Advies | None:
    """What was asked and answered about a signal."""
    return next((advies for advies in verzoek.adviezen if advies.signaal == signaal), None)


def alles_te_vertellen(verzoek: Verzoek, signaal: Signaal) -> bool:
    """The whole signal can be told, its safety ground too (G03)."""
    return grond_te_vertellen(signaal, advies_over(verzoek, signaal.id))


def _vertelling(verzoek: Verzoek, signaal: Signaal, stand: Stand, *, weg: bool) -> Vertelling:
    convenant = stand.convenant(signaal.gemeente)
    naam = stand.partijen[signaal.organisatie].naam
    bewaard_tot = None if weg else dag(vernietigd_op(signaal, convenant, stand.vrij))
    gemeld = dag(signaal.geregistreerd)
    kaal = Vertelling(organisatie=naam, contactpunt=signaal.contactpunt, gemeld=gemeld, bewaard_tot=bewaard_tot)
    if verzoek.betreft is Betreft.OUDER:
        return kaal
    if signaal.intrekking and signaal.intrekking.reden is Intrekreden.VERKEERD_KIND:
        # What it says is another child's (S09).
        return replace(kaal, status=signaal.status(stand.nu))
    return replace(
        kaal,
        status=Signaalstatus.VERVALLEN if weg and not signaal.ten_onrechte else signaal.status(stand.nu),
        soort=signaal.soort,
        leefgebieden=tuple(sorted(signaal.leefgebieden)),
        patroon=signaal.patroon,
        vanaf=signaal.vanaf,
        tot=signaal.tot,
        gronden=tuple(_gronden(verzoek, signaal, stand)),
    )


def _gronden(verzoek: Verzoek, signaal: Signaal, stand: Stand) -> Iterable[Vertelgrond]:
    """The family's last word, and the safety ground where that may be told (T07, V03, AVG 23)."""
    convenant = stand.convenant(signaal.gemeente)
    if not convenant.toestemming_vereist:
        yield Vertelgrond(soort=Grondsoort.WET)
        return
    laatste = signaal.toestemming
    if laatste and laatste.geweigerd:
        # One of two parents may have refused: who did is his own business.
        yield Vertelgrond(soort=Grondsoort.GEEN_TOESTEMMING, op=laatste.gegeven_op)
    elif laatste:
        yield Vertelgrond(
            soort=Grondsoort.TOESTEMMING,
            door=tuple(sorted({stem.wie for stem in laatste.stemmen})),
            op=laatste.gegeven_op,
            tot=laatste.tot,
            stand=toestemmingstand(signaal, stand.nu, convenant),
        )
    if signaal.veiligheid and alles_te_vertellen(verzoek, signaal):
        grond = signaal.veiligheid
        yield Vertelgrond(
            soort=Grondsoort.VEILIGHEID,
            veiligheid=grond.grond,
            op=dag(grond.ingeroepen),
            tot=dag(grond.vervallen) if grond.vervallen else None,
        )


def _per_organisatie(vertellingen: Sequence[Vertelling]) -> list[Vertelling]:
    """One per organisation, so that a parent's answer does not count children: first named, kept until the last day."""
    samen: dict[str, Vertelling] = {}
    for v in vertellingen:
        eerder = samen.get(v.organisatie, v)
        samen[v.organisatie] = replace(
            v,
            gemeld=min(eerder.gemeld, v.gemeld),
            bewaard_tot=max((d for d in (eerder.bewaard_tot, v.bewaard_tot) if d), default=None),
        )
    return list(samen.values())


def _wie_keek(blikken: Sequence[Blikregel], kijkers: Mapping[UUID, Organisatie]) -> Iterable[Blik]:
    """By organisation and capacity, in order of the first day (G03)."""
    dagen: dict[tuple[UUID | None, Rol], set[date]] = {}
    for blik in blikken:
        dagen.setdefault((blik.organisatie, blik.rol), set()).add(blik.op)
    for (organisatie, rol), op in sorted(dagen.items(), key=lambda deel: (min(deel[1]), str(deel[0]))):
        partij = kijkers.get(organisatie) if organisatie else None
        yield Blik(organisatie=partij.naam if partij else None, rol=rol, dagen=tuple(sorted(op)))
