# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Registering, ending, withdrawing and reading signals (A, S)."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from pydantic import TypeAdapter

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.daden import Beeindiging, Registratie, Terugtrekking, Veiligheidsdaad
from verwijsindex.domain.errors import NietGevonden, NietToegestaan, OngeldigeInvoer, Strijdig
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.organisatie import Organisatie, Professional
from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.domain.signaal import (
    Bevestiging,
    Contactpunt,
    Informering,
    Signaal,
    Toestemming,
    Veiligheidsgrond,
    poort_1,
    poort_2,
)
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.uitleg import vervolg_signaal
from verwijsindex.domain.veiligheid import mag_doorbreken
from verwijsindex.domain.verloop import open_signaal
from verwijsindex.domain.woorden import Grond, Intrekreden, Leefgebied, Onthulling, Patroon, Soort
from verwijsindex.storage import families, signalen
from verwijsindex.use_cases.deelnemer import aangewezen, deelnemer
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling, handeling, met_herstart
from verwijsindex.use_cases.ports import Tools


@dataclass(frozen=True, slots=True)
class Envelop:
    """Sealed identity: the municipality's key id and 560 bytes of ciphertext."""

    kid: str
    ct: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Aanmelding:
    """A report as it came in: well-formed, not yet judged. Tokens are sealed boxes of 80 bytes."""

    signaal_id: UUID
    kind_token: bytes
    ouder_tokens: tuple[bytes, ...]
    sleutel_versie: int
    geboortemaand: str
    uiterlijk_tot: date
    gemeente: str
    gebied: str | None
    soort: Soort
    leefgebieden: frozenset[Leefgebied]
    patroon: Patroon | None
    vanaf: date
    tot: date | None
    contactpunt: Contactpunt
    onthulling: Onthulling
    envelop: Envelop | None
    professional: str
    bevestigd_op: datetime
    redelijk_vermoeden: bool
    informering: Informering
    herkomst: str | None
    toestemming: Toestemming | None
    grond: Grond | None


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What a reporter is told: his id, state, whether it counts and why, what is next; `nieuw` only the first time."""

    signaal_id: UUID
    status: str
    telt: bool
    waarom: str
    regel: str
    vervolg: str
    veiligheidsgrond: UUID | None
    match: bool
    nieuw: bool = False


Plaats = tuple[datetime, UUID]
ANTWOORD: TypeAdapter[Antwoord] = TypeAdapter(Antwoord)
VORM: TypeAdapter[Aanmelding] = TypeAdapter(Aanmelding)
ANDER_SIGNAAL = geweigerd(
    "signaal-id-bestaat",
    "S04",
    "Onder dit signaalId is al een ander signaal ingediend. Gebruik een nieuw signaalId.",
    "/signaalId",
)
PROFESSIONAL_ANDERS = geweigerd(
    "professional-anders",
    "A03",
    "Het token staat op naam van een ander dan wie bevestigt. Vraag een token op zijn naam.",
    "/bevestiging/professional",
)
GROND_BLIJFT = geweigerd(
    "grond-blijft-ontbreekt",
    "V04",
    "Zeg bij het beëindigen of de veiligheidsgrond blijft gelden in het nazorgvenster.",
    "/grondBlijft",
)
GROND_STAAT = replace(
    GROND_BLIJFT,
    zin="Op dit signaal staat een veiligheidsgrond. Beëindig het apart, en zeg daarbij of de grond blijft gelden.",
    wijzer="/tot",
)
ENVELOP_ONTBREEKT = geweigerd(
    "envelop-ontbreekt", "S03", "Bij onthulling `envelop` hoort een envelop. Stuur hem mee.", "/envelop"
)
ENVELOP_TE_VEEL = geweigerd(
    "envelop-te-veel", "S03", "Bij onthulling `terugbellen` hoort geen envelop. Haal hem weg.", "/envelop"
)


def registreer(tools: Tools, wie: Aanroep, aanmelding: Aanmelding) -> Antwoord:
    """Register a signal (gate 1, gate 2, stacking) in one transaction; a repeat gives the first answer (S04, S05).

    Raises NietToegestaan (a rule), OngeldigeInvoer (`token-ongeldig`), Strijdig (same id, other content), Onbereikbaar.
    """
    return met_herstart(lambda: _registreer(tools, wie, aanmelding))


def _registreer(tools: Tools, wie: Aanroep, aanmelding: Aanmelding) -> Antwoord:
    with handeling(tools, wie, "signaal:registreren") as h:
        organisatie, professional = deelnemer(h)
        _toets_envelop(aanmelding)
        kind, ouders = _open_tokens(tools, organisatie.id, aanmelding)
        vingerafdruk = _vingerafdruk(aanmelding, kind, ouders)
        # A repeat names persons who may be forgotten since: it must not make the index know them again (B03).
        if eerder := signalen.indiening(h.tx, organisatie.id, aanmelding.signaal_id):
            return _herhaald(h, eerder, vingerafdruk)
        ids = families.personen(h.tx, [kind, *ouders])
        persoon, ouder_ids = ids[kind.sleutel], frozenset(ids[ouder.sleutel] for ouder in ouders)
        b = Bewerking(h, families.vergrendel(h.tx, {persoon, *ouder_ids}))
        if eerder := signalen.indiening(h.tx, organisatie.id, aanmelding.signaal_id):
            b.rond_af()
            return _herhaald(h, eerder, vingerafdruk)

        # Under the lock, at the moment that the deed takes effect: a day may have ended while it waited (Z01).
        signaal = _concept(aanmelding, organisatie.id, professional, b.nu, persoon, ouder_ids)
        h.volgens(_toets(signaal, organisatie, professional, b, aanmelding))
        open_ = open_signaal(b.toestand, organisatie.id, persoon, b.nu)
        if open_ and grond_staat(open_) and signaal.tot and signaal.tot <= dag(b.nu):
            raise OngeldigeInvoer([GROND_STAAT])
        b.doe(Registratie(signaal))
        b.rond_af()
        signaal = b.toestand.signalen[open_.id if open_ else signaal.id]
        antwoord = _antwoord(b, signaal, aanmelding.signaal_id)
        h.over("signaal", signaal.id)
        h.grond = antwoord.waarom
        if not signalen.dien_in(
            h.tx, organisatie.id, aanmelding.signaal_id, signaal.id, vingerafdruk, ANTWOORD.dump_python(antwoord), b.nu
        ):
            raise Strijdig([ANDER_SIGNAAL])
        if aanmelding.envelop:
            verzegeld = tools.kluis.berg(aanmelding.envelop.ct, signaal.id)
            signalen.bewaar_envelop(h.tx, signaal.id, aanmelding.envelop.kid, verzegeld)
        elif open_:
            signalen.verwijder_envelop(h.tx, signaal.id)
        return replace(antwoord, nieuw=True)


def _toets_envelop(a: Aanmelding) -> None:
    """S03: an envelope exactly where the reveal mode says so. Raises OngeldigeInvoer."""
    verwacht = a.onthulling is Onthulling.ENVELOP
    if verwacht is not bool(a.envelop):
        raise OngeldigeInvoer([ENVELOP_ONTBREEKT if verwacht else ENVELOP_TE_VEEL])


def _open_tokens(tools: Tools, organisatie: UUID, a: Aanmelding) -> tuple[Pseudoniem, list[Pseudoniem]]:
    """Child and parents, each a different person. Raises OngeldigeInvoer naming every token that does not open."""
    dozen = [("/kindToken", "kind", a.kind_token)]
    dozen += [(f"/ouderTokens/{plaats}", "ouder", doos) for plaats, doos in enumerate(a.ouder_tokens)]
    personen, fouten = [], []
    for wijzer, rol, doos in dozen:
        try:
            personen.append(tools.kluis.open_token(doos, organisatie, a.signaal_id, rol, a.sleutel_versie))
        except OngeldigeInvoer as fout:
            fouten.append(replace(fout.eerste, wijzer=wijzer))
    if not fouten and len({persoon.sleutel for persoon in personen}) != len(dozen):
        zin = "Een kind is niet zijn eigen ouder, en een ouder telt een keer."
        fouten.append(geweigerd("ouder-dubbel", "S03", zin, "/ouderTokens"))
    if fouten:
        raise OngeldigeInvoer(fouten)
    return personen[0], personen[1:]


def _concept(
    a: Aanmelding,
    organisatie: UUID,
    professional: Professional | None,
    nu: datetime,
    kind: UUID,
    ouders: frozenset[UUID],
) -> Signaal:
    """The signal as the rules judge it."""
    wie = professional.id if professional else UUID(int=0)
    return Signaal(
        id=uuid4(),
        organisatie=organisatie,
        kind=kind,
        ouders=ouders,
        gemeente=a.gemeente,
        gebied=a.gebied,
        geboortemaand=a.geboortemaand,
        uiterlijk_tot=a.uiterlijk_tot,
        soort=a.soort,
        leefgebieden=a.leefgebieden,
        patroon=a.patroon,
        vanaf=a.vanaf,
        tot=a.tot,
        contactpunt=a.contactpunt,
        onthulling=a.onthulling,
        bevestiging=Bevestiging(wie, a.bevestigd_op, a.redelijk_vermoeden),
        informering=a.informering,
        herkomst=a.herkomst,
        geregistreerd=nu,
        laatst_gemeld=nu,
        toestemming=a.toestemming,
        veiligheid=Veiligheidsgrond(uuid4(), a.grond, nu, wie) if a.grond else None,
    )


def _toets(
    signaal: Signaal, organisatie: Organisatie, professional: Professional | None, b: Bewerking, aanmelding: Aanmelding
) -> Convenant:
    """Gate 1: the convenant by which the signal may be registered. Raises NietToegestaan with all refusals at once."""
    vandaag = dag(b.nu)
    convenant = b.regels.convenanten.geldend(aanmelding.gemeente, vandaag)
    besluiten = list(poort_1(signaal, organisatie, professional, convenant, vandaag))
    if professional and professional.kenmerk != aanmelding.professional:
        besluiten.append(PROFESSIONAL_ANDERS)
    if aanmelding.grond and not (mag := mag_doorbreken(professional)):
        besluiten.append(mag)
    if convenant is None or besluiten:
        raise NietToegestaan(besluiten)
    return convenant


def _vingerafdruk(a: Aanmelding, kind: Pseudoniem, ouders: Iterable[Pseudoniem]) -> bytes:
    """S04: equal for the same persons and fields; boxes and ciphertext are random, and of no version of a key.

    Persons by lookup key, of which only this digest is stored: an id would change when somebody else's signal goes.
    """
    velden = VORM.dump_python(a, mode="json", exclude={"kind_token", "ouder_tokens", "sleutel_versie", "envelop"})
    velden["leefgebieden"] = sorted(velden["leefgebieden"])
    kid = a.envelop.kid if a.envelop else None
    feiten = [kind.sleutel.hex(), sorted(ouder.sleutel.hex() for ouder in ouders), kid, velden]
    return hashlib.sha256(json.dumps(feiten, sort_keys=True).encode()).digest()


def _herhaald(h: Handeling, eerder: signalen.Indiening, vingerafdruk: bytes) -> Antwoord:
    h.over("signaal", eerder.signaal)
    if eerder.vingerafdruk != vingerafdruk:
        raise Strijdig([ANDER_SIGNAAL])
    return ANTWOORD.validate_python(eerder.antwoord)


def _antwoord(b: Bewerking, signaal: Signaal, signaal_id: UUID) -> Antwoord:
    convenant = b.regels.van(signaal.gemeente, b.nu)
    besluit = poort_2(signaal, b.nu, convenant, b.regels.vrij)
    telt = b.regels.telt(signaal, b.nu)
    match = b.match_van(signaal)
    return Antwoord(
        signaal_id,
        signaal.status(b.nu).value,
        telt,
        besluit.code,
        besluit.regel,
        vervolg_signaal(signaal, besluit, telt, match, b.regisseur_van(match), convenant.slaap_dagen),
        signaal.veiligheid.id if signaal.veiligheid else None,
        match is not None,
    )


def eigen_signaal(h: Handeling, signaal_id: UUID) -> tuple[Bewerking, Signaal]:
    """Lock the family of an own signal, by own id; not there, or another's, is the same (A06, I06)."""
    organisatie, _ = deelnemer(h)
    gevonden = signalen.indiening(h.tx, organisatie.id, signaal_id)
    if gevonden is None:
        raise NietGevonden
    b = Bewerking(h, families.vergrendel_signaal(h.tx, gevonden.signaal))
    if gevonden.signaal not in b.toestand.signalen:
        raise NietGevonden
    h.over("signaal", gevonden.signaal)
    return b, b.toestand.signalen[gevonden.signaal]


def grond_staat(signaal: Signaal) -> bool:
    """A V-ground stands on the signal: confirmed or not, it did not lapse (V03, V04)."""
    return signaal.veiligheid is not None and signaal.veiligheid.vervallen is None


def beeindig(tools: Tools, wie: Aanroep, signaal_id: UUID, tot: date, *, grond_blijft: bool | None = None) -> Antwoord:
    """End the involvement on day `tot`, not after today (S06).

    A V-ground that stands asks for `grond_blijft`, which is its last review and so a person's word (V04, A03).
    """

    def daad() -> Antwoord:
        with handeling(tools, wie, "signaal:beeindigen") as h:
            b, signaal = eigen_signaal(h, signaal_id)
            if wie.professional or grond_staat(signaal):
                aangewezen(h)
            if not signaal.actief_op(b.nu):
                raise Strijdig([geweigerd("al-beeindigd", "S06", "Dit signaal is al beëindigd of ingetrokken.")])
            if tot > dag(b.nu) or tot < signaal.vanaf:
                zin = "tot ligt na vandaag of voor het begin."
                raise OngeldigeInvoer([geweigerd("einddatum-ongeldig", "S06", zin, "/tot")])
            if grond_staat(signaal) and grond_blijft is None:
                raise OngeldigeInvoer([GROND_BLIJFT])
            return pas_toe(b, signaal_id, Beeindiging(signaal.id, tot, bool(grond_blijft)))

    return met_herstart(daad)


def trek_in(tools: Tools, wie: Aanroep, signaal_id: UUID, reden: Intrekreden) -> Antwoord:
    """Withdraw an own signal with a reason; that it was wrong may still turn out when the risk is gone (S06, S09)."""

    def daad() -> Antwoord:
        with handeling(tools, wie, "signaal:intrekken") as h:
            b, signaal = eigen_signaal(h, signaal_id)
            if wie.professional:
                aangewezen(h)
            if signaal.ten_onrechte or (signaal.intrekking and reden is Intrekreden.RISICO_GEWEKEN):
                raise Strijdig([geweigerd("al-ingetrokken", "S06", "Dit signaal is al ingetrokken.")])
            return pas_toe(b, signaal_id, Terugtrekking(signaal.id, reden))

    return met_herstart(daad)


def pas_toe(b: Bewerking, signaal_id: UUID, daad: Beeindiging | Terugtrekking | Veiligheidsdaad) -> Antwoord:
    """Do a deed on one own signal and answer what came of it."""
    b.doe(daad)
    b.rond_af()
    return _antwoord(b, b.toestand.signalen[daad.signaal], signaal_id)


@dataclass(frozen=True, slots=True)
class EigenBeeld:
    """An own signal with its answer of this moment (M13, A06)."""

    antwoord: Antwoord
    signaal: Signaal

    @property
    def plaats(self) -> Plaats:
        """Its place in the list of own signals."""
        return self.signaal.geregistreerd, self.signaal.id


def lees(tools: Tools, wie: Aanroep, signaal_id: UUID) -> EigenBeeld:
    """An own signal: its state, whether it counts, and why. Time that passed is dealt with first."""

    def blik() -> EigenBeeld:
        with handeling(tools, wie, "signaal:bekijken") as h:
            b, signaal = eigen_signaal(h, signaal_id)
            b.rond_af()
            return EigenBeeld(_antwoord(b, signaal, signaal_id), signaal)

    return met_herstart(blik)


def lijst(tools: Tools, wie: Aanroep, na: Plaats | None, aantal: int) -> tuple[list[EigenBeeld], Plaats | None]:
    """Own signals in order of registration, each as `lees` would show it (A06, I06); the place to go on from."""
    with handeling(tools, wie, "signaal:opsommen") as h:
        organisatie, _ = deelnemer(h)
        gevonden = signalen.eigen(h.tx, organisatie.id, na, aantal)
    beelden = []
    for id_, _ in gevonden:
        with suppress(NietGevonden):
            beelden.append(lees(tools, wie, id_))
    return beelden, gevonden[-1][1] if len(gevonden) == aantal else None
