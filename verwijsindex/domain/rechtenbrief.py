# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""The letter to who asked (G03): plain Dutch, short sentences, in parts that a page or a PDF is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from verwijsindex.domain.archief import EerderGemeld
from verwijsindex.domain.inzageantwoord import Blik, Grondsoort, Inzageantwoord, Vertelgrond, Vertelling
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.rechten import Besluitreden, Betreft, Recht, Uitspraak, Verzoek, Verzoekbesluit, Vrager
from verwijsindex.domain.rechtenbesluit import HELEMAAL
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.uitleg import datum, opsomming
from verwijsindex.domain.woorden import (
    Gever,
    Grond,
    Leefgebied,
    Patroon,
    Signaalstatus,
    Soort,
    Toestemmingstand,
)

MEESTE_DAGEN = 5
WAAROVER = {
    Recht.INZAGE: "uw verzoek om uw gegevens te zien",
    Recht.RECTIFICATIE: "uw verzoek om gegevens te veranderen",
    Recht.VERWIJDERING: "uw verzoek om gegevens weg te halen",
    Recht.BEZWAAR: "uw bezwaar",
}
SOORTEN = {
    Soort.BETROKKEN: "De organisatie helpt, of is op een andere manier betrokken.",
    Soort.ZORGEN: "De organisatie maakt zich zorgen.",
}
LEEFGEBIEDEN = {
    Leefgebied.GEZIN: "het gezin",
    Leefgebied.WONEN: "wonen",
    Leefgebied.WERK: "werk",
    Leefgebied.INKOMEN: "geld en inkomen",
    Leefgebied.GEZONDHEID: "gezondheid",
    Leefgebied.ONDERWIJS: "school",
    Leefgebied.VEILIGHEID: "veiligheid",
}
PATRONEN = {
    Patroon.NIET_VERSCHENEN: "Iemand kwam niet op een afspraak.",
    Patroon.ZORGMIJDING: "Hulp kwam niet op gang, omdat iemand die niet wilde of niet kwam.",
    Patroon.ONGEOORLOOFD_VERZUIM: "Het kind was van school weg zonder toestemming.",
    Patroon.HUURACHTERSTAND: "De huur is niet op tijd betaald.",
    Patroon.DREIGENDE_HUISUITZETTING: "Het gezin kan zijn huis kwijtraken.",
    Patroon.ARMOEDE: "Er is te weinig geld.",
    Patroon.SCHULDEN: "Er zijn schulden.",
    Patroon.OVERBELASTING: "Het wordt iemand in het gezin te veel.",
}
STATUSSEN = {
    Signaalstatus.ACTIEF: "Dit signaal loopt nog.",
    Signaalstatus.SLAPEND: "Dit signaal telt nu niet mee. Andere organisaties zien het niet.",
    Signaalstatus.BEEINDIGD: "Dit signaal is gestopt.",
    Signaalstatus.INGETROKKEN: "Dit signaal is teruggenomen. Het telt niet mee en niemand anders ziet het.",
    Signaalstatus.VERVALLEN: "Dit signaal is vervallen.",
}
GEVERS = {
    Gever.JEUGDIGE: "de jeugdige zelf",
    Gever.OUDER: "ouder met gezag",
    Gever.VERTEGENWOORDIGER: "vertegenwoordiger",
}
TOESTEMMINGEN = {
    Toestemmingstand.INGETROKKEN: " Die toestemming is later ingetrokken.",
    Toestemmingstand.VERLOPEN: " Die toestemming is afgelopen.",
}
VEILIGHEID = {
    Grond.KINDERMISHANDELING: "zorgen over mishandeling van een kind",
    Grond.HUISELIJK_GEWELD: "zorgen over geweld thuis",
    Grond.ACUTE_ONVEILIGHEID: "direct gevaar voor een kind",
    Grond.VERMISSING: "een vermissing",
    Grond.ERNSTIGE_VERWAARLOZING: "zorgen over ernstige verwaarlozing",
    Grond.ZORGMIJDING_MET_VEILIGHEIDSRISICO: "gevaar doordat hulp niet op gang kwam",
}
GRONDEN = {
    Grondsoort.TOESTEMMING: "Toestemming",
    Grondsoort.GEEN_TOESTEMMING: "Toestemming",
    Grondsoort.VEILIGHEID: "Waarom zonder toestemming",
    Grondsoort.WET: "Waarom zonder toestemming",
}
ROLLEN = {
    Rol.MELDER: "als melder",
    Rol.REGISSEUR: "als regisseur",
    Rol.COORDINATOR: "als coördinator",
    Rol.PRIVACY: "om een verzoek als dit te beantwoorden",
}
UITSPRAKEN = {
    Uitspraak.TOEGEWEZEN: "Wij doen wat u vraagt.",
    Uitspraak.GEDEELTELIJK: "Wij doen een deel van wat u vraagt.",
    Uitspraak.AFGEWEZEN: "Wij doen niet wat u vraagt.",
}
REDENEN = {
    Besluitreden.ALLES_GEGEVEN: "U hebt alles gekregen wat over u in de verwijsindex staat.",
    Besluitreden.ONJUIST: "De gegevens klopten niet.",
    Besluitreden.NIET_MEER_NODIG: "De gegevens zijn niet meer nodig.",
    Besluitreden.GEEN_GROND: "Er is geen reden meer om de gegevens te bewaren.",
    Besluitreden.BELANG_VRAGER: "Uw belang weegt zwaarder dan het belang om de gegevens te gebruiken.",
    Besluitreden.DEEL_JUIST: "Een deel van de gegevens klopt. Dat deel blijft staan.",
    Besluitreden.DEEL_NODIG: "Een deel van de gegevens is nog nodig. Dat deel blijft staan.",
    Besluitreden.VEILIGHEID: "Voor de veiligheid van een kind kan het niet, of niet helemaal.",
    Besluitreden.ANDEREN: "Wij moeten ook de gegevens van andere mensen beschermen.",
    Besluitreden.JUIST: "De gegevens kloppen.",
    Besluitreden.NODIG: "De gegevens zijn nog nodig om een kind te kunnen helpen.",
    Besluitreden.BELANG_KIND: "Het belang van het kind weegt hier zwaarder.",
    Besluitreden.BUITENSPORIG: "U vroeg dit al vaker, en er is sinds de vorige keer niets veranderd.",
    Besluitreden.NIET_BEVOEGD: "U kunt dit niet alleen vragen. Wij leggen u graag uit wie dat wel kan.",
}
WEGLATEN = (
    "Vertellen kan gevaarlijk zijn voor een kind of voor iemand anders. Dan staat de wet toe dat wij iets weglaten"
    " (artikel 23 van de AVG). U kunt het later opnieuw vragen."
)
NIET_ALLES = f"Wij kunnen u nu niet alles vertellen. {WEGLATEN}"
# Stands in every letter in which something is told: only so it does not tell that this time something was left out.
SOMS_NIET_ALLES = f"Het kan zijn dat wij u nu niet alles kunnen vertellen. {WEGLATEN}"
WEGGEHAALD = "Wat wij hebben weggehaald, telt nergens meer mee en wordt vernietigd."
TOT_KLAAR = "dit verzoek klaar is; daarna wordt het vernietigd"
TERUGGENOMEN = "Wat wij hebben teruggenomen, telt nergens meer mee. Andere organisaties zien het niet meer."
WAT_KON = "Wij hebben u gegeven wat wij u nu kunnen geven."
GEGEVEN = frozenset({Besluitreden.ALLES_GEGEVEN, Besluitreden.VEILIGHEID, Besluitreden.ANDEREN})
KLACHT = (
    "Bent u het niet met ons eens? Bel of schrijf dan eerst met de privacyfunctionaris van de gemeente.",
    "U kunt ook een klacht sturen naar de Autoriteit Persoonsgegevens: autoriteitpersoonsgegevens.nl/klacht,"
    " of Postbus 93374, 2509 AJ Den Haag.",
    "Ook kunt u binnen zes weken bezwaar maken bij de gemeente, of naar de rechter gaan.",
)
RECHTEN = (
    "Klopt iets niet? U kunt vragen om het te veranderen.",
    "Is iets niet meer nodig? U kunt vragen om het weg te halen.",
    "Bent u het er niet mee eens dat wij gegevens gebruiken? U kunt bezwaar maken.",
    "Gaf u toestemming? U kunt die altijd intrekken, bij de organisatie waaraan u die gaf.",
)


@dataclass(frozen=True, slots=True)
class Blok:
    """A heading and what stands under it, as a name and a text."""

    kop: str
    regels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Briefdeel:
    """A part of the letter: paragraphs, a list, blocks."""

    kop: str
    alineas: tuple[str, ...] = ()
    punten: tuple[str, ...] = ()
    blokken: tuple[Blok, ...] = ()


@dataclass(frozen=True, slots=True)
class Rechtenbrief:
    """A letter: plain text in every field; `afzender` is who answers, `kenmerk` the id of the request, `op` the day."""

    titel: str
    afzender: str
    kenmerk: str
    op: date
    delen: tuple[Briefdeel, ...]


def inzagebrief(antwoord: Inzageantwoord, afzender: str) -> Rechtenbrief:
    """The answer to an access request (G03): what, by whom, why, who looked, until when, and what one can do."""
    op = dag(antwoord.moment)
    return Rechtenbrief(
        titel="Wat staat er over u in de verwijsindex?",
        afzender=afzender,
        kenmerk=str(antwoord.verzoek.id),
        op=op,
        delen=tuple(_delen(antwoord)),
    )


def besluitbrief(verzoek: Verzoek, afzender: str, op: date) -> Rechtenbrief | None:
    """The decision in words (G02; AVG 12.4), without anything that the index holds; None while there is none."""
    besluit = verzoek.besluit
    if besluit is None:
        return None
    if verzoek.recht is Recht.INZAGE and besluit.uitspraak is not Uitspraak.AFGEWEZEN and besluit.reden in GEGEVEN:
        # The same words for both: else the letter would tell that something was left out.
        wat = [WAT_KON, SOMS_NIET_ALLES]
    else:
        wat = [UITSPRAKEN[besluit.uitspraak], _reden(verzoek, besluit)]
    if besluit.maatregelen:
        wat.append(WEGGEHAALD if verzoek.recht in HELEMAAL else TERUGGENOMEN)
    return Rechtenbrief(
        titel=f"Ons besluit over {WAAROVER[verzoek.recht]}",
        afzender=afzender,
        kenmerk=str(verzoek.id),
        op=op,
        delen=(
            Briefdeel("Waarom krijgt u deze brief?", (_vraag(verzoek),)),
            Briefdeel("Wat hebben wij besloten?", (f"Wij besloten dit op {datum(dag(besluit.moment))}.", *wat)),
            Briefdeel("Bent u het niet met ons eens?", KLACHT),
        ),
    )


def _reden(verzoek: Verzoek, besluit: Verzoekbesluit) -> str:
    if besluit.reden is Besluitreden.NIETS_BEKEND:
        return niets(verzoek, besluit.moment)
    return REDENEN[besluit.reden]


def niets(verzoek: Verzoek, moment: datetime) -> str:
    """That nothing is held, on the day on which was looked: of whom nothing was held nobody looks again (I05)."""
    gezocht = moment if verzoek.persoon else verzoek.geregistreerd
    return (
        f"Wij hebben op {datum(dag(gezocht))} gezocht. Toen stond er niets over u in de verwijsindex van onze gemeente."
    )


def _vraag(verzoek: Verzoek) -> str:
    namens = {
        Vrager.JEUGDIGE: "U vroeg dit zelf.",
        Vrager.VERTEGENWOORDIGER: "U vroeg dit als ouder of vertegenwoordiger van een kind.",
        Vrager.BEIDE: "U vroeg dit samen: de jeugdige en een ouder of vertegenwoordiger.",
        Vrager.OUDER: "U vroeg dit over uzelf, als ouder.",
    }
    return f"Wij kregen op {datum(verzoek.ontvangen_op)} {WAAROVER[verzoek.recht]}. {namens[verzoek.vrager]}"


def _delen(antwoord: Inzageantwoord) -> Iterator[Briefdeel]:
    verzoek = antwoord.verzoek
    over_kind = verzoek.betreft is Betreft.KIND and verzoek.vrager is not Vrager.JEUGDIGE
    yield Briefdeel(
        "Waarom krijgt u deze brief?",
        (
            _vraag(verzoek),
            *(("In deze brief is ‘u’ ook het kind waarover u het vroeg.",) if over_kind else ()),
            "In de verwijsindex laten organisaties weten dat zij een kind helpen, of dat zij zich zorgen maken."
            " Zo'n bericht heet een signaal. De organisaties kunnen dan samenwerken.",
        ),
    )
    if not antwoord.dossier:
        yield Briefdeel("Wat staat er over u?", tuple(_niets(antwoord)))
    else:
        if antwoord.signalen:
            yield _wat(antwoord)
            yield _wie_keek(antwoord.blikken)
        if antwoord.archief:
            yield _archief(antwoord.archief, dag(antwoord.moment))
        yield Briefdeel(
            "Wat staat er niet in deze brief?",
            (
                "Gegevens van andere mensen laten wij weg. Denk aan broers en zussen, de andere ouder, en de namen van"
                " de mensen die bij de organisaties werken.",
                SOMS_NIET_ALLES,
            ),
        )
    yield Briefdeel("Wat kunt u doen?", punten=RECHTEN)
    yield Briefdeel("Bent u het niet met ons eens?", KLACHT)


def _niets(antwoord: Inzageantwoord) -> Iterator[str]:
    if antwoord.verzwegen:
        yield NIET_ALLES
        return
    yield niets(antwoord.verzoek, antwoord.moment)
    yield "Hebt u ook in een andere gemeente gewoond? Vraag het dan ook daar."


def _wat(antwoord: Inzageantwoord) -> Briefdeel:
    if antwoord.verzoek.betreft is Betreft.OUDER:
        uitleg = (
            "Organisaties noemden u als ouder, in een signaal over een kind. Wat zij over het kind schreven, staat niet"
            " in deze brief. Wie het gezag over het kind heeft, kan dat apart vragen."
        )
        aantal = "een organisatie" if len(antwoord.signalen) == 1 else f"{len(antwoord.signalen)} organisaties"
        zin = f"U bent genoemd door {aantal}."
        return Briefdeel("Wat staat er over u?", (zin, uitleg), blokken=tuple(map(_genoemd, antwoord.signalen)))
    # Not how many there are: there may be one that cannot be told.
    zin = f"Wij vertellen u hier over {_aantal(len(antwoord.signalen))}."
    return Briefdeel("Wat staat er over u?", (zin,), blokken=tuple(map(_signaal, antwoord.signalen)))


def _archief(eerder: tuple[EerderGemeld, ...], op: date) -> Briefdeel:
    uitleg = (
        "Deze organisaties lieten eerder weten dat zij dit kind hielpen of zich zorgen maakten. Dat is voorbij. Wij"
        " bewaren alleen nog dat zij het lieten weten. Meldt een andere organisatie dit kind opnieuw, dan hoort die één"
        " keer wie er eerder was, en dan vernietigen wij het."
    )
    blokken = (
        Blok(
            deel.organisatie,
            (
                ("Contact", contact(deel)),
                ("Gemeld op", datum(deel.gemeld)),
                ("Bewaard tot", datum(deel.bewaard_tot) if deel.bewaard_tot > op else TOT_KLAAR),
            ),
        )
        for deel in eerder
    )
    return Briefdeel("Wat staat er in het archief?", (uitleg,), blokken=tuple(blokken))


def _aantal(aantal: int) -> str:
    return "één signaal" if aantal == 1 else f"{aantal} signalen"


def _genoemd(v: Vertelling) -> Blok:
    return Blok(
        v.organisatie,
        (("Contact", contact(v)), ("Voor het eerst genoemd", datum(v.gemeld)), ("Bewaard tot", bewaard_tot(v))),
    )


def _signaal(v: Vertelling) -> Blok:
    regels = [("Contact", contact(v)), ("Gemeld op", datum(v.gemeld))]
    if v.soort:
        regels.append(("Wat is er gemeld", SOORTEN[v.soort]))
    if v.leefgebieden:
        regels.append(("Waar het over gaat", opsomming([LEEFGEBIEDEN[deel] for deel in v.leefgebieden])))
    if v.patroon:
        regels.append(("Wat de organisatie zag", PATRONEN[v.patroon]))
    if v.vanaf:
        tot = f" tot en met {datum(v.tot)}" if v.tot else ""
        regels.append(("Betrokken", f"vanaf {datum(v.vanaf)}{tot}"))
    if v.status:
        regels.append(("Hoe het nu is", STATUSSEN[v.status]))
    regels += [(GRONDEN[grond.soort], grond_in_woorden(grond)) for grond in v.gronden]
    regels.append(("Bewaard tot", bewaard_tot(v)))
    return Blok(v.organisatie, tuple(regels))


def bewaard_tot(v: Vertelling) -> str:
    """Until when a signal is kept (B01, G02)."""
    return datum(v.bewaard_tot) if v.bewaard_tot else TOT_KLAAR


def contact(v: Vertelling | EerderGemeld) -> str:
    """How an organisation is reached: function, telephone, mail."""
    c = v.contactpunt
    return ", ".join(deel for deel in (c.functie, c.telefoon, c.email) if deel)


def grond_in_woorden(grond: Vertelgrond) -> str:
    """A ground as a family reads it (G03)."""
    op = f" op {datum(grond.op)}" if grond.op else ""
    match grond.soort:
        case Grondsoort.WET:
            return "De wet staat toe dat deze organisatie dit meldt."
        case Grondsoort.GEEN_TOESTEMMING:
            return f"Er is geen toestemming gegeven{op}."
        case Grondsoort.TOESTEMMING:
            door = opsomming([GEVERS[wie] for wie in grond.door])
            tot = f" De toestemming is tot en met {datum(grond.tot)}." if grond.tot else ""
            later = TOESTEMMINGEN.get(grond.stand, "") if grond.stand else ""
            return f"Er is toestemming gegeven{op}, door: {door}.{tot}{later}"
        case Grondsoort.VEILIGHEID:
            waarom = VEILIGHEID[grond.veiligheid] if grond.veiligheid else "zorgen over de veiligheid"
            tot = f" Sinds {datum(grond.tot)} geldt dit niet meer." if grond.tot else ""
            return f"Voor de veiligheid, sinds{op.removeprefix(' op')}: {waarom}.{tot}"


def _wie_keek(blikken: tuple[Blik, ...]) -> Briefdeel:
    if not blikken:
        return Briefdeel("Wie heeft er gekeken?", ("Er is niemand die wij hier kunnen noemen.",))
    return Briefdeel(
        "Wie heeft er gekeken?",
        ("Elke keer dat iemand kijkt, wordt dat vastgelegd. Deze organisaties keken naar een signaal over u:",),
        punten=tuple(
            f"{blik.organisatie or 'De gemeente'}, {ROLLEN.get(blik.rol, 'om een andere reden')}: {_dagen(blik.dagen)}"
            for blik in blikken
        ),
    )


def _dagen(dagen: tuple[date, ...]) -> str:
    if len(dagen) <= MEESTE_DAGEN:
        return opsomming([datum(op) for op in dagen])
    return f"op {len(dagen)} dagen, van {datum(dagen[0])} tot en met {datum(dagen[-1])}"
