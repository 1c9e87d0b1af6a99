# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""Organisations, their designated professionals, who of these direct or have a function, and their keys."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from verwijsindex.domain.logboek import Rol
from verwijsindex.domain.organisatie import Functionaris, Organisatie, Professional
from verwijsindex.domain.regie import Regisseur
from verwijsindex.domain.woorden import GESLOTEN, Categorie, Leefgebied
from verwijsindex.storage.database import Tx
from verwijsindex.storage.tables import (
    FunctionarisRow,
    OndertekeningRow,
    OrganisatieRow,
    ProfessionalRow,
    RegisseurRow,
)


def bewaar(tx: Tx, organisatie: Organisatie, jwks: dict[str, Any]) -> None:
    """Add an organisation, or replace what is known of it; signatures are added by `onderteken`."""
    waarden = {
        "naam": organisatie.naam,
        "categorie": organisatie.categorie.value,
        "instelling": organisatie.instelling,
        "actief": organisatie.actief,
        "jwks": jwks,
    }
    vraag = insert(OrganisatieRow).values(id=organisatie.id, **waarden)
    tx.execute(vraag.on_conflict_do_update(index_elements=["id"], set_=waarden))


def onderteken(tx: Tx, organisatie: UUID, convenant: str, op: date) -> None:
    """Note that an organisation signed a convenant version; once is enough."""
    vraag = insert(OndertekeningRow).values(organisatie=organisatie, convenant=convenant, op=op)
    tx.execute(vraag.on_conflict_do_nothing())


def wijs_aan(tx: Tx, professional: Professional) -> UUID:
    """Designate a person, or change his term; gives the id by which he is known."""
    waarden = {
        "vanaf": professional.vanaf,
        "tot": professional.tot,
        "aandachtsfunctionaris": professional.aandachtsfunctionaris,
        "mag_doorbreken": professional.mag_doorbreken,
    }
    vraag = insert(ProfessionalRow).values(
        id=professional.id, organisatie=professional.organisatie, kenmerk=professional.kenmerk, **waarden
    )
    vraag = vraag.on_conflict_do_update(index_elements=["organisatie", "kenmerk"], set_=waarden)
    id_: UUID = tx.execute(vraag.returning(ProfessionalRow.__table__.c.id)).scalar_one()  # type: ignore[attr-defined]
    return id_


def bewaar_regisseur(tx: Tx, regisseur: Regisseur) -> None:
    """Add a director, or replace what is known of him; his id is that of the professional."""
    waarden = {
        "gemeente": regisseur.gemeente,
        "naam": regisseur.naam,
        "telefoon": regisseur.telefoon,
        "gebieden": sorted(regisseur.gebieden),
        "leefgebieden": sorted(regisseur.leefgebieden),
        "actief": regisseur.actief,
    }
    vraag = insert(RegisseurRow).values(id=regisseur.id, **waarden)
    tx.execute(vraag.on_conflict_do_update(index_elements=["id"], set_=waarden))


def bewaar_functionaris(tx: Tx, functionaris: Functionaris) -> None:
    """Give a professional a function, or replace the one he has."""
    waarden = {
        "rol": functionaris.rol.value,
        "gemeente": functionaris.gemeente,
        "actief": functionaris.actief,
    }
    vraag = insert(FunctionarisRow).values(id=functionaris.id, **waarden)
    tx.execute(vraag.on_conflict_do_update(index_elements=["id"], set_=waarden))


def lees(tx: Tx, organisatie: UUID) -> Organisatie | None:
    """One organisation with the convenants that it signed."""
    rij = tx.execute(
        text(
            "SELECT o.id, o.naam, o.categorie, o.instelling, o.actief,"
            " ARRAY(SELECT convenant FROM ondertekening t WHERE t.organisatie = o.id) AS ondertekend"
            " FROM organisatie o WHERE o.id = :id"
        ),
        {"id": organisatie},
    ).one_or_none()
    if rij is None:
        return None
    return Organisatie(
        rij.id, rij.naam, Categorie(rij.categorie), rij.instelling, rij.actief, frozenset(rij.ondertekend)
    )


def deelnemers(tx: Tx, convenant: str) -> list[Organisatie]:
    """The active organisations that signed a convenant version, by name (A01)."""
    vraag = text(
        "SELECT o.id, o.naam, o.categorie, o.instelling FROM organisatie o"
        " JOIN ondertekening t ON t.organisatie = o.id AND t.convenant = :c WHERE o.actief ORDER BY o.naam, o.id"
    )
    rijen = tx.execute(vraag, {"c": convenant})
    return [
        Organisatie(r.id, r.naam, Categorie(r.categorie), r.instelling, True, frozenset({convenant})) for r in rijen
    ]


def partijen(tx: Tx, ids: Collection[UUID]) -> dict[UUID, Organisatie]:
    """These organisations by id, without what they signed."""
    vraag = text("SELECT id, naam, categorie, instelling, actief FROM organisatie WHERE id = ANY(:ids)")
    rijen = tx.execute(vraag, {"ids": list(ids)})
    return {r.id: Organisatie(r.id, r.naam, Categorie(r.categorie), r.instelling, r.actief) for r in rijen}


def jwks(tx: Tx, organisatie: UUID) -> dict[str, Any] | None:
    """The public keys of an active organisation."""
    vraag = text("SELECT jwks FROM organisatie WHERE id = :id AND actief")
    sleutels: dict[str, Any] | None = tx.execute(vraag, {"id": organisatie}).scalar_one_or_none()
    return sleutels


def professional(tx: Tx, organisatie: UUID, kenmerk: str) -> Professional | None:
    """A person by the organisation's own name for him."""
    tabel = ProfessionalRow.__table__  # type: ignore[attr-defined]
    rij = tx.execute(select(tabel).where(tabel.c.organisatie == organisatie, tabel.c.kenmerk == kenmerk)).one_or_none()
    return Professional(*rij) if rij else None


def professional_op_id(tx: Tx, wie: UUID, *, vergrendeld: bool = False) -> Professional | None:
    """A person by the id that the index gave him; locked, so that nobody gives him another task meanwhile."""
    tabel = ProfessionalRow.__table__  # type: ignore[attr-defined]
    vraag = select(tabel).where(tabel.c.id == wie)
    rij = tx.execute(vraag.with_for_update(key_share=True) if vergrendeld else vraag).one_or_none()
    return Professional(*rij) if rij else None


_DICHT = ", ".join(f"'{status}'" for status in sorted(GESLOTEN))
_REGISSEURS = (
    "SELECT r.id, p.organisatie, o.categorie, r.gemeente, r.naam, r.telefoon, r.gebieden, r.leefgebieden,"
    " r.actief AND o.actief AND (CAST(:op AS date) IS NULL"
    " OR CAST(:op AS date) BETWEEN p.vanaf AND coalesce(p.tot, 'infinity')) AS actief,"
    f" (SELECT count(*) FROM match m WHERE m.regisseur = r.id AND m.status NOT IN ({_DICHT})) AS families"
    " FROM regisseur r JOIN professional p ON p.id = r.id JOIN organisatie o ON o.id = p.organisatie"
)


def regisseurs(tx: Tx, gemeente: str, *, vergrendeld: bool = False, op: date | None = None) -> list[Regisseur]:
    """The directors of a municipality with their load; locked, so that two matches do not both take the last place.

    With `op`, active is only who is designated on that day (A01).
    """
    if vergrendeld:
        tx.execute(text("SELECT id FROM regisseur WHERE gemeente = :g ORDER BY id FOR NO KEY UPDATE"), {"g": gemeente})
    vraag = text(f"{_REGISSEURS} WHERE r.gemeente = :g")
    return [_regisseur(rij) for rij in tx.execute(vraag, {"g": gemeente, "op": op})]


def regisseur(tx: Tx, wie: UUID, *, op: date | None = None, vergrendeld: bool = False) -> Regisseur | None:
    """One director; with `op`, active only if designated on that day (A01).

    Locked, so that two matches do not both take his last place.
    """
    if vergrendeld:
        tx.execute(text("SELECT id FROM regisseur WHERE id = :id FOR NO KEY UPDATE"), {"id": wie})
    rij = tx.execute(text(f"{_REGISSEURS} WHERE r.id = :id"), {"id": wie, "op": op}).one_or_none()
    return _regisseur(rij) if rij else None


def voert_regie(tx: Tx, wie: UUID) -> bool:
    """Is he a director, or do open matches still stand in his name? His organisation or term does not matter here."""
    vraag = text(
        "SELECT EXISTS (SELECT FROM regisseur r WHERE r.id = :id AND (r.actief"
        f" OR EXISTS (SELECT FROM match m WHERE m.regisseur = r.id AND m.status NOT IN ({_DICHT}))))"
    )
    return bool(tx.execute(vraag, {"id": wie}).scalar_one())


def functionaris(tx: Tx, wie: UUID, *, op: date | None = None) -> Functionaris | None:
    """The function of a person; with `op`, active only if an active organisation designates him on that day (A01)."""
    vraag = text(
        "SELECT f.id, f.rol, f.gemeente, f.actief AND (CAST(:op AS date) IS NULL"
        " OR (o.actief AND CAST(:op AS date) BETWEEN p.vanaf AND coalesce(p.tot, 'infinity'))) AS actief"
        " FROM functionaris f JOIN professional p ON p.id = f.id JOIN organisatie o ON o.id = p.organisatie"
        " WHERE f.id = :id"
    )
    rij = tx.execute(vraag, {"id": wie, "op": op}).one_or_none()
    return Functionaris(rij.id, Rol(rij.rol), rij.gemeente, rij.actief) if rij else None


def functionarissen(tx: Tx, rol: Rol) -> list[tuple[Functionaris, str]]:
    """Everybody with a function who has it today, with the name of his organisation; by municipality."""
    rijen = tx.execute(
        text(
            "SELECT f.id, f.gemeente, o.naam FROM functionaris f JOIN professional p ON p.id = f.id"
            " JOIN organisatie o ON o.id = p.organisatie WHERE f.rol = :rol AND f.actief AND o.actief"
            " ORDER BY f.gemeente, o.naam, f.id"
        ),
        {"rol": rol.value},
    )
    return [(Functionaris(rij.id, rol, rij.gemeente, True), rij.naam) for rij in rijen]


def alle_regisseurs(tx: Tx) -> list[Regisseur]:
    """Every director, by name."""
    return [_regisseur(rij) for rij in tx.execute(text(f"{_REGISSEURS} ORDER BY r.naam"), {"op": None})]


def _regisseur(rij: Any) -> Regisseur:
    return Regisseur(
        rij.id,
        rij.organisatie,
        Categorie(rij.categorie),
        rij.gemeente,
        rij.naam,
        rij.telefoon,
        frozenset(rij.gebieden),
        frozenset(map(Leefgebied, rij.leefgebieden)),
        rij.actief,
        rij.families,
    )


def gebruik_bewering(tx: Tx, client: UUID, jti: str, verloopt: datetime, nu: datetime) -> bool:
    """Note a client assertion; False when it was used before. Those that expired are forgotten."""
    tx.execute(text("DELETE FROM bewering WHERE client = :c AND verloopt < :nu"), {"c": client, "nu": nu})
    vraag = text("INSERT INTO bewering (client, jti, verloopt) VALUES (:c, :j, :v) ON CONFLICT DO NOTHING")
    return tx.execute(vraag, {"c": client, "j": jti, "v": verloopt}).rowcount == 1
