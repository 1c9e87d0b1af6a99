# SPDX-FileCopyrightText: 2026 De makers van de verwijsindex
# SPDX-License-Identifier: EUPL-1.2
"""All SQL of the service. Every method is one transaction."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import create_engine, text
from sqlmodel import Session, select

from verwijsindex.protocol.bewering import SPELING
from verwijsindex.pseudoniemendienst.tabellen import AccountRow

# One statement, so that requests at the same moment wait for each other's row and can never pass the limit together.
_TEL = text("""
    insert into verbruik (organisatie_id, dag, aantal)
    select :organisatie_id, :dag, cast(:aantal as integer) where :aantal <= :grens
    on conflict (organisatie_id, dag) do update set aantal = verbruik.aantal + excluded.aantal
    where verbruik.aantal + excluded.aantal <= :grens
    returning aantal
""")
# The mean of the 28 days before, counting the days on which the service was used.
_ALARM = text("""
    insert into alarm (dag, totaal, gemiddelde, ontstaan)
    select :dag, vandaag.totaal, eerder.gemiddelde, :nu
    from (select sum(aantal) as totaal from verbruik where dag = :dag) vandaag,
         (select ceil(sum(aantal)::numeric / count(distinct dag)) as gemiddelde
          from verbruik where dag < :dag and dag >= cast(:dag as date) - 28) eerder
    where vandaag.totaal >= :factor * eerder.gemiddelde
    on conflict (dag) do nothing
    returning totaal, gemiddelde
""")
_NEEM_JTI = text("""
    insert into gebruikte_jti (organisatie_id, jti, verloopt) values (:organisatie_id, :jti, :verloopt)
    on conflict do nothing returning 1
""")
_RUIM_JTI = text("""
    delete from gebruikte_jti where (organisatie_id, jti) in (
        select organisatie_id, jti from gebruikte_jti where verloopt < :nu limit 100 for update skip locked)
""")


@dataclass(frozen=True, slots=True)
class Account:
    """`inwerken_tot` is the last day of the onboarding window."""

    id: UUID
    naam: str
    jwks: str = field(repr=False)
    soorten: tuple[str, ...]
    inwerken_tot: date | None = None
    actief: bool = True
    demo: bool = False


class Opslag:
    """SQLAlchemy raises OperationalError from every method while the database is away."""

    def __init__(self, url: str) -> None:
        # Errors of the driver would otherwise print the parameters.
        self._engine = create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=30,
            pool_timeout=5,
            connect_args={"connect_timeout": 3, "options": "-c statement_timeout=5000 -c lock_timeout=3000"},
        )

    def sluit(self) -> None:
        self._engine.dispose()

    def account(self, organisatie_id: UUID) -> Account | None:
        with Session(self._engine) as sessie:
            rij = sessie.get(AccountRow, organisatie_id)
            return Account(**rij.model_dump(exclude={"soorten"}), soorten=tuple(rij.soorten)) if rij else None

    def zet_account(self, account: Account) -> None:
        """Adds the account, or replaces the one with this id."""
        with Session(self._engine) as sessie, sessie.begin():
            velden = {naam: getattr(account, naam) for naam in AccountRow.model_fields}
            sessie.merge(AccountRow(**velden | {"soorten": list(account.soorten)}))

    def verwijder_account(self, organisatie_id: UUID) -> None:
        with Session(self._engine) as sessie, sessie.begin():
            if rij := sessie.get(AccountRow, organisatie_id):
                sessie.delete(rij)

    def heeft_demo_account(self) -> bool:
        with Session(self._engine) as sessie:
            return sessie.exec(select(AccountRow.id).where(AccountRow.demo).limit(1)).first() is not None

    def neem_jti(self, organisatie_id: UUID, jti: str, verloopt: datetime, nu: datetime) -> bool:
        """Whether this assertion was not used before; from now on it is."""
        with self._engine.begin() as verbinding:
            verbinding.execute(_RUIM_JTI, {"nu": nu})
            velden = {"organisatie_id": organisatie_id, "jti": jti, "verloopt": verloopt + SPELING}
            return verbinding.execute(_NEEM_JTI, velden).first() is not None

    def tel(self, organisatie_id: UUID, dag: date, aantal: int, grens: int) -> int | None:
        """Adds `aantal` elements to the day; gives what remains of `grens`, or None and adds nothing."""
        with self._engine.begin() as verbinding:
            velden = {"organisatie_id": organisatie_id, "dag": dag, "aantal": aantal, "grens": grens}
            geteld = verbinding.execute(_TEL, velden).scalar()
        return None if geteld is None else grens - geteld

    def alarm(self, dag: date, factor: int, nu: datetime) -> tuple[int, int] | None:
        """Total and mean when this call is the first to see today's total at `factor` times the mean.

        Call after `tel` has committed: then the last of simultaneous requests sees all of them.
        """
        with self._engine.begin() as verbinding:
            rij = verbinding.execute(_ALARM, {"dag": dag, "factor": factor, "nu": nu}).first()
        return None if rij is None else (rij.totaal, rij.gemiddelde)

    def versie(self) -> str | None:
        """The migration on which the database stands."""
        with self._engine.begin() as verbinding:
            if verbinding.execute(text("select to_regclass('pd_versie')")).scalar() is None:
                return None
            return verbinding.execute(text("select version_num from pd_versie")).scalar()
