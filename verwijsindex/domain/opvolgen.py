# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""May the director do this with his match now: contact, meeting, telling, agreements, closing (R03, R06, R09, R10)?"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeGuard
from uuid import UUID

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.inzage import staat_voor
from verwijsindex.domain.match import Afspraak, Match, Nazorg, mag_naar
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.regie import is_zijn_match
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.tijd import plus_maanden
from verwijsindex.domain.woorden import Afsluitreden, Afspraakstand, Antwoord, Matchstatus

# What has to come first, in each state in which it did not.
EERST = {
    Matchstatus.TOEGEWEZEN: "Neem de match eerst aan.",
    Matchstatus.AANGENOMEN: "Leg eerst vast dat u contact had met de melders.",
    Matchstatus.CONTACT_GELEGD: "Leg eerst vast dat er een overleg was.",
    Matchstatus.IN_REGIE: "Dit is al vastgelegd. U hebt de regie; houd een overleg of sluit af.",
    Matchstatus.NAZORG: "Het gezin is in nazorg. Een nieuw signaal heropent de match.",
}


def mag_contact(match: Match, regisseur: UUID | None) -> Besluit:
    """R03: the director spoke with the reporters, after he accepted."""
    return _stap(match, regisseur, Matchstatus.CONTACT_GELEGD)


def mag_overleg(match: Match, regisseur: UUID | None) -> Besluit:
    """R03: a plan meeting, after the first contact; later ones too."""
    return _stap(match, regisseur, Matchstatus.IN_REGIE)


def _stap(match: Match, regisseur: UUID | None, naar: Matchstatus) -> Besluit:
    if not (eigen := is_zijn_match(match, regisseur)):
        return eigen
    if not mag_naar(match, naar):
        return geweigerd("overgang-onmogelijk", "R03", EERST.get(match.status, "Deze match is niet meer open."))
    return toegestaan(naar.value, "R03")


def mag_bekendmaken(
    match: Match, regisseur: UUID | None, organisaties: Collection[UUID], in_dossier: Collection[UUID]
) -> Besluit:
    """R09: the director who accepted tells parties of the dossier that he leads."""
    if not (actief := _heeft_regie(match, regisseur, "R09")):
        return actief
    if not organisaties:
        return geweigerd("niemand-genoemd", "R09", "Noem minstens een organisatie.", "/organisatieIds")
    if not set(organisaties) <= set(in_dossier):
        zin = "Deze organisatie heeft geen signaal in dit dossier. Kies uit de organisaties die u ziet."
        return geweigerd("niet-in-dossier", "R09", zin, "/organisatieIds")
    return toegestaan("regie", "R09")


def _heeft_regie(match: Match, regisseur: UUID | None, regel: str) -> Besluit:
    if not (eigen := is_zijn_match(match, regisseur)):
        return eigen
    if not match.aanvaard:
        return geweigerd("nog-niet-aangenomen", regel, "Neem de match eerst aan.")
    return toegestaan("regie", regel)


def mag_afspreken(
    match: Match, regisseur: UUID | None, partij: Organisatie | None, voor: date, op: date, convenant: Convenant
) -> Besluit:
    """R10: a binding agreement with a party that signed the convenant, to be kept by a day from `op` on."""
    if not (actief := _heeft_regie(match, regisseur, "R10")):
        return actief
    if not _doet_mee(partij, convenant):
        return _onbekende_partij("R10")
    if voor < op or voor > plus_maanden(op, 12):
        zin = "Kies een dag vanaf vandaag, hooguit twaalf maanden vooruit."
        return geweigerd("dag-onmogelijk", "R10", zin, "/voor")
    return toegestaan("afspraak", "R10")


def mag_afspraak_afronden(match: Match, regisseur: UUID | None, afspraak: Afspraak) -> Besluit:
    """R10: the director says whether it was kept, or takes it back; once."""
    if not (eigen := is_zijn_match(match, regisseur)):
        return eigen
    if afspraak.stand is not Afspraakstand.OPEN:
        return geweigerd("afspraak-afgerond", "R10", f"Deze afspraak is al {afspraak.stand.value}.")
    return toegestaan("afspraak", "R10")


def mag_betrekken(organisaties: Collection[UUID], match: Match, stand: Stand) -> Besluit:
    """V03: while a match stands on what nobody confirmed yet, nobody else hears of it from the index."""
    if all(staat_voor(organisatie, match, stand) for organisatie in organisaties):
        return toegestaan("bevestigd", "V03")
    zin = "Deze match rust op een veiligheidsgrond die nog bevestigd moet worden. Betrek anderen daarna, of bel zelf."
    return geweigerd("nog-niet-bevestigd", "V03", zin)


def _doet_mee(partij: Organisatie | None, convenant: Convenant) -> TypeGuard[Organisatie]:
    return partij is not None and partij.actief and convenant.kenmerk in partij.ondertekend


def _onbekende_partij(regel: str) -> Besluit:
    zin = "Deze organisatie doet niet mee aan het convenant. Kies er een uit de lijst van deelnemers."
    return geweigerd("partij-onbekend", regel, zin, "/organisatieId")


def mag_nazorg_vragen(
    match: Match, regisseur: UUID | None, partij: Organisatie | None, tot: date, op: date, convenant: Convenant
) -> Besluit:
    """R06: the director asks a party that signed the convenant to keep a finger on the pulse until a day."""
    if not (actief := _heeft_regie(match, regisseur, "R06")):
        return actief
    if match.status is Matchstatus.NAZORG:
        return geweigerd("nazorg-loopt", "R06", "De nazorg loopt al. Sluit de match af of wacht de nazorg af.")
    if not _doet_mee(partij, convenant):
        return _onbekende_partij("R06")
    if any(n.organisatie == partij.id and n.stand in (Antwoord.GEVRAAGD, Antwoord.AANGENOMEN) for n in match.nazorg):
        zin = "U hebt deze organisatie al om nazorg gevraagd. Wacht op antwoord, of trek die vraag eerst in."
        return geweigerd("nazorg-al-gevraagd", "R06", zin)
    if tot <= op or tot > plus_maanden(op, convenant.bewaar_maanden):
        zin = f"Kies een dag na vandaag, hooguit {convenant.bewaar_maanden} maanden vooruit."
        return geweigerd("dag-onmogelijk", "R06", zin, "/tot")
    return toegestaan("nazorg", "R06")


def mag_nazorg_beantwoorden(nazorg: Nazorg, vandaag: date) -> Besluit:
    """R06: the party that was asked says yes or no, once."""
    if nazorg.stand is not Antwoord.GEVRAAGD:
        zin = f"Deze vraag is al beantwoord of staat niet meer open ({nazorg.stand.value}). U hoeft niets te doen."
        return geweigerd("vraag-gesloten", "R06", zin)
    if nazorg.tot < vandaag:
        zin = "De gevraagde nazorg zou al voorbij zijn. Bel de regisseur voor een nieuwe dag."
        return geweigerd("nazorg-voorbij", "R06", zin)
    return toegestaan("nazorg", "R06")


def mag_nazorg_intrekken(match: Match, regisseur: UUID | None, nazorg: Nazorg) -> Besluit:
    """R06: the director takes back a request; aftercare that has begun is ended by closing."""
    if not (eigen := is_zijn_match(match, regisseur)):
        return eigen
    if nazorg.ingegaan or nazorg.stand not in (Antwoord.GEVRAAGD, Antwoord.AANGENOMEN):
        return geweigerd("vraag-gesloten", "R06", "Deze vraag staat niet meer open. U kunt haar niet intrekken.")
    return toegestaan("nazorg", "R06")


def mag_nazorg_bevestigen(match: Match, nazorg: Nazorg) -> Besluit:
    """R07: the party whose aftercare runs says how it goes."""
    if match.lopende_nazorg is None or match.lopende_nazorg.id != nazorg.id:
        zin = "Deze nazorg loopt niet. Bel de regisseur, of dien een signaal in als u zich zorgen maakt."
        return geweigerd("nazorg-loopt-niet", "R07", zin)
    return toegestaan("nazorg", "R07")


def mag_sluiten(
    match: Match,
    regisseur: UUID | None,
    reden: Afsluitreden | None,
    nazorg: UUID | None,
    op: date,
    *,
    zelf_verder: bool,
) -> Sequence[Besluit]:
    """R06: a coded reason, and either "can go on alone" or accepted aftercare; all that is wrong, or nothing."""
    eigen = is_zijn_match(match, regisseur)
    if not eigen:
        return [eigen]
    if not mag_naar(match, Matchstatus.AFGESLOTEN):
        return [geweigerd("overgang-onmogelijk", "R06", EERST.get(match.status, "Deze match is niet meer open."))]
    fout = []
    if reden is None:
        fout.append(geweigerd("reden-ontbreekt", "R06", "Kies waarom u de match afsluit.", "/reden"))
    if zelf_verder == (nazorg is not None):
        zin = "Zeg of het gezin zelf verder kan, of kies de nazorg die is aangenomen: een van beide."
        fout.append(geweigerd("nazorg-antwoord-ontbreekt", "R06", zin, "/nazorgId"))
    elif nazorg is not None:
        gekozen = next((n for n in match.nazorg if n.id == nazorg and _aangenomen(n, match)), None)
        if gekozen is None:
            zin = "Deze nazorg is niet aangenomen. Wacht op het antwoord van de partij, of vraag een andere."
            fout.append(geweigerd("nazorg-niet-aangenomen", "R06", zin, "/nazorgId"))
        elif gekozen.tot < op:
            zin = "De laatste dag van deze nazorg is voorbij. Trek haar in en vraag de partij om een nieuwe dag."
            fout.append(geweigerd("nazorg-voorbij", "R06", zin, "/nazorgId"))
    if any(a.stand is Afspraakstand.OPEN for a in match.afspraken):
        zin = "Er staan nog bindende afspraken open. Leg vast dat ze zijn nagekomen, of trek ze in."
        fout.append(geweigerd("afspraken-open", "R10", zin))
    return fout


def _aangenomen(nazorg: Nazorg, match: Match) -> bool:
    return nazorg.stand is Antwoord.AANGENOMEN and nazorg.ingegaan is None and match.status is Matchstatus.IN_REGIE
