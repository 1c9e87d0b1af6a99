# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the pages about requests of data subjects call things (G01-G03)."""

from verwijsindex.domain.rechten import (
    Adviesreden,
    Advieswoord,
    Besluitreden,
    Recht,
    Uitspraak,
    Vaststelling,
    Verlengreden,
    Verzoekstand,
    Vrager,
)

RECHTEN = {
    Recht.INZAGE: "Inzage",
    Recht.RECTIFICATIE: "Wijziging",
    Recht.VERWIJDERING: "Verwijdering",
    Recht.BEZWAAR: "Bezwaar",
}
VRAGERS = {
    Vrager.JEUGDIGE: "de jeugdige zelf",
    Vrager.VERTEGENWOORDIGER: "een vertegenwoordiger van het kind",
    Vrager.BEIDE: "jeugdige en vertegenwoordiger samen",
    Vrager.OUDER: "een ouder, over zichzelf",
}
VASTSTELLINGEN = {
    Vaststelling.BALIE: "met een identiteitsbewijs aan de balie",
    Vaststelling.DIGID: "met DigiD",
    Vaststelling.MACHTIGING: "met DigiD Machtigen",
    Vaststelling.BEELDBELLEN: "met een identiteitsbewijs bij het beeldbellen",
}
STANDEN = {
    Verzoekstand.ONTVANGEN: "Ontvangen",
    Verzoekstand.IN_BEHANDELING: "In behandeling",
    Verzoekstand.BESLOTEN: "Besloten",
    Verzoekstand.INGETROKKEN: "Ingetrokken door de vrager",
}
UITSPRAKEN = {
    Uitspraak.TOEGEWEZEN: "Toewijzen",
    Uitspraak.GEDEELTELIJK: "Gedeeltelijk toewijzen",
    Uitspraak.AFGEWEZEN: "Afwijzen",
}
BESLUITREDENEN = {
    Besluitreden.ALLES_GEGEVEN: "de vrager krijgt alles",
    Besluitreden.NIETS_BEKEND: "er staat niets over de vrager",
    Besluitreden.ONJUIST: "de gegevens kloppen niet",
    Besluitreden.NIET_MEER_NODIG: "de gegevens zijn niet meer nodig",
    Besluitreden.GEEN_GROND: "er is geen grond meer",
    Besluitreden.BELANG_VRAGER: "het belang van de vrager weegt zwaarder",
    Besluitreden.DEEL_JUIST: "een deel klopt en blijft staan",
    Besluitreden.DEEL_NODIG: "een deel is nog nodig en blijft staan",
    Besluitreden.VEILIGHEID: "voor de veiligheid van een kind",
    Besluitreden.ANDEREN: "om de rechten van anderen",
    Besluitreden.JUIST: "de gegevens kloppen",
    Besluitreden.NODIG: "de gegevens zijn nog nodig",
    Besluitreden.BELANG_KIND: "het belang van het kind weegt zwaarder",
    Besluitreden.BUITENSPORIG: "het is al vaker gevraagd, en er is niets veranderd",
    Besluitreden.NIET_BEVOEGD: "wie vroeg, kan dit niet alleen vragen",
}
ADVIEZEN = {Advieswoord.INWILLIGEN: "inwilligen", Advieswoord.AFWIJZEN: "afwijzen"}
ADVIESREDENEN = {
    Adviesreden.ONJUIST: "de gegevens kloppen niet",
    Adviesreden.JUIST: "de gegevens kloppen",
    Adviesreden.NODIG: "ze zijn nog nodig",
    Adviesreden.NIET_MEER_NODIG: "ze zijn niet meer nodig",
    Adviesreden.VEILIGHEID: "voor de veiligheid van een kind",
    Adviesreden.GEEN_BEZWAAR: "de organisatie heeft geen bezwaar",
}
VERLENGREDENEN = (
    (Verlengreden.INGEWIKKELD.value, "het verzoek is ingewikkeld"),
    (Verlengreden.VEEL_VERZOEKEN.value, "de vrager doet veel verzoeken"),
)
