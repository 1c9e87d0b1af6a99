# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What a party of the case hands to its client: a signal with the family's consent, or with a safety ground."""

from datetime import date
from uuid import uuid4

from koppelingen import leeftijd
from koppelingen.meldingen import (
    Bevestiging,
    Contactpunt,
    Informering,
    Melding,
    MeldingVeiligThuis,
    Stem,
    Toestemming,
    Veiligheidsgrond,
)
from verwijsindex.demo.casus import Casus, Gebeurtenis
from verwijsindex.demo.toneel import GEMEENTE, Index, Speler
from verwijsindex.domain.tijd import maandbegin

MOEDER = "ouder-met-gezag"
CONTACTPUNT = Contactpunt("contactpersoon verwijsindex", telefoon="010-0000000")
GEINFORMEERD = Informering(kind=False, ouders=True)


def maak_melding(
    casus: Casus, index: Index, speler: Speler, gebeurtenis: Gebeurtenis, kind: str, op: date, *, toestemming: bool
) -> Melding:
    """The report of one party about one child. The case names months of birth: here each child is born on the first."""
    bsn, geboortemaand = casus.kinderen[kind]
    geboren = maandbegin(geboortemaand)
    uiterlijk = leeftijd.uiterlijk_tot(geboren, op)
    return Melding(
        signaal_id=uuid4(),
        kind_bsn=bsn,
        ouder_bsns=(casus.moeder,),
        geboortemaand=geboortemaand,
        uiterlijk_tot=uiterlijk,
        gemeentecode=GEMEENTE,
        soort=gebeurtenis.soort,
        leefgebieden=speler.partij.leefgebieden,
        vanaf=op,
        contactpunt=CONTACTPUNT,
        bevestiging=Bevestiging(speler.professional, index.klok.nu(), redelijk_vermoeden=True),
        informering=GEINFORMEERD,
        patroon=gebeurtenis.patroon,
        toestemming=_toestemming(geboren, op, uiterlijk) if toestemming and not gebeurtenis.grond else None,
        veiligheidsgrond=_veiligheidsgrond(gebeurtenis.grond, op) if gebeurtenis.grond else None,
    )


def _toestemming(geboren: date, op: date, tot: date) -> Toestemming:
    """The mother, who alone has authority, says yes to everything, by word of mouth (T01-T03)."""
    return Toestemming(
        gegeven_op=op,
        tot=tot,
        stemmen=(Stem(MOEDER, akkoord=True),),
        gezaghebbenden=1,
        leeftijdsgroep=leeftijd.leeftijdsgroep(geboren, op),
        wijze="mondeling",
        voor=("registreren", "contactgegevens", "inhoud"),
    )


def _veiligheidsgrond(grond: str, op: date) -> Veiligheidsgrond:
    """The facts that an override asks (V02); the mother was told of it."""
    return Veiligheidsgrond(
        grond=grond,
        feiten_en_duiding=True,
        geen_toestemming="vragen-geeft-gevaar",
        noodzaak="ernstige-schade-dreigt",
        evenredigheid="geen-lichter-middel",
        geraadpleegd="aandachtsfunctionaris",
        geraadpleegd_op=op,
        informering=GEINFORMEERD,
        dossier="CASUS-ROTTERDAM",
        melding_veilig_thuis=MeldingVeiligThuis(gedaan=False),
    )
