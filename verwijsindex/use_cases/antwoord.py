# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a reporter is told of his own signal (I01, M13), cut by gate 3."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from verwijsindex.domain.archief import Archiefstuk, EerderGemeld
from verwijsindex.domain.beeld import Melderbeeld, melderbeeld
from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.inzage import Kijker
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.organisatie import Organisatie
from verwijsindex.domain.signaal import Signaal, poort_2, veiligheid_eindigt, vernietigd_op
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.uitleg import vervolg_signaal
from verwijsindex.domain.woorden import Signaalstatus
from verwijsindex.storage import organisaties
from verwijsindex.storage.database import Tx
from verwijsindex.use_cases.familie import Bewerking

INGETROKKEN = geweigerd("signaal-ingetrokken", "S06", "Dit signaal is ingetrokken. Dien een nieuw signaal in.")


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What a reporter is told: his id, state, whether it counts and why, what is next; `nieuw` only the first time.

    `eerder_gemeld` is who reported before, by the archive, with this report only (M15).
    """

    signaal_id: UUID
    status: str
    telt: bool
    waarom: str
    regel: str
    vervolg: str
    veiligheidsgrond: UUID | None
    toestemming: UUID | None
    match: bool
    nieuw: bool = False
    eerder_gemeld: tuple[EerderGemeld, ...] = ()


def uit_archief(signaal_id: UUID) -> Antwoord:
    """What is answered where a signal was in the archive, and is no more (M15, S06)."""
    zin = "Dit signaal stond in het archief. Het is daaruit vernietigd; niemand hoort er nog van."
    return Antwoord(signaal_id, Signaalstatus.INGETROKKEN.value, False, INGETROKKEN.code, "S06", zin, None, None, False)


def eerder_gemeld(tx: Tx, stukken: Sequence[Archiefstuk]) -> tuple[EerderGemeld, ...]:
    """What of the archive is told, with names (M15, G03)."""
    partijen = organisaties.partijen(tx, {stuk.organisatie for stuk in stukken})
    return tuple(EerderGemeld(partijen[s.organisatie].naam, s.contactpunt, s.gemeld, s.gaat) for s in stukken)


def als_melder(organisatie: Organisatie) -> Kijker:
    """The organisation as one who looks (I01)."""
    return Kijker(Rol.MELDER, organisatie.id, organisatie.categorie)


def match_voor(b: Bewerking, signaal: Signaal, organisatie: Organisatie) -> Melderbeeld | None:
    """The match in which this signal counts, as far as its organisation hears of it (I01, V03)."""
    stand = b.stand
    match = stand.match_van(signaal)
    return melderbeeld(als_melder(organisatie), signaal, match, stand, b.regisseur_van(match)) if match else None


def _bevestigen_voor(b: Bewerking, signaal: Signaal, convenant: Convenant) -> date | None:
    """The last day on which a second person can confirm (V03)."""
    einde = veiligheid_eindigt(signaal, convenant, b.regels.vrij)
    return dag(einde) if einde and signaal.veiligheid and signaal.veiligheid.voorlopig() else None


def antwoord_van(b: Bewerking, signaal: Signaal, signaal_id: UUID, organisatie: Organisatie) -> Antwoord:
    """The answer of this moment."""
    convenant = b.regels.van(signaal.gemeente, b.nu)
    besluit = INGETROKKEN if signaal.ten_onrechte else poort_2(signaal, b.nu, convenant, b.regels.vrij)
    telt = b.regels.telt(signaal, b.nu)
    gezien = match_voor(b, signaal, organisatie)
    return Antwoord(
        signaal_id,
        signaal.status(b.nu).value,
        telt,
        besluit.code,
        besluit.regel,
        vervolg_signaal(
            signaal,
            besluit,
            telt,
            gezien.match if gezien else None,
            gezien.regisseur if gezien else None,
            dag(vernietigd_op(signaal, convenant, b.regels.vrij)),
            _bevestigen_voor(b, signaal, convenant),
        ),
        signaal.veiligheid.id if signaal.veiligheid else None,
        signaal.toestemming.id if signaal.toestemming else None,
        gezien is not None,
    )
