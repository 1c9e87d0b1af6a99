# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""An involvement as the index hears of it: signal, answer of the family, safety ground."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from bench.gemeente.betrokkenheid import Betrokkenheid
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.informering import Informering
from verwijsindex.domain.leeftijd import groep_op
from verwijsindex.domain.signaal import Bevestiging, Contactpunt, Signaal
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.toestemming import Stem, Toestemming, gewone_duur, sprekers
from verwijsindex.domain.veiligheid import Veiligheidsgrond
from verwijsindex.domain.woorden import Deel, Gever, Oudereis, Soort, Wijze

CONTACT = Contactpunt("contactpersoon", telefoon="010-0000000")
BEKEND = Informering(kind=True, ouders=True)


def eerste_melding(b: Betrokkenheid, convenant: Convenant) -> Signaal:
    """The signal as it is registered, with what the family answered by then and the ground invoked with it."""
    beantwoord = b.antwoord_op is not None and b.antwoord_op <= b.begin
    signaal = Signaal(
        id=b.id,
        organisatie=b.organisatie.id,
        kind=b.kind.id,
        ouders=b.ouders,
        gemeente=convenant.gemeente,
        gebied=b.gebied,
        geboortemaand=f"{b.kind.geboren:%Y-%m}",
        uiterlijk_tot=b.uiterlijk_tot,
        soort=b.soort,
        leefgebieden=b.leefgebieden,
        patroon=b.patroon,
        vanaf=dag(b.begin),
        contactpunt=CONTACT,
        bevestiging=Bevestiging(professional(b), b.begin, redelijk_vermoeden=True),
        informering=BEKEND,
        geregistreerd=b.begin,
        laatst_gemeld=b.begin,
        toestemmingen=(antwoord(b, b.begin, convenant, ja=b.ja),) if beantwoord else (),
    )
    return replace(signaal, veiligheid=grond(b, b.begin)) if b.grond and b.zorgen_op == b.begin else signaal


def herhaling(b: Betrokkenheid, t: datetime, convenant: Convenant) -> Signaal:
    """The same involvement reported again, worried by now or not, without a new word of the family (S05).

    A connector says again what a person confirmed before, with that confirmation: it cannot confirm itself (A03). New
    worry is confirmed by a person at that moment.
    """
    zorgen = b.zorgen_op is not None and b.zorgen_op <= t
    bevestigd = b.zorgen_op if zorgen and b.zorgen_op else b.begin
    return replace(
        eerste_melding(b, convenant),
        id=uuid5(b.id, f"herhaling {t.isoformat()}"),
        soort=Soort.ZORGEN if zorgen else Soort.BETROKKEN,
        bevestiging=Bevestiging(professional(b), bevestigd, redelijk_vermoeden=True),
        geregistreerd=t,
        laatst_gemeld=t,
        toestemmingen=(),
        veiligheid=grond(b, t) if b.grond and b.zorgen_op == t else None,
    )


def antwoord(b: Betrokkenheid, t: datetime, convenant: Convenant, *, ja: bool) -> Toestemming:
    """What everybody who has a say at the child's age of that day said: all yes, or all no (T01-T03)."""
    vandaag = dag(t)
    groep = groep_op(b.kind.geboren, vandaag)
    wie = sprekers(groep, None, convenant)
    gezag = len(b.kind.ouders)
    ouders = gezag if convenant.toestemming_door[groep].ouders is Oudereis.ALLE else 1
    stemmen = [Stem(Gever.JEUGDIGE, ja)] * (Gever.JEUGDIGE in wie)
    stemmen += [Stem(Gever.OUDER, ja)] * (ouders if Gever.OUDER in wie else 0)
    basis = Toestemming(
        id=uuid5(b.id, f"antwoord {t.isoformat()}"),
        gegeven_op=vandaag,
        tot=None,
        stemmen=tuple(stemmen),
        gezag=gezag,
        groep=groep,
        voor=frozenset(Deel),
        wijze=Wijze.MONDELING,
        vastgelegd=t,
        vastgelegd_door=professional(b),
    )
    return replace(basis, tot=gewone_duur(basis, f"{b.kind.geboren:%Y-%m}", convenant)) if ja else basis


def grond(b: Betrokkenheid, t: datetime) -> Veiligheidsgrond:
    """The safety ground, not yet confirmed (V03). Only where `b.grond` is set."""
    if b.grond is None:
        raise ValueError(b.id)
    return Veiligheidsgrond(uuid5(b.id, "grond"), b.grond, t, professional(b))


def professional(b: Betrokkenheid) -> UUID:
    """Who reports for this organisation."""
    return uuid5(b.organisatie.id, "professional")
