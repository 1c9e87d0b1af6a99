# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The closed lists of words that travel between organisations, pages and tables."""

from enum import StrEnum


class Soort(StrEnum):
    """Kind of signal (S02)."""

    BETROKKEN = "betrokken"
    ZORGEN = "zorgen"


class Leefgebied(StrEnum):
    """Life domain (S03, M07)."""

    GEZIN = "gezin"
    WONEN = "wonen"
    WERK = "werk"
    INKOMEN = "inkomen"
    GEZONDHEID = "gezondheid"
    ONDERWIJS = "onderwijs"
    VEILIGHEID = "veiligheid"


class Patroon(StrEnum):
    """Coded reason class of a signal; never free text (S03)."""

    NIET_VERSCHENEN = "niet-verschenen"
    ZORGMIJDING = "zorgmijding"
    ONGEOORLOOFD_VERZUIM = "ongeoorloofd-verzuim"
    HUURACHTERSTAND = "huurachterstand"
    DREIGENDE_HUISUITZETTING = "dreigende-huisuitzetting"
    ARMOEDE = "armoede"
    SCHULDEN = "schulden"
    OVERBELASTING = "overbelasting"


MIJDING = frozenset({Patroon.NIET_VERSCHENEN, Patroon.ZORGMIJDING})


class Categorie(StrEnum):
    """Category of a reporting organisation (A02)."""

    JEUGDHULP = "jeugdhulp"
    JGZ = "jgz"
    GEZONDHEIDSZORG = "gezondheidszorg"
    ONDERWIJS = "onderwijs"
    KINDEROPVANG = "kinderopvang"
    MAATSCHAPPELIJKE_ONDERSTEUNING = "maatschappelijke-ondersteuning"
    WERK_EN_INKOMEN = "werk-en-inkomen"
    SCHULDHULP = "schuldhulp"
    WONEN = "wonen"
    POLITIE_JUSTITIE = "politie-justitie"
    VEILIG_THUIS = "veilig-thuis"
    GEEN = "geen"


class Grond(StrEnum):
    """Safety grounds (V01). Nothing else overrides consent."""

    KINDERMISHANDELING = "kindermishandeling"
    HUISELIJK_GEWELD = "huiselijk-geweld"
    ACUTE_ONVEILIGHEID = "acute-onveiligheid"
    VERMISSING = "vermissing"
    ERNSTIGE_VERWAARLOZING = "ernstige-verwaarlozing"
    ZORGMIJDING_MET_VEILIGHEIDSRISICO = "zorgmijding-met-veiligheidsrisico"


class Leeftijdsgroep(StrEnum):
    """Age on a day, as the client knows it (T01); the index knows the month of birth only."""

    ONDER_12 = "onder-12"
    VAN_12_TOT_16 = "12-tot-16"
    VANAF_16 = "vanaf-16"


class Oudereis(StrEnum):
    """How many of the parents with authority must agree (T01, T02)."""

    GEEN = "geen"
    EEN = "een"
    ALLE = "alle"


class Deel(StrEnum):
    """What consent is for (T03)."""

    REGISTREREN = "registreren"
    CONTACTGEGEVENS = "contactgegevens"
    INHOUD = "inhoud"


class Gever(StrEnum):
    """Who of the family speaks (T01, T02): a parent is a person with authority, a guardian too."""

    JEUGDIGE = "jeugdige"
    OUDER = "ouder-met-gezag"
    VERTEGENWOORDIGER = "vertegenwoordiger"


class Wilsonbekwaam(StrEnum):
    """Why somebody of 12 or older does not decide himself (T01)."""

    VERSTANDELIJKE_BEPERKING = "verstandelijke-beperking"
    PSYCHISCHE_TOESTAND = "psychische-toestand"
    LICHAMELIJKE_TOESTAND = "lichamelijke-toestand"


class Wijze(StrEnum):
    """How consent was given (T03); `overgenomen` is from before that was asked."""

    MONDELING = "mondeling"
    SCHRIFTELIJK = "schriftelijk"
    DIGITAAL = "digitaal"
    OVERGENOMEN = "overgenomen"


class Toestemmingstand(StrEnum):
    """How consent stands; each is something else to the family (T03-T07)."""

    NOOIT_GEVRAAGD = "nooit-gevraagd"
    GEGEVEN = "gegeven"
    GEWEIGERD = "geweigerd"
    INGETROKKEN = "ingetrokken"
    VERLOPEN = "verlopen"


class NietGeinformeerd(StrEnum):
    """Why child or parents were not told yet (S07)."""

    GEVAAR = "informeren-geeft-gevaar"
    ONBEREIKBAAR = "niet-bereikbaar"
    NOG_NIET_GESPROKEN = "nog-niet-gesproken"


class GeenToestemming(StrEnum):
    """Why consent was not asked, or what came of it (V02)."""

    VRAGEN_GEEFT_GEVAAR = "vragen-geeft-gevaar"
    NIET_BEREIKBAAR = "niet-bereikbaar"
    GEWEIGERD = "geweigerd"
    INGETROKKEN = "ingetrokken"


class Noodzaak(StrEnum):
    """Why sharing is necessary (V02)."""

    ERNSTIGE_SCHADE_DREIGT = "ernstige-schade-dreigt"
    KIND_NU_NIET_VEILIG = "kind-nu-niet-veilig"
    HULP_KOMT_ANDERS_NIET = "hulp-komt-anders-niet"


class Evenredigheid(StrEnum):
    """Why no lighter means would do (V02)."""

    GEEN_LICHTER_MIDDEL = "geen-lichter-middel"
    LICHTER_MIDDEL_HIELP_NIET = "lichter-middel-hielp-niet"


class Geraadpleegde(StrEnum):
    """Who was consulted before consent was overridden (V02; meldcode step 2)."""

    COLLEGA = "collega"
    AANDACHTSFUNCTIONARIS = "aandachtsfunctionaris"
    VEILIG_THUIS = "veilig-thuis"


class Doorgeefreden(StrEnum):
    """Why the basic care must not be told yet (V07)."""

    GEVAAR_VOOR_KIND = "gevaar-voor-kind"
    GEVAAR_VOOR_OUDER = "gevaar-voor-ouder"
    ONDERZOEK_LOOPT = "onderzoek-loopt"


BASISZORG = frozenset({Grond.KINDERMISHANDELING, Grond.HUISELIJK_GEWELD})


class Intrekreden(StrEnum):
    """Why an organisation withdraws its signal (S06, S09)."""

    TEN_ONRECHTE = "ten-onrechte"
    RISICO_GEWEKEN = "risico-geweken"
    VERKEERD_KIND = "verkeerd-kind"


class Onthulling(StrEnum):
    """How the director learns who the child is."""

    ENVELOP = "envelop"
    TERUGBELLEN = "terugbellen"


class Reden(StrEnum):
    """Why a match is open (M11)."""

    STAPELING = "stapeling"
    UIT_BEELD = "uit-beeld"


class Matchstatus(StrEnum):
    """States of a match (design, section 6)."""

    NIEUW = "nieuw"
    TOEGEWEZEN = "toegewezen"
    AANGENOMEN = "aangenomen"
    CONTACT_GELEGD = "contact-gelegd"
    IN_REGIE = "in-regie"
    NAZORG = "nazorg"
    AFGESLOTEN = "afgesloten"
    VERVALLEN = "vervallen"


GESLOTEN = frozenset({Matchstatus.AFGESLOTEN, Matchstatus.VERVALLEN})
AANVAARD = frozenset({Matchstatus.AANGENOMEN, Matchstatus.CONTACT_GELEGD, Matchstatus.IN_REGIE, Matchstatus.NAZORG})


class Termijnsoort(StrEnum):
    """What has to be done before a day is over, by whom the match is waiting for (R03, R05-R07, R10, V07)."""

    TOEWIJZEN = "toewijzen"
    AANNEMEN = "aannemen"
    CONTACT = "contact"
    OVERLEG = "overleg"
    VERVOLGOVERLEG = "vervolgoverleg"
    BASISZORG = "basiszorg"
    OVERDRACHT = "overdracht"
    NAZORG_AANNEMEN = "nazorg-aannemen"
    NAZORG_BEVESTIGEN = "nazorg-bevestigen"
    AFSPRAAK = "afspraak"


class Trede(StrEnum):
    """Steps above the one who had to act, in this order (R04); the first two are not in every ladder (R07, R10)."""

    LEIDING = "leiding"
    REGISSEUR = "regisseur"
    PROCESREGISSEUR = "procesregisseur"
    GEMEENTELIJK_MANAGER = "gemeentelijk-manager"
    WETHOUDER = "wethouder"


class Afsluitreden(StrEnum):
    """Why a match is closed (R06)."""

    DOEL_BEREIKT = "doel-bereikt"
    HULP_LOOPT = "hulp-loopt"
    GEDWONGEN_KADER = "gedwongen-kader"
    VERHUISD = "verhuisd-buiten-bereik"
    GEEN_REGIE_NODIG = "geen-regie-nodig"


class Overdrachtreden(StrEnum):
    """Why a director asks another to take over (R05)."""

    GEZIN_VERHUISD = "gezin-verhuisd"
    ANDERE_DESKUNDIGHEID = "andere-deskundigheid-nodig"
    CASELOAD = "caseload-te-hoog"
    VERTREK = "regisseur-vertrekt"


class Gezinsreden(StrEnum):
    """Why people join or split a family (M04); never free text (S03)."""

    ZELFDE_GEZIN = "zelfde-gezin"
    ANDER_GEZIN = "ander-gezin"
    ONJUISTE_OUDER = "onjuiste-ouder"
    GEZIN_UIT_ELKAAR = "gezin-uit-elkaar"
    VEILIGER_APART = "veiliger-apart"


class Weigerreden(StrEnum):
    """Why a handover or aftercare is refused (R05, R06)."""

    GEEN_PLAATS = "geen-plaats"
    NIET_PASSEND = "niet-passend"
    ANDER_BETROKKEN = "ander-al-betrokken"


class Antwoord(StrEnum):
    """How a request to somebody stands: a handover, or aftercare (R05, R06)."""

    GEVRAAGD = "gevraagd"
    AANGENOMEN = "aangenomen"
    GEWEIGERD = "geweigerd"
    INGETROKKEN = "ingetrokken"
    VERVALLEN = "vervallen"


class Afspraaksoort(StrEnum):
    """What a party binds itself to (R10); never free text (S03)."""

    CONTACT_OPNEMEN = "contact-opnemen"
    HUISBEZOEK = "huisbezoek"
    HULP_STARTEN = "hulp-starten"
    AAN_OVERLEG_DEELNEMEN = "aan-overleg-deelnemen"
    INFORMATIE_AANLEVEREN = "informatie-aanleveren"
    UITZETTING_OPSCHORTEN = "uitzetting-opschorten"
    SCHULDREGELING_STARTEN = "schuldregeling-starten"
    SCHOOLPLAATS_REGELEN = "schoolplaats-regelen"


class Afspraakstand(StrEnum):
    """How an agreement stands (R10); one that is late stays open until it is kept."""

    OPEN = "open"
    NAGEKOMEN = "nagekomen"
    INGETROKKEN = "ingetrokken"


class Signaalstatus(StrEnum):
    """What the reporter sees of his own signal."""

    ACTIEF = "actief"
    SLAPEND = "slapend"
    BEEINDIGD = "beeindigd"
    INGETROKKEN = "ingetrokken"
    VERVALLEN = "vervallen"
