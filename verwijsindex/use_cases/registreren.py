# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Registering a signal: gate 1, gate 2, stacking, in one transaction (A, S)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from pydantic import TypeAdapter

from verwijsindex.domain import bijwerken, veiligheid
from verwijsindex.domain.archief import GEZEGD, EerderGemeld, spreekt, zin
from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.daden import Registratie
from verwijsindex.domain.errors import NietToegestaan, OngeldigeInvoer, Strijdig
from verwijsindex.domain.informering import Informering
from verwijsindex.domain.logboek import Aanroep
from verwijsindex.domain.opgave import Grondopgave, Toestemmingsopgave
from verwijsindex.domain.organisatie import Organisatie, Professional
from verwijsindex.domain.poort_1 import GEEN_CONVENANT, poort_1
from verwijsindex.domain.pseudoniem import Pseudoniem
from verwijsindex.domain.signaal import Bevestiging, Contactpunt, Signaal, grond_staat
from verwijsindex.domain.sleutels import Stand
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.verloop import open_signaal
from verwijsindex.domain.woorden import Leefgebied, Onthulling, Patroon, Soort
from verwijsindex.storage import archief, families, organisaties, signalen, sleutels
from verwijsindex.use_cases.antwoord import Antwoord, antwoord_van, eerder_gemeld
from verwijsindex.use_cases.deelnemer import deelnemer
from verwijsindex.use_cases.familie import Bewerking
from verwijsindex.use_cases.handeling import Handeling, handeling, met_herstart
from verwijsindex.use_cases.herhaling import Vingerafdruk
from verwijsindex.use_cases.ports import Tools
from verwijsindex.use_cases.vernietigen import vergeet_personen, vernietig_envelop, ververs_personen


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
    toestemming: Toestemmingsopgave | None
    grond: Grondopgave | None


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
GROND_STAAT = geweigerd(
    "grond-blijft-ontbreekt",
    "V04",
    "Op dit signaal staat een veiligheidsgrond. Beëindig het apart, en zeg daarbij of de grond blijft gelden.",
    "/tot",
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
        stand = sleutels.stand(h.tx)
        kind, ouders = _open_tokens(tools, organisatie.id, aanmelding, stand)
        vingerafdruk = _vingerafdruk(aanmelding, kind, ouders)
        # A repeat names persons who may be forgotten since: it must not make the index know them again (B03).
        if eerder := signalen.indiening(h.tx, organisatie.id, aanmelding.signaal_id):
            return _herhaald(h, eerder, vingerafdruk, kind)
        ids = families.personen(h.tx, [kind, *ouders])
        persoon, ouder_ids = ids[kind.sleutel], frozenset(ids[ouder.sleutel] for ouder in ouders)
        b = Bewerking(h, families.vergrendel(h.tx, {persoon, *ouder_ids}))
        if eerder := signalen.indiening(h.tx, organisatie.id, aanmelding.signaal_id):
            b.rond_af()
            return _herhaald(h, eerder, vingerafdruk, kind)

        # Under the lock, at the moment that the deed takes effect: a day may have ended while it waited (Z01).
        convenant = h.volgens(_convenant(b, aanmelding))
        signaal = _concept(aanmelding, organisatie.id, professional, b.nu, persoon, ouder_ids, convenant)
        _toets(signaal, organisatie, professional, convenant, aanmelding, b.nu)
        open_ = open_signaal(b.toestand, organisatie.id, persoon, b.nu)
        if open_ and grond_staat(open_) and signaal.tot and signaal.tot <= dag(b.nu):
            raise OngeldigeInvoer([GROND_STAAT])
        if open_:
            _eis_herhaling(open_, signaal)
        b.doe(Registratie(signaal))
        b.rond_af()
        signaal = b.toestand.signalen[open_.id if open_ else signaal.id]
        antwoord = antwoord_van(b, signaal, aanmelding.signaal_id, organisatie)
        h.over("signaal", signaal.id)
        if signaal.veiligheid and signaal.veiligheid.ingeroepen == b.nu:
            h.ook.append("veiligheidsgrond:inroepen")
        h.grond = antwoord.waarom
        inhoud = ANTWOORD.dump_python(antwoord, exclude={"eerder_gemeld"})
        if not signalen.dien_in(
            h.tx, organisatie.id, aanmelding.signaal_id, signaal.id, vingerafdruk.bewaard, inhoud, b.nu
        ):
            raise Strijdig([ANDER_SIGNAAL])
        if aanmelding.envelop:
            eerder_bij = signalen.plaats_van_envelop(h.tx, signaal.id) if open_ else None
            verzegeld, plaats = tools.kluis.berg_eigen(aanmelding.envelop.ct, signaal.id, eerder_bij, stand)
            signalen.bewaar_envelop(h.tx, signaal.id, aanmelding.envelop.kid, verzegeld, plaats)
        elif open_:
            vernietig_envelop(h, signaal.id)
        # At a new report: who had one open hears nothing, and it is kept for who comes (M15).
        gezegd = () if open_ else _spreek(h, signaal, organisatie, convenant, b.nu)
        ververs_personen(h, [kind, *ouders])
        if open_ and open_.ouders != signaal.ouders:
            # Who is named no more is known no more (B01); last, as no key comes back when a transaction is undone.
            vergeet_personen(h, b.familie.id)
        return _met_eerder(replace(antwoord, nieuw=True), gezegd)


def _spreek(
    h: Handeling, signaal: Signaal, organisatie: Organisatie, convenant: Convenant, nu: datetime
) -> tuple[EerderGemeld, ...]:
    """M15: who reported before is named, and named no more."""
    if not convenant.archief_jaren:
        return ()
    stukken = archief.te_zeggen(h.tx, signaal.kind, signaal.gemeente, dag(nu))
    partijen = organisaties.partijen(h.tx, {stuk.organisatie for stuk in stukken})
    stukken = [stuk for stuk in stukken if spreekt(stuk, partijen[stuk.organisatie], organisatie, convenant)]
    if stukken:
        archief.zeg(h.tx, [stuk.id for stuk in stukken], signaal.id, nu)
        h.ook.append("archief:bekijken")
    return eerder_gemeld(h.tx, stukken)


def _met_eerder(antwoord: Antwoord, gezegd: tuple[EerderGemeld, ...]) -> Antwoord:
    vervolg = f"{antwoord.vervolg} {zin(gezegd)}" if gezegd else antwoord.vervolg
    return replace(antwoord, vervolg=vervolg, eerder_gemeld=gezegd)


def _eis_herhaling(open_: Signaal, nieuw: Signaal) -> None:
    """S05: nothing that a further report says of ground or consent gets lost. Raises Strijdig."""
    besluiten = (
        veiligheid.mag_herhalen(open_.veiligheid, nieuw.veiligheid),
        bijwerken.mag_herhalen(open_.toestemmingen, nieuw.toestemming),
    )
    if bezwaren := [besluit for besluit in besluiten if not besluit]:
        raise Strijdig(bezwaren)


def _toets_envelop(a: Aanmelding) -> None:
    """S03: an envelope exactly where the reveal mode says so. Raises OngeldigeInvoer."""
    verwacht = a.onthulling is Onthulling.ENVELOP
    if verwacht is not bool(a.envelop):
        raise OngeldigeInvoer([ENVELOP_ONTBREEKT if verwacht else ENVELOP_TE_VEEL])


def _open_tokens(tools: Tools, organisatie: UUID, a: Aanmelding, stand: Stand) -> tuple[Pseudoniem, list[Pseudoniem]]:
    """Child and parents, each a different person. Raises OngeldigeInvoer naming every token that does not open."""
    dozen = [("/kindToken", "kind", a.kind_token)]
    dozen += [(f"/ouderTokens/{plaats}", "ouder", doos) for plaats, doos in enumerate(a.ouder_tokens)]
    personen, fouten = [], []
    for wijzer, rol, doos in dozen:
        try:
            personen.append(tools.kluis.open_token(doos, organisatie, a.signaal_id, rol, a.sleutel_versie, stand))
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
    convenant: Convenant,
) -> Signaal:
    """The signal as the rules judge it; the statutory index keeps neither domains nor pattern (S03, Jw 7.1.4.3)."""
    inhoud = not convenant.alleen_contactgegevens
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
        leefgebieden=a.leefgebieden if inhoud else frozenset(),
        patroon=a.patroon if inhoud else None,
        vanaf=a.vanaf,
        tot=a.tot,
        contactpunt=a.contactpunt,
        onthulling=a.onthulling,
        bevestiging=Bevestiging(wie, a.bevestigd_op, a.redelijk_vermoeden),
        informering=a.informering,
        herkomst=a.herkomst,
        geregistreerd=nu,
        laatst_gemeld=nu,
        toestemmingen=(a.toestemming.toestemming(a.geboortemaand, convenant, nu, wie),) if a.toestemming else (),
        veiligheid=a.grond.veiligheidsgrond(nu, wie) if a.grond else None,
    )


def _convenant(b: Bewerking, aanmelding: Aanmelding) -> Convenant:
    """The version in force. Raises NietToegestaan."""
    convenant = b.regels.convenanten.geldend(aanmelding.gemeente, dag(b.nu))
    if convenant is None:
        raise NietToegestaan([GEEN_CONVENANT])
    return convenant


def _toets(
    signaal: Signaal,
    organisatie: Organisatie,
    professional: Professional | None,
    convenant: Convenant,
    a: Aanmelding,
    nu: datetime,
) -> None:
    """Gate 1, and the override as a right of its own (V02, V05). Raises NietToegestaan with all refusals at once."""
    vandaag = dag(nu)
    besluiten = list(poort_1(signaal, organisatie, professional, convenant, vandaag))
    if professional and professional.kenmerk != a.professional:
        besluiten.append(PROFESSIONAL_ANDERS)
    if a.grond:
        bezwaren = a.grond.bezwaren(professional, signaal.geboortemaand, convenant, vandaag)
        besluiten += [replace(besluit, wijzer=f"/veiligheidsgrond{besluit.wijzer}") for besluit in bezwaren]
    if besluiten:
        raise NietToegestaan(besluiten)


def _vingerafdruk(a: Aanmelding, kind: Pseudoniem, ouders: list[Pseudoniem]) -> Vingerafdruk:
    """S04: equal for the same persons and fields; boxes and ciphertext are random, and of no version of a key."""
    velden = VORM.dump_python(a, exclude={"kind_token", "ouder_tokens", "sleutel_versie", "envelop"})
    return Vingerafdruk.van(kind, ouders, a.envelop.kid if a.envelop else None, velden)


def _herhaald(h: Handeling, eerder: signalen.Indiening, vingerafdruk: Vingerafdruk, kind: Pseudoniem) -> Antwoord:
    h.over("signaal", eerder.signaal)
    if not vingerafdruk.is_van(h.tx, eerder, kind):
        raise Strijdig([ANDER_SIGNAAL])
    # Not kept in the answer: the same report asked again may hear it again for a day, and nobody after that (M15).
    gezegd = eerder_gemeld(h.tx, archief.gezegd_tegen(h.tx, eerder.signaal, h.nu - GEZEGD))
    h.ook += ["archief:bekijken"] if gezegd else []
    return _met_eerder(ANTWOORD.validate_python(eerder.antwoord), gezegd)
