# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""A second report of the same organisation about the same child (S05)."""

from dataclasses import replace

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.toestemming import Toestemming
from verwijsindex.domain.veiligheid import Veiligheidsgrond
from verwijsindex.domain.woorden import Soort


def werk_bij(oud: Signaal, nieuw: Signaal) -> Signaal:
    """The open signal after a further report (S05).

    The registration day and `uiterlijkTot` stay; the kind never falls and a ground never goes by a repeat.
    """
    return replace(
        oud,
        soort=Soort.ZORGEN if Soort.ZORGEN in (oud.soort, nieuw.soort) else Soort.BETROKKEN,
        leefgebieden=nieuw.leefgebieden,
        patroon=nieuw.patroon,
        ouders=nieuw.ouders,
        tot=nieuw.tot,
        contactpunt=nieuw.contactpunt,
        onthulling=nieuw.onthulling,
        bevestiging=nieuw.bevestiging,
        informering=nieuw.informering,
        gemeente=nieuw.gemeente,
        gebied=nieuw.gebied,
        laatst_gemeld=nieuw.laatst_gemeld,
        toestemmingen=_met(oud.toestemmingen, nieuw.toestemming),
        veiligheid=_staande(oud.veiligheid, nieuw.veiligheid),
    )


def mag_herhalen(eerder: tuple[Toestemming, ...], nieuw: Toestemming | None) -> Besluit:
    """S05, T07: what a repeat says of consent is taken up, or was said before; anything else must not get lost."""
    if nieuw is None or _met(eerder, nieuw) != eerder or any(_zelfde(antwoord, nieuw) for antwoord in eerder):
        return toegestaan("herhaling", "S05")
    zin = "Het gezin heeft op die dag of later iets anders gezegd. Leg dit antwoord vast bij het signaal dat u al hebt."
    return geweigerd("later-antwoord-staat", "T07", zin, "/toestemming/gegevenOp")


def _zelfde(een: Toestemming, ander: Toestemming) -> bool:
    """The same answer told again: whoever recorded it, and whatever became of it since."""
    nogmaals = replace(ander, id=een.id, vastgelegd=een.vastgelegd, vastgelegd_door=een.vastgelegd_door)
    return nogmaals == replace(een, ingetrokken=None, ingetrokken_door=None)


def _met(eerder: tuple[Toestemming, ...], nieuw: Toestemming | None) -> tuple[Toestemming, ...]:
    """A later word of the family comes behind; an older one, told again, undoes no withdrawal or refusal (S05, T07).

    Of two words of one day only a no is surely not the same one told again.
    """
    if nieuw is None:
        return eerder
    if eerder:
        laatste = eerder[-1]
        nee = nieuw.geweigerd and not laatste.geweigerd and nieuw.gegeven_op == laatste.laatste_woord
        if nieuw.gegeven_op <= laatste.laatste_woord and not nee:
            return eerder
    return (*eerder, nieuw)


def _staande(oud: Veiligheidsgrond | None, nieuw: Veiligheidsgrond | None) -> Veiligheidsgrond | None:
    """The ground that stands, so that a repeat undoes no confirmation and restarts no term (S05, V03)."""
    return nieuw or oud if oud is None or oud.vervallen else oud
