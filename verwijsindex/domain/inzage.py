# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Gate 3: what a viewer may see, field by field, now (I01-I06). Every answer, page and message is cut by `zicht`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.match import Bevinding, Bevindingsoort, Match, Steun
from verwijsindex.domain.signaal import Signaal, geldende_toestemming, veiligheid_telt
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.stapeling import stapelt, steun_van
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.woorden import Categorie, Deel


class Veld(StrEnum):
    """What there is to see: of a signal, and of a match."""

    ORGANISATIE = "organisatie"
    CONTACTPUNT = "contactpunt"
    KIND = "kind"
    DATA = "data"
    SOORT = "soort"
    LEEFGEBIEDEN = "leefgebieden"
    PATROON = "patroon"
    GEWICHT = "gewicht"
    GROND = "grond"
    VEILIGHEID = "veiligheid"
    ENVELOP = "envelop"
    JEUGDIGEN = "verschillende-jeugdigen"
    BESTAAN = "bestaan"
    REGISSEUR = "regisseur"
    REDENEN = "redenen"
    TIJDLIJN = "tijdlijn"
    TAKEN = "taken"


CONTACT = frozenset({Veld.ORGANISATIE, Veld.CONTACTPUNT})
# A weight of 1 or 2 tells the kind, so it is content; one of 3 says no more than `veiligheid`.
INHOUD = frozenset({Veld.KIND, Veld.DATA, Veld.SOORT, Veld.LEEFGEBIEDEN, Veld.PATROON, Veld.GEWICHT, Veld.GROND})
OP_TOESTEMMING = CONTACT | {Veld.KIND, Veld.GROND}
OP_VEILIGHEID = CONTACT | {Veld.KIND, Veld.GROND, Veld.GEWICHT, Veld.VEILIGHEID}
REGIE = frozenset({Rol.REGISSEUR, Rol.COORDINATOR})
VAN_ANDEREN = CONTACT | {Veld.JEUGDIGEN}
VAN_MELDER = frozenset({Veld.BESTAAN, Veld.REGISSEUR})
VAN_REGIE = VAN_MELDER | {Veld.REDENEN, Veld.TIJDLIJN, Veld.TAKEN}
EIGEN = CONTACT | INHOUD | {Veld.VEILIGHEID}
NIETS: frozenset[Veld] = frozenset()
ALLES = frozenset(Veld)


@dataclass(frozen=True, slots=True)
class Kijker:
    """Who looks. `categorie` is that of his organisation; None is the municipality itself (coordinator)."""

    rol: Rol
    organisatie: UUID | None = None
    categorie: Categorie | None = None
    regisseur: UUID | None = None
    gemeente: str | None = None


def zicht(kijker: Kijker, onderdeel: Signaal | Match, match: Match | None, stand: Stand) -> frozenset[Veld]:
    """The fields of a signal or of a match that this viewer may see now (I01-I04, I06); empty is: it is not there.

    `match` is the one through which he looks at a signal; None looks at it by itself. Withdrawal, lapse, closing and
    reassignment take sight away at once, since nothing is remembered here.
    """
    if isinstance(onderdeel, Match):
        return _van_match(kijker, onderdeel, stand)
    if kijker.rol is Rol.MELDER and kijker.organisatie == onderdeel.organisatie:
        return EIGEN
    if match is None or not _van_match(kijker, match, stand) or onderdeel.ten_onrechte:
        return NIETS
    if onderdeel.kind not in stand.kinderen_in(match):
        return NIETS
    velden = deelt(kijker, onderdeel, stand, eigenaar=_is_eigenaar(kijker, match))
    velden &= _laat_toe(kijker, onderdeel, stand.convenant(match.gemeente), stand)
    # I02: an envelope belongs to a child with a counting signal, this one or another.
    telt = any(s.kind == onderdeel.kind for s in stand.tellend_in(match))
    return velden if telt else velden - {Veld.ENVELOP}


def _van_match(kijker: Kijker, match: Match, stand: Stand) -> frozenset[Veld]:
    """I01, I02: the director while it is his, the coordinator of the municipality, who has a counting signal."""
    if not match.open:
        return NIETS
    match kijker.rol:
        case Rol.REGISSEUR:
            return VAN_REGIE if kijker.regisseur and kijker.regisseur == match.regisseur else NIETS
        case Rol.COORDINATOR:
            return VAN_REGIE if kijker.gemeente == match.gemeente else NIETS
        case Rol.MELDER if kijker.organisatie:
            eigen = any(s.organisatie == kijker.organisatie for s in stand.tellend_in(match))
            return VAN_MELDER if eigen and staat_voor(kijker.organisatie, match, stand) else NIETS
        case _:
            return NIETS


def _is_eigenaar(kijker: Kijker, match: Match) -> bool:
    """The director; the coordinator as long as there is none (R01)."""
    return kijker.rol is Rol.REGISSEUR or (kijker.rol is Rol.COORDINATOR and match.regisseur is None)


def deelt(kijker: Kijker, signaal: Signaal, stand: Stand, *, eigenaar: bool) -> frozenset[Veld]:
    """What the ground of a signal lets a viewer of this role and category see (I01-I03, T03, V03, V06)."""
    convenant = stand.convenant(signaal.gemeente)
    if not convenant.toestemming_vereist:
        velden = ALLES
    else:
        velden = _op_veiligheid(kijker, signaal, convenant, stand, eigenaar=eigenaar)
        velden |= _op_toestemming(kijker, signaal, convenant, stand, met_inhoud=not velden)
    # I01: a reporter sees contact data and no more.
    return velden & _laat_toe(kijker, signaal, convenant, stand) & (ALLES if kijker.rol in REGIE else VAN_ANDEREN)


def _laat_toe(kijker: Kijker, signaal: Signaal, convenant: Convenant, stand: Stand) -> frozenset[Veld]:
    """What a convenant lets pass whatever the ground: sensitive senders (I03), contact data only (Jw 7.1.4.3).

    Of a signal from elsewhere both convenants are asked: its own, and that of the match.
    """
    if not convenant.toont(stand.partijen[signaal.organisatie].categorie, kijker.categorie):
        return NIETS
    return VAN_ANDEREN if convenant.alleen_contactgegevens else ALLES


def _op_veiligheid(
    kijker: Kijker, signaal: Signaal, convenant: Convenant, stand: Stand, *, eigenaar: bool
) -> frozenset[Veld]:
    """V03, V06: contact data and the word `veiligheid`; content to Veilig Thuis only; provisional to the owner only.

    What ended and counts no more shows on a ground that stayed, as it does on a consent that runs on: it is named in
    what happened, such as the finding that rests on it (M10), and listed nowhere.
    """
    grond = signaal.veiligheid
    if grond is None or not veiligheid_telt(signaal, stand.nu, convenant, stand.vrij):
        return NIETS
    if grond.voorlopig():
        return OP_VEILIGHEID if eigenaar else NIETS
    veilig_thuis = kijker.rol is Rol.REGISSEUR and kijker.categorie is Categorie.VEILIG_THUIS
    inhoud = INHOUD if veilig_thuis else NIETS
    return _met_envelop(kijker, OP_VEILIGHEID | inhoud)


def _op_toestemming(
    kijker: Kijker, signaal: Signaal, convenant: Convenant, stand: Stand, *, met_inhoud: bool
) -> frozenset[Veld]:
    """T03: what the family agreed to share, with whom; no content for who knows that a V-ground stands too (V06).

    Who may not know of it sees the signal as it is without, so that nothing vanishes when it is invoked (V03).
    """
    toestemming = geldende_toestemming(signaal, stand.nu, convenant)
    if toestemming is None or not toestemming.deelt_met(kijker.categorie):
        return NIETS
    if Deel.CONTACTGEGEVENS not in toestemming.voor:
        return NIETS
    inhoud = met_inhoud and Deel.INHOUD in toestemming.voor
    return _met_envelop(kijker, OP_TOESTEMMING | (INHOUD if inhoud else NIETS))


def _met_envelop(kijker: Kijker, velden: frozenset[Veld]) -> frozenset[Veld]:
    """I02: envelopes are the director's alone."""
    return velden | {Veld.ENVELOP} if kijker.rol is Rol.REGISSEUR else velden


def staat_voor(organisatie: UUID, match: Match, stand: Stand) -> bool:
    """V03: would this match stand without what others have not yet confirmed? Else reporters hear nothing.

    One that was there before needs no active signal to stay (M11). One that came with it does (M03), and one that
    came back with it also needs something of then or later that may be known, since what was there did not bring it
    back (M16).
    """
    convenant = stand.convenant(match.gemeente)
    geheim = _verborgen_dragers(organisatie, match, stand)
    if not geheim:
        return True
    verborgen = {signaal.id for signaal in geheim}
    sinds = match.heropend or match.geopend
    eerder = all(s.veiligheid is not None and sinds < s.veiligheid.ingeroepen for s in geheim)
    if eerder and match.steun_vernietigd:
        return True
    steun = [deel for steun in match.steun for deel in _zonder_voorlopig(steun, verborgen, stand)]
    over = {deel.signaal for deel in steun}
    actief = any(s.id in over and s.actief_op(stand.nu) for s in stand.tellend_in(match))
    terug = None if eerder else match.heropend
    if stapelt(steun, convenant, een_actief=eerder or actief) and (
        terug is None or any(_van_later(s, terug) for s in stand.toestand.signalen.values() if s.id in over)
    ):
        return True
    bevindingen = (b for b in match.bevindingen if terug is None or b.dag >= dag(terug))
    return any(_bevinding_staat(bevinding, verborgen, convenant) for bevinding in bevindingen)


def _van_later(signaal: Signaal, moment: datetime) -> bool:
    """M16: reported, or on a confirmed V-ground that was invoked, at this moment or after."""
    grond = signaal.veiligheid
    return signaal.gemeld >= moment or bool(grond and grond.bevestigd and grond.ingeroepen >= moment)


def wist_ervan(organisatie: UUID, match: Match, stand: Stand) -> bool:
    """V03: did this match come back on hidden grounds alone, so that its reporters know it as it was closed before?

    Where one of those grounds is older than that, it may have been hidden at its closing too: then it is not known.
    """
    terug, geheim = match.heropend, _verborgen_dragers(organisatie, match, stand)
    return bool(terug and geheim) and all(s.veiligheid and terug and s.veiligheid.ingeroepen >= terug for s in geheim)


def _verborgen_dragers(organisatie: UUID, match: Match, stand: Stand) -> list[Signaal]:
    dragers = set(_dragers(match))
    return [signaal for signaal in verborgen_voor(organisatie, stand) if signaal.id in dragers]


def _dragers(match: Match) -> Iterable[UUID]:
    yield from (steun.signaal for steun in match.steun)
    yield from (signaal for bevinding in match.bevindingen for signaal, _ in bevinding.rust_op)


def verborgen_voor(organisatie: UUID, stand: Stand) -> list[Signaal]:
    """V03: the signals of others that stand on a ground which no second person has confirmed."""
    return [
        signaal
        for signaal in stand.toestand.signalen.values()
        if signaal.organisatie != organisatie
        and signaal.veiligheid is not None
        and signaal.veiligheid.voorlopig()
        and veiligheid_telt(signaal, stand.nu, stand.convenant(signaal.gemeente), stand.vrij)
    ]


def _zonder_voorlopig(steun: Steun, verborgen: set[UUID], stand: Stand) -> Iterable[Steun]:
    """The part of a match as it would be on the family's consent alone; nothing without that."""
    if steun.signaal not in verborgen:
        yield steun
        return
    signaal = stand.toestand.signalen[steun.signaal]
    convenant = stand.convenant(signaal.gemeente)
    if geldende_toestemming(signaal, stand.nu, convenant):
        yield steun_van(replace(signaal, veiligheid=None), stand.nu, convenant, stand.vrij)


def _bevinding_staat(bevinding: Bevinding, verborgen: set[UUID], convenant: Convenant) -> bool:
    over = {organisatie for signaal, organisatie in bevinding.rust_op if signaal not in verborgen}
    return len(over) >= (convenant.uit_beeld_organisaties if bevinding.soort is Bevindingsoort.MIJDING else 1)
