# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Why a signal counts or sleeps, and who sees what of it, for its own organisation (I01, I02, M13)."""

from collections.abc import Iterator

from verwijsindex.domain.convenant import Convenant
from verwijsindex.domain.inzage import Kijker, Veld, deelt
from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.signaal import Signaal, poort_2, telt_tot, toestemmingstand, veiligheid_eindigt, vernietigd_op
from verwijsindex.domain.stand import Stand
from verwijsindex.domain.tijd import dag
from verwijsindex.domain.uitleg import GRONDEN, datum, opsomming
from verwijsindex.domain.woorden import Categorie, Toestemmingstand

# The last one is the general case: whoever is not the sender, and not Veilig Thuis.
WIE_KIJKT = (
    (Rol.REGISSEUR, "I02", "de regisseur van een match"),
    (Rol.MELDER, "I01", "een andere melder in dezelfde match"),
)
WOORDEN = {
    Veld.ORGANISATIE: "uw organisatie",
    Veld.CONTACTPUNT: "uw contactpunt",
    Veld.DATA: "de data",
    Veld.SOORT: "betrokken of zorgen",
    Veld.LEEFGEBIEDEN: "de leefgebieden",
    Veld.PATROON: "het patroon",
    Veld.VEILIGHEID: "dat het om de veiligheid gaat",
}
STANDEN = {
    Toestemmingstand.NOOIT_GEVRAAGD: ("T03", "Er is geen antwoord van het gezin vastgelegd."),
    Toestemmingstand.GEGEVEN: ("T03", "De toestemming geldt tot en met {dag}."),
    Toestemmingstand.GEWEIGERD: (
        "T07",
        "Het gezin weigerde toestemming; dat blijft staan, wat een ander ook vastlegt.",
    ),
    Toestemmingstand.INGETROKKEN: ("T04", "Het gezin heeft de toestemming ingetrokken."),
    Toestemmingstand.VERLOPEN: ("T03", "De toestemming is afgelopen op {dag}."),
}


def uitleg_signaal(signaal: Signaal, stand: Stand) -> list[str]:
    """Sentences, each with its rule and the version of the convenant by which it holds now."""
    convenant = stand.convenant(signaal.gemeente)
    return [
        f"{zin} (regel {regel}, convenant {convenant.kenmerk})"
        for regel, zin in (
            *_telt(signaal, stand, convenant),
            *_toestemming(signaal, stand, convenant),
            *_veiligheid(signaal, stand, convenant),
            *_inzage(signaal, stand),
        )
    ]


def _telt(signaal: Signaal, stand: Stand, convenant: Convenant) -> Iterator[tuple[str, str]]:
    if signaal.ten_onrechte:
        yield "S06", "Het signaal is ingetrokken en telt nergens meer mee."
        return
    besluit = poort_2(signaal, stand.nu, convenant, stand.vrij)
    if not besluit:
        weg = dag(vernietigd_op(signaal, convenant, stand.vrij))
        yield besluit.regel, f"{besluit.zin} Het wordt vernietigd op {datum(weg)} als er niets verandert."
    elif stand.regels.telt(signaal, stand.nu):
        yield besluit.regel, f"Het signaal telt mee {GRONDEN[besluit.code]}."
        if not signaal.actief_op(stand.nu):
            tot = dag(telt_tot(signaal, convenant))
            yield "M01", f"De betrokkenheid is voorbij; het signaal telt nog mee tot en met {datum(tot)}."
    else:
        yield "M01", "De betrokkenheid is voorbij en het signaal telt niet meer mee."


def _toestemming(signaal: Signaal, stand: Stand, convenant: Convenant) -> Iterator[tuple[str, str]]:
    if not convenant.toestemming_vereist:
        return
    staat = toestemmingstand(signaal, stand.nu, convenant)
    laatste = signaal.toestemming
    einde = laatste.geldig_tot(signaal.geboortemaand, convenant) if laatste else None
    regel, zin = STANDEN[staat]
    yield regel, zin.format(dag=datum(dag(einde)) if einde else "")


def _veiligheid(signaal: Signaal, stand: Stand, convenant: Convenant) -> Iterator[tuple[str, str]]:
    grond = signaal.veiligheid
    if grond is None or signaal.ten_onrechte or not convenant.toestemming_vereist:
        return
    einde = veiligheid_eindigt(signaal, convenant, stand.vrij)
    if grond.vervallen:
        yield "V04" if grond.bevestigd else "V03", f"De veiligheidsgrond is vervallen op {datum(dag(grond.vervallen))}."
    elif grond.voorlopig() and einde:
        yield "V03", f"Een tweede persoon bevestigt de veiligheidsgrond uiterlijk {datum(dag(einde))}."
    elif einde:
        yield "V04", f"Herbeoordeel de veiligheidsgrond uiterlijk {datum(dag(einde))}."
    else:
        yield "V04", "De veiligheidsgrond blijft gelden zolang het signaal meetelt."


def _inzage(signaal: Signaal, stand: Stand) -> Iterator[tuple[str, str]]:
    """What its ground lets others see, by role; for a category that sees less the rule is named (I03)."""
    if signaal.ten_onrechte:
        yield "S06", "Van dit signaal ziet niemand anders nog iets."
        return
    for rol, regel, wie in WIE_KIJKT:
        velden = deelt(Kijker(rol), signaal, stand, eigenaar=rol is Rol.REGISSEUR)
        woorden = [woord for veld, woord in WOORDEN.items() if veld in velden]
        yield regel, f"Van dit signaal ziet {wie} {opsomming(woorden) if woorden else 'nu niets'}."
    niet = [
        categorie.value
        for categorie in Categorie
        if categorie is not Categorie.GEEN
        and deelt(Kijker(Rol.MELDER), signaal, stand, eigenaar=False)
        and not deelt(Kijker(Rol.MELDER, categorie=categorie), signaal, stand, eigenaar=False)
    ]
    if niet:
        yield "I03", f"Organisaties uit deze categorieën zien er niets van: {opsomming(niet)}."
