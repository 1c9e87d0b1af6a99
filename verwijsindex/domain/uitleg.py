# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""What happened and why, in Dutch that a professional understands (M13)."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from verwijsindex.domain.besluit import Besluit
from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.daden import Gevolg, Gevolgsoort
from verwijsindex.domain.inzage import Veld
from verwijsindex.domain.match import Bijdrage, Match
from verwijsindex.domain.opvolgbeeld import Opvolging
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.signaal import Signaal
from verwijsindex.domain.termijnen import STAPPEN
from verwijsindex.domain.woorden import (
    Afsluitreden,
    Afspraaksoort,
    Matchstatus,
    Overdrachtreden,
    Reden,
    Termijnsoort,
    Trede,
    Weigerreden,
)

MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
GRONDEN = {
    "toestemming": "met toestemming",
    "veiligheid": "om de veiligheid",
    "veiligheid-te-bevestigen": "om de veiligheid (nog te bevestigen)",
    "wettelijke-melding": "als wettelijke melding",
}
ZINNEN = {
    Gevolgsoort.MATCH_GEOPEND: "Er is een match ontstaan.",
    Gevolgsoort.MATCH_HEROPEND: "De match is heropend.",
    Gevolgsoort.MATCH_SAMENGEVOEGD: "De coördinator voegde twee gezinnen samen; een match gaat verder voor allebei.",
    Gevolgsoort.MATCH_VERVALLEN: "De match is vervallen: er is geen reden meer voor.",
    Gevolgsoort.MATCH_TOEGEWEZEN: "Er is een regisseur aangewezen.",
    Gevolgsoort.MATCH_ZONDER_REGISSEUR: "Geen regisseur heeft plaats: de coördinator is aan zet.",
    Gevolgsoort.MATCH_AANGENOMEN: "De regisseur heeft de match aangenomen.",
    Gevolgsoort.MATCH_AFGESLOTEN: "De match is afgesloten ({reden}).",
    Gevolgsoort.MATCH_VERNIETIGD: "De match is vernietigd.",
    Gevolgsoort.CONTACT_GELEGD: "De regisseur heeft contact gehad met de melders.",
    Gevolgsoort.OVERLEG_GEHOUDEN: "Er is overlegd en er is een plan.",
    Gevolgsoort.REGIE_BEKENDGEMAAKT: "Er is verteld wie de regie heeft aan: {wie}.",
    Gevolgsoort.TERMIJN_VERSTREKEN: "Te laat: {termijn}. Ingelicht: {trede}.",
    Gevolgsoort.OVERDRACHT_GEVRAAGD: "De regisseur vraagt een ander de regie over te nemen ({reden}).",
    Gevolgsoort.OVERDRACHT_AANGENOMEN: "De overdracht is aangenomen: er is een nieuwe regisseur.",
    Gevolgsoort.OVERDRACHT_GEWEIGERD: "De overdracht is geweigerd ({reden}): de regisseur blijft.",
    Gevolgsoort.OVERDRACHT_INGETROKKEN: "De overdracht gaat niet door: de regisseur blijft, of er is een ander.",
    Gevolgsoort.NAZORG_VOORGESTELD: "Gevraagd om nazorg: {wie}.",
    Gevolgsoort.NAZORG_AANGENOMEN: "De nazorg is aangenomen door {wie}.",
    Gevolgsoort.NAZORG_GEWEIGERD: "De nazorg is geweigerd door {wie} ({reden}).",
    Gevolgsoort.NAZORG_INGETROKKEN: "De vraag om nazorg aan {wie} is ingetrokken.",
    Gevolgsoort.NAZORG_BEGONNEN: "De match gaat over in nazorg door {wie} ({reden}).",
    Gevolgsoort.NAZORG_BEVESTIGD: "Nazorg: het gaat goed, zegt {wie}.",
    Gevolgsoort.AFSPRAAK_GEMAAKT: "Bindende afspraak met {wie}: {reden}.",
    Gevolgsoort.AFSPRAAK_NAGEKOMEN: "Afspraak nagekomen door {wie}: {reden}.",
    Gevolgsoort.AFSPRAAK_INGETROKKEN: "Afspraak met {wie} ingetrokken: {reden}.",
    Gevolgsoort.STAPELING: "Signalen van {wie} stapelen zich op{gewicht}.",
    Gevolgsoort.STAPELING_WEG: "De signalen stapelen zich niet meer op.",
    Gevolgsoort.UIT_BEELD_WEG: "De bevinding dat een kind uit beeld raakt, is vervallen.",
    Gevolgsoort.NIEUWE_ORGANISATIE: "Er meldt zich een nieuwe organisatie: {wie}.",
    Gevolgsoort.EERSTE_VEILIGHEIDSGROND: "Voor het eerst speelt de veiligheid van een kind: {wie}.",
    Gevolgsoort.MULTIPROBLEMATIEK: "Er zijn nu signalen op veel leefgebieden tegelijk (multiproblematiek).",
    Gevolgsoort.VOORTZETTEN_NODIG: "De reden voor de match is weg. Zonder eigen toestemming van het gezin vervalt hij.",
    Gevolgsoort.MATCH_VOORTGEZET: "De regisseur gaat door op toestemming die hij zelf vastlegde.",
    Gevolgsoort.BASISZORG_TE_BEREIKEN: "Taak: huisarts, jeugdgezondheidszorg en school van een kind bereiken.",
    Gevolgsoort.BASISZORG_BEREIKT: "Wie actief bij een kind betrokken is, is gevraagd de regisseur te bellen.",
    Gevolgsoort.GEEN_ACTIEVE_SIGNALEN: "Geen enkele organisatie is nog actief betrokken.",
}
TERMIJNEN: dict[str, str] = {
    Termijnsoort.TOEWIJZEN: "een regisseur aanwijzen",
    Termijnsoort.AANNEMEN: "de match aannemen",
    Termijnsoort.CONTACT: "contact opnemen met de melders",
    Termijnsoort.OVERLEG: "een eerste overleg houden",
    Termijnsoort.VERVOLGOVERLEG: "een vervolgoverleg houden",
    Termijnsoort.BASISZORG: "de basiszorg van een kind bereiken",
    Termijnsoort.OVERDRACHT: "antwoorden op de overdracht",
    Termijnsoort.NAZORG_AANNEMEN: "antwoorden op de vraag om nazorg",
    Termijnsoort.NAZORG_BEVESTIGEN: "laten weten hoe het gaat (nazorg)",
    Termijnsoort.AFSPRAAK: "een bindende afspraak nakomen",
}
TREDEN: dict[str, str] = {
    Trede.LEIDING: "de leiding van die organisatie",
    Trede.REGISSEUR: "de regisseur",
    Trede.PROCESREGISSEUR: "de coördinator",
    Trede.GEMEENTELIJK_MANAGER: "de gemeentelijk manager",
    Trede.WETHOUDER: "de wethouder",
}
REDENEN: dict[str, str] = {
    Afsluitreden.DOEL_BEREIKT: "het doel is bereikt",
    Afsluitreden.HULP_LOOPT: "de hulp loopt",
    Afsluitreden.GEDWONGEN_KADER: "er is hulp in een gedwongen kader",
    Afsluitreden.VERHUISD: "het gezin is verhuisd buiten bereik",
    Afsluitreden.GEEN_REGIE_NODIG: "regie is niet nodig",
    Overdrachtreden.GEZIN_VERHUISD: "het gezin is verhuisd",
    Overdrachtreden.ANDERE_DESKUNDIGHEID: "er is andere deskundigheid nodig",
    Overdrachtreden.CASELOAD: "de caseload is te hoog",
    Overdrachtreden.VERTREK: "de regisseur vertrekt",
    Weigerreden.GEEN_PLAATS: "er is geen plaats",
    Weigerreden.NIET_PASSEND: "het past niet",
    Weigerreden.ANDER_BETROKKEN: "een ander is al betrokken",
    Afspraaksoort.CONTACT_OPNEMEN: "contact opnemen met het gezin",
    Afspraaksoort.HUISBEZOEK: "op huisbezoek gaan",
    Afspraaksoort.HULP_STARTEN: "hulp starten",
    Afspraaksoort.AAN_OVERLEG_DEELNEMEN: "deelnemen aan het overleg",
    Afspraaksoort.INFORMATIE_AANLEVEREN: "informatie aanleveren",
    Afspraaksoort.UITZETTING_OPSCHORTEN: "de uitzetting opschorten",
    Afspraaksoort.SCHULDREGELING_STARTEN: "een schuldregeling starten",
    Afspraaksoort.SCHOOLPLAATS_REGELEN: "een schoolplaats regelen",
}
UIT_BEELD = {
    "einde": "Uit beeld: het laatste actieve signaal eindigt en niemand nam de nazorg aan. Het kwam van {wie}.",
    "mijding": "Uit beeld: {wie} zien het gezin hulp mijden of niet verschijnen.",
}


def datum(op: date) -> str:
    """A day in words: 31 mei 2013."""
    return f"{op.day} {MAANDEN[op.month - 1]} {op.year}"


def opsomming(delen: Sequence[str]) -> str:
    """`a`, `a en b`, `a, b en c`; an organisation that may not be named is `een organisatie`."""
    if not delen:
        return "een organisatie"
    return delen[0] if len(delen) == 1 else f"{', '.join(delen[:-1])} en {delen[-1]}"


def zin(gevolg: Gevolg, namen: Mapping[UUID, str]) -> str:
    """One line of the timeline; only organisations in `namen` are named."""
    wie = opsomming(sorted(namen[o] for o in gevolg.organisaties if o in namen))
    vorm = UIT_BEELD[gevolg.reden] if gevolg.soort is Gevolgsoort.UIT_BEELD else ZINNEN.get(gevolg.soort, "")
    gewicht = f" (gewicht {gevolg.gewicht})" if gevolg.gewicht else ""
    reden = REDENEN.get(gevolg.reden, gevolg.reden)
    termijn, trede = TERMIJNEN.get(gevolg.reden, ""), TREDEN.get(gevolg.trede, "")
    zin_ = vorm.format(wie=wie, gewicht=gewicht, reden=reden, termijn=termijn, trede=trede)
    return zin_.replace(" ()", "")


def uitleg_match(
    match: Match,
    soort: str,
    bijdragen: Sequence[tuple[str, Bijdrage, frozenset[Veld]]],
    convenant: Convenant,
) -> list[str]:
    """Why this match is there: rule, version, and each counting signal (with its organisation) as far as it is seen.

    That there may be more than he sees is always said, so that saying it tells nothing (I06).
    """
    zinnen = []
    if Reden.STAPELING in match.redenen:
        zinnen.append(
            f"Volgens regel M03 van convenant {match.convenant}: signalen van minstens"
            f" {convenant.minimum_organisaties} organisaties wegen samen {convenant.drempel} of meer"
            + (", en een van hen maakt zich zorgen of noemt de veiligheid." if convenant.zorg_vereist else ".")
        )
    zinnen += [
        f"Volgens regel M10 van convenant {match.convenant}: op {datum(bevinding.dag)} raakte een kind uit beeld"
        + (
            ", omdat het laatste actieve signaal eindigde."
            if bevinding.soort == "einde"
            else ", omdat meer dan een organisatie mijding zag."
        )
        for bevinding in match.bevindingen
    ]
    if not match.redenen:
        zinnen.append(f"Volgens regel M11 van convenant {match.convenant} is er geen reden meer voor deze match.")
    elif bijdragen and Reden.STAPELING in match.redenen and not convenant.alleen_contactgegevens:
        waarover = "een kind zijn" if soort == "kindmatch" else "de kinderen van het gezin zijn samen"
        zinnen.append(f"Dit is een {soort}: de signalen over {waarover} genoeg.")
    zinnen += [_regel(naam, bijdrage, velden) for naam, bijdrage, velden in bijdragen]
    if any(Veld.SOORT not in velden for _, _, velden in bijdragen) and not convenant.alleen_contactgegevens:
        zinnen.append(
            f"Volgens regels T03 en V06 van convenant {convenant.kenmerk} ziet u van een signaal niet meer dan waarvoor"
            " toestemming is, en bij een veiligheidsgrond alleen wie u kunt bellen."
        )
    zinnen.append(
        f"Volgens regels I02, I03, T03 en V03 van convenant {convenant.kenmerk} ziet u alleen signalen die met u"
        " gedeeld mogen worden."
    )
    return zinnen


def _regel(naam: str, bijdrage: Bijdrage, velden: frozenset[Veld]) -> str:
    deel = [naam]
    if Veld.SOORT not in velden:
        deel.append("meldt een signaal")
    else:
        deel.append(f"meldt dat zij {'zich zorgen maakt' if bijdrage.soort == 'zorgen' else 'betrokken is'}")
    if Veld.DATA in velden:
        deel.append(f"sinds {datum(bijdrage.geregistreerd)}")
        if bijdrage.tot:
            deel.append(f"tot en met {datum(bijdrage.tot)}")
    if Veld.GROND in velden:
        deel.append(GRONDEN[bijdrage.grond])
    if Veld.GEWICHT in velden:
        deel.append(f"(weegt {bijdrage.gewicht})")
    return f"{' '.join(deel)}."


def vervolg_signaal(
    signaal: Signaal,
    poort: Besluit,
    telt: bool,
    match: Match | None,
    regisseur: Regisseur | None,
    weg_op: date,
    voor: date | None = None,
) -> str:
    """What happens next with a report, for the reporter (I01, R08); `voor` is the last day to confirm its V-ground."""
    if signaal.ten_onrechte:
        return "Uw signaal is ingetrokken en telt nergens meer mee."
    if not poort:
        return (
            f"{poort.zin} Het telt niet mee en niemand anders ziet het. Leg toestemming vast of roep een"
            f" veiligheidsgrond in; anders wordt het vernietigd op {datum(weg_op)}."
        )
    if not telt:
        return "Uw betrokkenheid is voorbij en telt niet meer mee."
    bevestigen = f"Laat een tweede persoon de veiligheidsgrond uiterlijk {datum(voor)} bevestigen. " if voor else ""
    return bevestigen + (_met_match(match, regisseur) if match else _zonder_match(signaal))


def _zonder_match(signaal: Signaal) -> str:
    if signaal.tot:
        return (
            f"Uw betrokkenheid eindigt op {datum(signaal.tot)}. Daarna telt uw signaal nog mee zolang het convenant dat"
            " zegt; er is nu geen match."
        )
    return "Uw signaal telt mee. Er is nu geen match; u hoort het zodra die er komt."


def _met_match(match: Match, regisseur: Regisseur | None) -> str:
    if regisseur is None:
        return "Uw signaal telt mee en er is een match. De coördinator van de gemeente wijst een regisseur aan."
    # After aftercare this would tell of what reopened the match, which may not be known yet (V03).
    begin = match.status is Matchstatus.TOEGEWEZEN and not any(n.ingegaan for n in match.nazorg)
    doet = "neemt contact op" if begin else "is bereikbaar"
    return f"Uw signaal telt mee en er is een match. {regisseur.naam} heeft de regie en {doet} ({regisseur.telefoon})."


def vervolg_match(match: Match, opvolging: Opvolging) -> str:
    """What the owner of a match does next, in one sentence (R03)."""
    if match.status is Matchstatus.NIEUW:
        return _met_dag("Er is nog geen regisseur: de coördinator wijst er{uiterlijk} een aan.", match, opvolging)
    if match.status is Matchstatus.TOEGEWEZEN:
        return _met_dag("Neem de match{uiterlijk} aan.", match, opvolging)
    if match.voortzetten_voor:
        return (
            "De reden voor de match is vervallen. Vraag het gezin of u door mag gaan en leg uiterlijk"
            f" {datum(match.voortzetten_voor)} eigen toestemming vast, anders vervalt de match."
        )
    if not match.redenen:
        return (
            "U hebt de regie. De reden voor de match is vervallen, maar toestemming of een veiligheidsgrond houdt hem"
            " open."
        )
    if match.status in VERVOLG:
        return _met_dag(VERVOLG[match.status], match, opvolging)
    return "De match is niet meer open. U hoeft niets te doen."


VERVOLG = {
    Matchstatus.AANGENOMEN: "U hebt de regie: neem{uiterlijk} contact op met de organisaties die melden.",
    Matchstatus.CONTACT_GELEGD: "U hebt contact met de melders: houd{uiterlijk} een eerste overleg en maak een plan.",
    Matchstatus.IN_REGIE: "U hebt de regie: houd{uiterlijk} een vervolgoverleg, of sluit af als het gezin verder kan.",
    Matchstatus.NAZORG: "Het gezin is in nazorg. Laat de nazorgende partij niets van zich horen, dan hoort u dat.",
}


def vervolg_afsluiting(match: Match) -> str:
    """What follows on closing, for the director (R06, R07, M16)."""
    if loopt := match.lopende_nazorg:
        return (
            f"Het gezin is in nazorg tot en met {datum(loopt.tot)}. U blijft verantwoordelijk en hoort het als de"
            " partij stil blijft of als er een nieuw signaal komt."
        )
    return "De match is afgesloten; de melders horen dat. Een later signaal heropent hem en komt dan weer bij u."


def _met_dag(zin_: str, match: Match, opvolging: Opvolging) -> str:
    """With the last day of the step that this state waits for, or that this day has passed (R03)."""
    stap = STAPPEN.get(match.status, Termijnsoort.VERVOLGOVERLEG)
    termijn = next((t for t in opvolging.termijnen if t.soort is stap), None)
    if termijn is None:
        return zin_.format(uiterlijk="")
    if termijn.trede:
        return f"{zin_.format(uiterlijk='')} Dit had gemoeten op {datum(termijn.eerste)}."
    return zin_.format(uiterlijk=f" uiterlijk {datum(termijn.voor)}")
