# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""I06, written down: what every route of the API answers to every kind of caller. The rules say it, not the app.

Each row has ten outcomes on the object of `eigen` and `regisseur`, and ten on that of `ander` and `andere_regisseur`.
For a list the second ten say whose objects stand in it: `e` theirs, `a` the others', `ea` both, `.` neither. `=` is a
route that knows no objects: whoever it might be about, the answer is the same.
"""

from __future__ import annotations

from dataclasses import dataclass

KOLOMMEN = {
    "niemand": "no token",
    "ander": "another organisation",
    "eigen": "the organisation it is about",
    "machine": "that organisation without a professional",
    "regisseur": "the director of this match",
    "andere_regisseur": "the director of another",
    "vorige_regisseur": "who directed this match until it went to another",
    "coordinator": "of the municipality",
    "privacy": "privacy officer of the municipality",
    "beheer": "administrator",
}

TABEL = """
                                                       niem and  eig  mach reg  a.r. v.r. coor priv beh  |
POST /v1/oauth/token                                   400  400  400  400  400  400  400  400  400  400  | =
GET  /v1/sleutels                                      200  200  200  200  200  200  200  200  200  200  | =
GET  /v1/stelsel                                       200  200  200  200  200  200  200  200  200  200  | =
GET  /v1/openapi.json                                  200  200  200  200  200  200  200  200  200  200  | =
GET  /v1/gezondheid                                    200  200  200  200  200  200  200  200  200  200  | =
GET  /v1/gereed                                        200  200  200  200  200  200  200  200  200  200  | =
POST /v1/signalen                                      401  201  201  403  201  201  201  403  403  403  | 401  201  400  400  400  400  400  400  400  400
POST /v1/signaalbatches                                401  200  200  200  200  200  200  200  200  200  | =
GET  /v1/signalen                                      401  200  200  200  200  200  200  200  200  200  | .    a    e    e    .    .    .    .    .    .
GET  /v1/signalen/{signaalId}                          401  404  200  200  404  404  404  404  404  404  | 401  200  404  404  404  404  404  404  404  404
POST /v1/signalen/{signaalId}/beeindigingen            401  404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
POST /v1/signalen/{signaalId}/intrekkingen             401  404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
POST /v1/signalen/{signaalId}/overlijdens              401  404  204  403  404  404  404  404  404  404  | 401  204  404  404  404  404  404  404  404  404
POST /v1/signalen/{signaalId}/informeringen            401  404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
POST /v1/signalen/{signaalId}/toestemmingen            401  404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
GET  /v1/signalen/{signaalId}/toestemmingen            401  404  200  200  404  404  404  404  404  404  | 401  200  404  404  404  404  404  404  404  404
GET  /v1/toestemmingen/{toestemmingId}                 401  404  200  200  404  404  404  404  404  404  | 401  200  404  404  404  404  404  404  404  404
POST /v1/toestemmingen/{toestemmingId}/intrekkingen    401  404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
POST /v1/toestemmingen/{toestemmingId}/verlengingen    401  404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
POST /v1/signalen/{signaalId}/veiligheidsgronden       401  404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
GET  /v1/veiligheidsgronden/{grondId}                  401  404  200  200  404  404  404  404  404  404  | 401  200  404  404  404  404  404  404  404  404
POST /v1/veiligheidsgronden/{grondId}/bevestigingen    401  404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
POST /v1/veiligheidsgronden/{grondId}/herbeoordelingen 401  404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
POST /v1/veiligheidsgronden/{grondId}/doorgeefbesluiten 401 404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
GET  /v1/informeringen                                 401  200  200  200  200  200  200  200  200  200  | .    a    e    e    .    .    .    .    .    .
GET  /v1/toezicht/informeringen                        401  403  403  403  403  403  403  403  200  403  | .    .    .    .    .    .    .    .    ea   .
GET  /v1/doorbrekingen                                 401  403  403  403  403  403  403  403  200  403  | .    .    .    .    .    .    .    .    ea   .
GET  /v1/doorbreekcijfers                              401  403  403  403  403  403  403  403  200  403  | .    .    .    .    .    .    .    .    ea   .
POST /v1/verzoeken                                     401  403  403  403  403  403  403  403  201  403  | =
GET  /v1/verzoeken                                     401  403  403  403  403  403  403  403  200  403  | .    .    .    .    .    .    .    .    .    .
GET  /v1/verzoeken/{verzoekId}                         401  403  403  403  403  403  403  403  200  403  | 401  403  403  403  403  403  403  403  200  403
GET  /v1/verzoeken/{verzoekId}/antwoord                401  403  403  403  403  403  403  403  200  403  | 401  403  403  403  403  403  403  403  200  403
POST /v1/verzoeken/{verzoekId}/verlengingen            401  403  403  403  403  403  403  403  201  403  | 401  403  403  403  403  403  403  403  201  403
POST /v1/verzoeken/{verzoekId}/besluiten               401  403  403  403  403  403  403  403  201  403  | 401  403  403  403  403  403  403  403  201  403
POST /v1/verzoeken/{verzoekId}/intrekkingen            401  403  403  403  403  403  403  403  201  403  | 401  403  403  403  403  403  403  403  201  403
POST /v1/verzoeken/{verzoekId}/adviezen                 401  404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
GET  /v1/adviesvragen                                   401  200  200  200  200  200  200  200  200  200  | .    .    .    .    .    .    .    .    .    .
GET  /v1/cijfers                                       401  403  403  403  403  403  403  200  403  403  | =
POST /v1/convenanten/_voorvertoning                    401  403  403  403  403  403  403  200  403  403  | =
GET  /v1/matches                                       401  403  403  403  200  200  200  200  403  403  | .    .    .    .    e    a    .    ea   .    .
GET  /v1/matches/{matchId}                             401  403  403  403  200  404  404  200  403  403  | 401  403  403  403  404  200  404  200  403  403
POST /v1/matches/{matchId}/aanvaardingen               401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/taken/{taakId}/afhandelingen 401 403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/toestemmingen               401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/intrekkingen                401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/contacten                    401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/overleggen                   401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/bekendmakingen               401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/afspraken                    401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/afspraken/{afspraakId}/nakomingen 401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/afspraken/{afspraakId}/intrekkingen 401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/nazorg                       401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/nazorg/{nazorgId}/intrekkingen 401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/afsluitingen                 401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/overdrachten                 401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/matches/{matchId}/toewijzingen                 401  403  403  403  403  403  403  201  403  403  | 401  403  403  403  403  403  403  201  403  403
POST /v1/matches/{matchId}/splitsingen                  401  403  403  403  403  403  403  201  403  403  | 401  403  403  403  403  403  403  201  403  403
GET  /v1/overdrachten                                   401  403  403  403  200  200  200  200  403  403  | .    .    .    .    .    .    .    .    .    .
POST /v1/overdrachten/{overdrachtId}/aanvaardingen      401  403  403  403  201  404  404  404  403  403  | 401  403  403  403  404  201  404  404  403  403
POST /v1/overdrachten/{overdrachtId}/weigeringen        401  403  403  403  201  404  404  404  403  403  | 401  403  403  403  404  201  404  404  403  403
POST /v1/overdrachten/{overdrachtId}/intrekkingen       401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
GET  /v1/nazorg                                         401  200  200  200  200  200  200  200  200  200  | .    .    .    .    .    .    .    .    .    .
POST /v1/nazorg/{nazorgId}/aanvaardingen                401  404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
POST /v1/nazorg/{nazorgId}/weigeringen                  401  404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
POST /v1/nazorg/{nazorgId}/bevestigingen                401  404  201  403  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
GET  /v1/afspraken                                      401  200  200  200  200  200  200  200  200  200  | .    .    .    .    .    .    .    .    .    .
GET  /v1/signalen/{signaalId}/terugkoppeling            401  404  200  200  404  404  404  404  404  404  | 401  200  404  404  404  404  404  404  404  404
GET  /v1/gebeurtenissen                                 401  200  200  200  200  200  200  200  200  200  | .    .    .    .    .    .    .    .    .    .
GET  /v1/gebeurtenissen/{gebeurtenisId}                 401  404  200  200  404  404  404  404  404  404  | 401  200  404  404  404  404  404  404  404  404
POST /v1/abonnementen                                   401  201  201  201  201  201  201  201  201  201  | =
GET  /v1/abonnementen                                   401  200  200  200  200  200  200  200  200  200  | .    .    .    .    .    .    .    .    .    .
GET  /v1/abonnementen/{abonnementId}                    401  404  200  200  404  404  404  404  404  404  | 401  200  404  404  404  404  404  404  404  404
DELETE /v1/abonnementen/{abonnementId}                  401  404  204  204  404  404  404  404  404  404  | 401  204  404  404  404  404  404  404  404  404
POST /v1/abonnementen/{abonnementId}/hervattingen       401  404  201  201  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
POST /v1/abonnementen/{abonnementId}/geheimen           401  404  201  201  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
POST /v1/abonnementen/{abonnementId}/proeven            401  404  201  201  404  404  404  404  404  404  | 401  201  404  404  404  404  404  404  404  404
GET  /v1/bezorgingen                                    401  403  403  403  403  403  403  200  403  403  | .    .    .    .    .    .    .    .    .    .
POST /v1/bezorgingen/{gebeurtenisId}/herhalingen        401  403  403  403  403  403  403  201  403  403  | 401  403  403  403  403  403  403  201  403  403
POST /v1/bezorgingen/_herhaling                         401  403  403  403  403  403  403  201  403  403  | =
GET  /v1/logboek/koppen                                 200  200  200  200  200  200  200  200  200  200  | =
GET  /v1/logboek/opnamebewijzen                         400  400  400  400  400  400  400  400  400  400  | =
GET  /v1/logboek/groeibewijzen                          400  400  400  400  400  400  400  400  400  400  | =
POST /v1/logboek/medeondertekeningen                    400  400  400  400  400  400  400  400  400  400  | =
GET  /v1/logboek/uitvoer                                401  403  403  403  403  403  403  403  200  403  | =
GET  /v1/logboek                                        401  403  403  403  403  403  403  403  200  403  | =
GET  /v1/logboek/uitschieters                           401  403  403  403  403  403  403  403  200  403  | =
GET  /v1/logboek/dataverwerkingen                       401  403  403  403  403  403  403  403  200  403  | =
GET  /v1/logboek/onthullingen                           401  403  403  403  403  403  403  403  200  403  | =
GET  /v1/taken                                          401  403  403  403  403  403  403  200  403  403  | .    .    .    .    .    .    .    .    .    .
GET  /v1/caseload                                       401  403  403  403  200  200  200  200  403  403  | .    .    .    .    .    .    .    .    .    .
GET  /v1/deelnemers                                     401  403  403  403  200  200  200  200  403  403  | .    .    .    .    ea   ea   ea   ea   .    .
GET  /v1/samenvoegvoorstellen                           401  403  403  403  200  200  200  200  403  403  | .    .    .    .    .    .    .    .    .    .
GET  /v1/samenvoegvoorstellen/{voorstelId}              401  403  403  403  200  404  404  200  403  403  | 401  403  403  403  404  200  404  200  403  403
POST /v1/samenvoegvoorstellen/{voorstelId}/adviezen     401  403  403  403  201  404  404  403  403  403  | 401  403  403  403  404  201  404  403  403  403
POST /v1/samenvoegvoorstellen/{voorstelId}/besluiten    401  403  403  403  403  403  403  201  403  403  | 401  403  403  403  403  403  403  201  403  403
"""  # noqa: E501 a table that is cut is no table

GEEN_OBJECT = "="


@dataclass(frozen=True)
class Rij:
    """One route: its outcome per column on the own object, and on another's (or, of a list, whose stand in it)."""

    methode: str
    pad: str
    eigen: tuple[int, ...]
    ander: tuple[str, ...]

    @property
    def is_lijst(self) -> bool:
        return not set("".join(self.ander)) - set(".ea")


def _rij(regel: str) -> Rij:
    links, _, rechts = regel.partition("|")
    methode, pad, *eigen = links.split()
    ander = tuple(rechts.split())
    assert len(eigen) == len(KOLOMMEN), regel
    assert ander == (GEEN_OBJECT,) or len(ander) == len(KOLOMMEN), regel
    return Rij(methode, pad, tuple(map(int, eigen)), ander)


RIJEN = [_rij(regel) for regel in TABEL.strip().splitlines()[1:]]
