# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a page says once, after a deed: the session carries only the code."""

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.use_cases import bezoek

AFGESLOTEN = "afgesloten"
IN_NAZORG = "in-nazorg"
MELDINGEN = {
    "geen-sessie": "Log in om verder te gaan.",
    "sessie-verlopen": "Uw sessie is verlopen. Log opnieuw in.",
    "uitgelogd": "U bent uitgelogd.",
    "aangenomen": "U hebt deze match aangenomen. U hebt nu de regie.",
    "contact-gelegd": "Vastgelegd: u hebt contact gehad met de melders.",
    "overlegd": "Vastgelegd: er is overlegd en er is een plan.",
    "basiszorg-gevraagd": "De index vraagt wie actief bij dit kind betrokken is u te bellen. Waarom staat er niet bij.",
    "voortgezet": "De toestemming van het gezin is vastgelegd. U houdt de regie.",
    "ingetrokken": "Vastgelegd: het gezin heeft de toestemming ingetrokken.",
    "bekendgemaakt": "De organisaties horen dat u de regie hebt.",
    "afgesproken": "De afspraak is vastgelegd. De organisatie hoort ervan.",
    "afspraak-nagekomen": "Vastgelegd: de afspraak is nagekomen.",
    "afspraak-ingetrokken": "De afspraak is ingetrokken. De organisatie hoort dat.",
    "nazorg-gevraagd": "De organisatie is om nazorg gevraagd. U hoort het antwoord; tot dan blijft alles zoals het is.",
    "nazorg-ingetrokken": "De vraag om nazorg is ingetrokken. De organisatie hoort dat.",
    "overdracht-gevraagd": "Uw vraag om over te dragen is verstuurd. U blijft verantwoordelijk tot de ander aanneemt.",
    "overdracht-ingetrokken": "De overdracht gaat niet door: u houdt de regie. Wie u vroeg, hoort dat.",
    "overgenomen": "De overdracht is aangenomen. De match heeft een nieuwe regisseur.",
    "overdracht-geweigerd": "U neemt dit gezin niet over. Wie het vroeg, hoort waarom en houdt de regie.",
    "toegewezen": "De regisseur is aangewezen en hoort ervan.",
    "geadviseerd": "Uw advies is vastgelegd. De coördinator beslist.",
    "besloten": "Uw besluit is verwerkt: de signalen zijn opnieuw gewogen, en wie het aangaat hoort het.",
    "gesplitst": "Het gezin is gesplitst: de signalen zijn opnieuw gewogen, en wie het aangaat hoort het.",
    "opnieuw-bezorgd": "De berichten gaan opnieuw op weg. Lukt het weer niet, dan komen ze hier terug.",
    "niets-opnieuw": "Er was niets om opnieuw te sturen: iemand was u voor, of het adres moet eerst worden verbeterd.",
    "verzoek-besloten": "Uw besluit is vastgelegd en uitgevoerd. Stuur de vrager de brief.",
    "verzoek-verlengd": "De termijn is twee maanden langer.",
    "verzoek-ingetrokken": "Vastgelegd: de vrager ziet ervan af. Wie om advies was gevraagd, hoort dat.",
    IN_NAZORG: "Het gezin gaat over in nazorg. Uw actieve regie stopt; u hoort het als er iets misgaat.",
    bezoek.GEEN_TOEGANG.code: bezoek.GEEN_TOEGANG.zin,
}
# What was on the page and is there no longer: not a page that is not there, but one that has moved on.
TAAK_WEG = geweigerd("niet-gevonden", "V07", "Deze taak is er niet meer. Kijk hieronder wat er nu te doen staat.")
VOORSTEL_WEG = geweigerd("niet-gevonden", "M04", "Deze vraag is er niet meer. Kijk hieronder wat er nu staat.")
AFSPRAAK_WEG = geweigerd("niet-gevonden", "R10", "Deze afspraak is er niet meer. Kijk hieronder wat er nu staat.")
NAZORG_WEG = geweigerd("niet-gevonden", "R06", "Deze vraag om nazorg is er niet meer. Kijk hieronder wat er nu staat.")
OVERDRACHT_WEG = geweigerd(
    "niet-gevonden", "R05", "Deze overdracht wacht niet (meer) op uw antwoord. Kijk hieronder wat er nu staat."
)
