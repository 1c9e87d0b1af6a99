# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Which key is in use and which one it follows: what a rotation may do next (protocol, sections 1 and 2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from verwijsindex.domain.besluit import Besluit, geweigerd, toegestaan

# A session lives eight hours and an access token ten minutes; receivers of webhooks need the day.
RUSTTIJD = timedelta(days=1)


class Sleutelnaam(StrEnum):
    """The keys that can be rotated. `PSEUDONIEMEN` is the pseudonym service's,
    of which the index knows the version alone."""

    TEKENEN = "tekenen"
    BEWAAR = "bewaar"
    PEPPER = "pepper"
    PSEUDONIEMEN = "pseudoniemen"


# Of these the database says which is in use, for rows lie under them.
OPGESLAGEN = (Sleutelnaam.BEWAAR, Sleutelnaam.PEPPER, Sleutelnaam.PSEUDONIEMEN)
# These change the lookup key of a person: with one of them at a time a person has two at most.
ZOEKEN = (Sleutelnaam.PEPPER, Sleutelnaam.PSEUDONIEMEN)
# What is made under these is in others' hands: tokens, sessions, signed messages, sealed pseudonyms.
BUITEN = (Sleutelnaam.TEKENEN, Sleutelnaam.PSEUDONIEMEN)


@dataclass(frozen=True, slots=True)
class Gebruik:
    """The key in use by id (or version), and until the rotation is finished the one before, since a moment."""

    huidig: str
    vorig: str | None
    sinds: datetime


@dataclass(frozen=True, slots=True)
class Sleutelregel:
    """What may be told of a key, never the key: its id, when it was made, and which place it has."""

    naam: str
    plaats: str
    id: str
    gemaakt: datetime | None


# Without an entry: the key that the key file names, for nothing was ever rotated.
Stand = Mapping[Sleutelnaam, Gebruik]


def mag_klaarzetten(naam: Sleutelnaam, *, klaar: bool, bezig: bool, stand: Stand) -> Besluit:
    """A next key may come when no other of this name waits or leaves, and no other lookup key moves."""
    if klaar:
        zin = f"Er staat al een volgende sleutel klaar. Neem hem in gebruik: `verwijsindex sleutels {naam}-wisselen`."
        return geweigerd("sleutel-staat-klaar", "B03", zin)
    if bezig or ((gebruik := stand.get(naam)) and gebruik.vorig):
        zin = f"Er loopt nog een wisseling. Rond haar eerst af: `verwijsindex sleutels {naam}-afronden`."
        return geweigerd("wisseling-loopt", "B03", zin)
    return _alleen(naam, stand)


def mag_wisselen(naam: Sleutelnaam, *, klaar: bool, stand: Stand) -> Besluit:
    """A key comes into use when it was made ready, and no other lookup key moves."""
    if not klaar:
        zin = f"Er staat geen volgende sleutel klaar. Begin met `verwijsindex sleutels {naam}-klaarzetten`."
        return geweigerd("sleutel-ontbreekt", "B03", zin)
    return _alleen(naam, stand)


def mag_afronden(naam: Sleutelnaam, *, bezig: bool, gewisseld: datetime | None, nu: datetime, meteen: bool) -> Besluit:
    """The key of before may go when there is one and, unless `meteen`, others had a day to stop using it."""
    if not bezig:
        return geweigerd("geen-wisseling", "B03", "Er loopt geen wisseling van deze sleutel; er is niets af te ronden.")
    if naam in BUITEN and not meteen and gewisseld is not None and nu < gewisseld + RUSTTIJD:
        zin = "De vorige sleutel is korter dan een dag geleden vervangen. Wacht tot morgen, of dring aan met `--nu`."
        return geweigerd("wisseling-te-vers", "B03", zin)
    return toegestaan("sleutel", "B03")


def _alleen(naam: Sleutelnaam, stand: Stand) -> Besluit:
    if naam in ZOEKEN:
        for ander in ZOEKEN:
            if ander is not naam and ander in stand and stand[ander].vorig:
                zin = (
                    f"Een andere zoeksleutel wisselt nog. Rond die eerst af: `verwijsindex sleutels {ander}-afronden`."
                )
                return geweigerd("andere-wisseling-loopt", "B03", zin)
    return toegestaan("sleutel", "B03")
