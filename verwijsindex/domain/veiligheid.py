# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The safety override: a right of its own, its required facts, four eyes, review (V01-V08)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.informering import Informering, beoordeel_informering
from verwijsindex.domain.organisatie import Professional
from verwijsindex.domain.woorden import (
    Doorgeefreden,
    Evenredigheid,
    GeenToestemming,
    Geraadpleegde,
    Grond,
    Noodzaak,
)

DOSSIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]{0,39}")


@dataclass(frozen=True, slots=True)
class NietDoorgeven:
    """The basic care must not hear of it yet, and the day on which that is looked at again (V07)."""

    reden: Doorgeefreden
    herzien_op: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Onderbouwing:
    """The facts that V02 asks; the weighing itself stays in the organisation's own file, `dossier`.

    `melding_veilig_thuis` is the day of a report to Veilig Thuis, None when none was made (V08).
    """

    feiten_en_duiding: bool
    geen_toestemming: GeenToestemming
    noodzaak: Noodzaak
    evenredigheid: Evenredigheid
    geraadpleegd: Geraadpleegde
    geraadpleegd_op: date
    informering: Informering
    dossier: str
    melding_veilig_thuis: date | None = None


@dataclass(frozen=True, slots=True)
class Veiligheidsgrond:
    """A safety override on one signal (V01-V04); professionals by id, `blijft` is what the end left of it."""

    id: UUID
    grond: Grond
    ingeroepen: datetime
    ingeroepen_door: UUID
    bevestigd: datetime | None = None
    bevestigd_door: UUID | None = None
    herbeoordeeld: datetime | None = None
    blijft: bool | None = None
    vervallen: datetime | None = None
    onderbouwing: Onderbouwing | None = None
    niet_doorgeven: NietDoorgeven | None = None

    def voorlopig(self) -> bool:
        """Not yet confirmed by a second person (V03)."""
        return self.bevestigd is None and self.vervallen is None

    @property
    def laatst_bezien(self) -> datetime:
        """When somebody last said that it stands (V04): an end before the confirmation shortens nothing."""
        return max(filter(None, (self.bevestigd, self.herbeoordeeld)), default=self.ingeroepen)


def mag_doorbreken(professional: Professional | None) -> Besluit:
    """V05: only a professional whom the organisation gave the right invokes a V-ground."""
    if professional is None or not professional.mag_doorbreken:
        return geweigerd(
            "doorbreken-niet-toegestaan",
            "V05",
            "U mag geen veiligheidsgrond inroepen. Vraag uw organisatie om dat recht, of leg toestemming vast.",
        )
    return toegestaan("veiligheid:doorbreken", "V05")


def beoordeel_grond(
    onderbouwing: Onderbouwing,
    niet_doorgeven: NietDoorgeven | None,
    geboortemaand: str,
    convenant: Convenant,
    vandaag: date,
) -> tuple[Besluit, ...]:
    """Why this override cannot be invoked; empty when it can (V02, V07, V08)."""
    regels = (
        _van_toepassing(convenant),
        _feiten(onderbouwing),
        _geraadpleegd(onderbouwing, vandaag),
        _gemeld(onderbouwing, vandaag),
        _dossier(onderbouwing),
        beoordeel_informering(onderbouwing.informering, geboortemaand, vandaag),
        beoordeel_niet_doorgeven(niet_doorgeven, vandaag),
    )
    return tuple(besluit for besluit in regels if not besluit)


def _van_toepassing(convenant: Convenant) -> Besluit:
    if not convenant.toestemming_vereist:
        zin = "In dit convenant telt een melding zonder toestemming en zonder veiligheidsgrond. Laat die weg."
        return geweigerd("grond-niet-van-toepassing", "M15", zin)
    return toegestaan("van-toepassing", "V01")


def _feiten(onderbouwing: Onderbouwing) -> Besluit:
    if not onderbouwing.feiten_en_duiding:
        zin = "Bevestig dat feiten en duiding in uw dossier uit elkaar zijn gehouden."
        return geweigerd("feiten-en-duiding-vereist", "V02", zin, "/feitenEnDuiding")
    return toegestaan("feiten", "V02")


def _geraadpleegd(onderbouwing: Onderbouwing, vandaag: date) -> Besluit:
    if onderbouwing.geraadpleegd_op > vandaag:
        zin = "De dag van het overleg ligt in de toekomst. Overleg eerst, of geef de dag waarop dat is gebeurd."
        return geweigerd("dag-in-toekomst", "V02", zin, "/geraadpleegdOp")
    return toegestaan("geraadpleegd", "V02")


def _gemeld(onderbouwing: Onderbouwing, vandaag: date) -> Besluit:
    """V08: a report to Veilig Thuis is noted with its day; that none was made is an answer too."""
    if onderbouwing.melding_veilig_thuis and onderbouwing.melding_veilig_thuis > vandaag:
        zin = "De dag van de melding bij Veilig Thuis ligt in de toekomst. Noem die pas als zij is gedaan."
        return geweigerd("melding-in-toekomst", "V08", zin, "/meldingVeiligThuis/op")
    return toegestaan("gemeld", "V08")


def _dossier(onderbouwing: Onderbouwing) -> Besluit:
    if not DOSSIER.fullmatch(onderbouwing.dossier):
        zin = "Geef een kenmerk uit uw eigen dossier: letters, cijfers en . / _ -, hooguit 40 tekens, geen tekst."
        return geweigerd("dossierkenmerk-ongeldig", "V02", zin, "/dossier")
    return toegestaan("dossier", "V02")


def beoordeel_niet_doorgeven(niet_doorgeven: NietDoorgeven | None, vandaag: date) -> Besluit:
    """V07: keeping the basic care out of it has an end: a day after today on which it is looked at again."""
    if niet_doorgeven and niet_doorgeven.herzien_op <= vandaag:
        zin = "Deze dag ligt niet na vandaag. Kies een latere dag, waarop u bekijkt of het doorgegeven mag worden."
        return geweigerd("herzien-op-voorbij", "V07", zin, "/nietDoorgeven/herzienOp")
    return toegestaan("doorgeven", "V07")


def mag_inroepen(staand: Veiligheidsgrond | None, professional: UUID) -> Besluit:
    """V03: one ground at a time; one that nobody confirmed in time is not kept alive by who invoked it."""
    if staand and staand.vervallen is None:
        zin = "Op dit signaal staat al een veiligheidsgrond. Laat die bevestigen, of herbeoordeel hem."
        return geweigerd("grond-staat-al", "V03", zin)
    if staand and staand.bevestigd is None and staand.ingeroepen_door == professional:
        zin = "Uw vorige grond is niet op tijd bevestigd. Laat een collega hem inroepen en iemand anders bevestigen."
        return geweigerd("zelfde-persoon-opnieuw", "V03", zin)
    return toegestaan("inroepen", "V01")


def mag_herhalen(staand: Veiligheidsgrond | None, nieuw: Veiligheidsgrond | None) -> Besluit:
    """S05: a repeat changes nothing of a ground that stands; of another kind it is no repeat and must not get lost."""
    if staand is None or nieuw is None:
        return toegestaan("herhaling", "S05")
    if staand.vervallen:
        return mag_inroepen(staand, nieuw.ingeroepen_door)
    if staand.grond is not nieuw.grond:
        zin = (
            "Op uw open signaal staat al een veiligheidsgrond van een andere soort. Beëindig dat signaal en meld"
            " opnieuw, of meld zonder veiligheidsgrond."
        )
        return geweigerd("andere-grond-staat", "S05", zin, "/veiligheidsgrond/grond")
    return toegestaan("herhaling", "S05")


def mag_bevestigen(grond: Veiligheidsgrond, professional: UUID, aandachtsfunctionaris: bool) -> Besluit:
    """V03: a second person, with attention for child abuse as his task, while the ground is provisional."""
    if grond.vervallen:
        return geweigerd("grond-vervallen", "V03", "De grond is vervallen. Roep hem opnieuw in als hij nog speelt.")
    if grond.bevestigd:
        return geweigerd("al-bevestigd", "V03", "Deze veiligheidsgrond is al bevestigd. U hoeft niets te doen.")
    if professional == grond.ingeroepen_door:
        return geweigerd(
            "zelfde-persoon", "V03", "Wie de grond inriep, kan hem niet bevestigen. Laat een tweede persoon dat doen."
        )
    if not aandachtsfunctionaris:
        zin = "Alleen een aandachtsfunctionaris kan bevestigen. Vraag die van uw organisatie."
        return geweigerd("geen-aandachtsfunctionaris", "V03", zin)
    return toegestaan("tweede-persoon", "V03")


def mag_herbeoordelen(grond: Veiligheidsgrond) -> Besluit:
    """V04: a confirmed ground that stands is reviewed; one that lapsed is invoked anew."""
    if grond.vervallen:
        return geweigerd("grond-vervallen", "V04", "De grond is vervallen. Roep hem opnieuw in als hij nog speelt.")
    if grond.bevestigd is None:
        return geweigerd("nog-niet-bevestigd", "V04", "Laat de grond eerst door een tweede persoon bevestigen.")
    return toegestaan("herbeoordeling", "V04")
