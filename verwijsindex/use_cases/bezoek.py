# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Who comes to look: a director or a person with a function, looked up again at every request (I02)."""

from dataclasses import replace
from uuid import UUID

from verwijsindex.domain.besluit import geweigerd
from verwijsindex.domain.errors import NietIngelogd
from verwijsindex.domain.logboek import Aanroep, Bron, Rol
from verwijsindex.domain.organisatie import FUNCTIES, Functionaris
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.tijd import dag
from verwijsindex.storage import convenanten, organisaties
from verwijsindex.storage.database import Tx
from verwijsindex.use_cases.handeling import handeling
from verwijsindex.use_cases.ports import Tools

GEEN_TOEGANG = geweigerd(
    "geen-toegang-meer", "I02", "U hebt geen toegang (meer) tot de inbox. Vraag de coördinator van uw gemeente."
)
FUNCTIE_VOORBIJ = geweigerd(
    "functie-voorbij",
    "I02",
    "U hebt deze functie in deze gemeente niet (meer). Vraag de beheerder ernaar en haal dan een nieuw token.",
)


def begin_sessie(tools: Tools, wie: Aanroep) -> None:
    """Somebody logs in (L01). Raises NietIngelogd."""
    with handeling(tools, wie, "sessie:beginnen") as h:
        eis_toegang(tools, h.tx, wie)


def eindig_sessie(tools: Tools, wie: Aanroep) -> None:
    """Somebody logs out (L01)."""
    with handeling(tools, wie, "sessie:beeindigen"):
        pass


def bezoeker(tools: Tools, wie: Aanroep) -> Regisseur | None:
    """The director as he is now, None for another function. Raises NietIngelogd for who may not come in any more (I02).

    A director is active, of an active organisation, and designated today; a coordinator's municipality has a convenant.
    The deed or look that follows writes the row of evidence.
    """
    with tools.database.transaction() as tx:
        return eis_toegang(tools, tx, wie)


def met_functie(tools: Tools, wie: Aanroep, professional: UUID) -> Aanroep:
    """The call of a person with a function, in his municipality; whether he has it still is asked after this."""
    with tools.database.transaction() as tx:
        functie = organisaties.functionaris(tx, professional)
        mens = organisaties.professional_op_id(tx, professional)
    gemeente, organisatie = functie.gemeente if functie else None, mens.organisatie if mens else None
    return replace(wie, professional=professional, gemeente=gemeente, organisatie=organisatie)


def privacyfunctionarissen(tools: Tools) -> list[tuple[Functionaris, str]]:
    """Those of every municipality with their organisations, for the log-in page of development."""
    with tools.database.transaction() as tx:
        return organisaties.functionarissen(tx, Rol.PRIVACY)


def gemeenten(tools: Tools) -> list[str]:
    """Every municipality with a convenant, for the log-in page of development."""
    with tools.database.transaction() as tx:
        return sorted({convenant.gemeente for convenant in convenanten.alle(tx).versies})


def eis_toegang(tools: Tools, tx: Tx, wie: Aanroep) -> Regisseur | None:
    """The same within a deed or look. Whoever lost his task loses his sight at once, token or session or not (I02).

    A person with a function has that function, in that municipality, and is designated today; a coordinator without
    a name is known to the inbox only.
    """
    vandaag = dag(tools.klok())
    if wie.rol is Rol.REGISSEUR and wie.regisseur:
        regisseur = organisaties.regisseur(tx, wie.regisseur, op=vandaag)
        if regisseur and regisseur.actief and wie.gemeente in (None, regisseur.gemeente):
            return regisseur
    elif wie.rol in FUNCTIES and wie.professional and wie.gemeente:
        if organisaties.functionaris(tx, wie.professional, op=vandaag) == Functionaris(
            wie.professional, wie.rol, wie.gemeente
        ):
            return None
        raise NietIngelogd([FUNCTIE_VOORBIJ])
    elif (
        wie.rol is Rol.COORDINATOR
        and wie.bron is Bron.INBOX
        and any(c.gemeente == wie.gemeente for c in convenanten.alle(tx).versies)
    ):
        return None
    raise NietIngelogd([GEEN_TOEGANG])
