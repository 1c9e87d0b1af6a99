# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What the service refuses. Errors know no HTTP: `problemen` gives each its status."""

from collections.abc import Sequence
from typing import ClassVar


class PdFout(Exception):
    """`code` is stable and kebab-case; `melding` is Dutch and never holds a value that was sent.

    `plaatsen` are JSON pointers to what was wrong; `wacht` is the number of seconds after which a retry makes sense.
    """

    code: ClassVar[str] = "fout"
    melding: ClassVar[str] = "Er ging iets mis."

    def __init__(self, plaatsen: Sequence[str] = (), wacht: int | None = None) -> None:
        super().__init__(self.melding)
        self.plaatsen = tuple(plaatsen)
        self.wacht = wacht


class ElementenOngeldig(PdFout):
    code = "element-ongeldig"
    melding = "Een of meer geblindeerde elementen zijn ongeldig; er is niets berekend en niets geteld."


class AanmeldingGeweigerd(PdFout):
    code = "aanmelding-geweigerd"
    melding = "De aanmelding is geweigerd: vraag een nieuw toegangstoken aan met een geldige, ongebruikte bewering."


class SoortNietToegestaan(PdFout):
    code = "soort-niet-toegestaan"
    melding = "Uw organisatie mag voor deze soort geen pseudoniemen opvragen."


class SleutelOnbekend(PdFout):
    code = "sleutel-onbekend"
    melding = "Deze sleutelversie bestaat niet of is nog niet in gebruik; haal het sleuteloverzicht opnieuw op."


class SleutelVervallen(PdFout):
    code = "sleutel-vervallen"
    melding = "Deze sleutelversie is vervallen; gebruik de actieve versie uit het sleuteloverzicht."


class BatchTeGroot(PdFout):
    code = "batch-te-groot"
    melding = "Een aanvraag bevat ten hoogste 1000 elementen; verdeel de aanvraag."


class QuotumBereikt(PdFout):
    code = "quotum-bereikt"
    melding = "Het aantal pseudoniemen dat uw organisatie vandaag mag opvragen is bereikt."


class SleutelNietBeschikbaar(PdFout):
    code = "sleutel-niet-beschikbaar"
    melding = "De sleutels zijn nu niet beschikbaar; probeer het later opnieuw."


class NietGereed(PdFout):
    code = "niet-gereed"
    melding = "De dienst is nog niet gereed: de database of de sleutels ontbreken."
