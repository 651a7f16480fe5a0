"""The fact table says what the tables of the cases say, however many imports have changed them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, delete, insert, select, text

from data_access import schema
from data_access.engine import writing_engine
from data_access.facts.build import rebuild
from data_access.migrate import _config, migrate
from tests.random_data import Lieferung, random_delivery
from tests.warehouses import import_delivery

SEEDS = (1, 2)
DATES = ("eingang_am", "erledigt_am", "faellig_am")


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection whose changes are forgotten."""
    engine = writing_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
            connection.rollback()
    finally:
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'krm.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


def later(lieferung: Lieferung, rng: random.Random) -> Lieferung:
    """The delivery of a month later: statuses, Personenkreise and Anliegen of some cases differ, a Bereich moved."""
    changed = deepcopy(lieferung)
    for row in rng.sample(changed["kundenreaktion"], 30):
        row["personenkreis"] = rng.choice([(), ("zugewandert",), ("alleinerziehend", "hochwasser")])
        if row["status"] == "offen" and rng.random() < 0.5:
            row["status"] = "storniert"
        row["kanal"] = rng.choice(["mail", "telefon", None])
    for row in rng.sample(changed["anliegen"], 40):
        row["thema"] = rng.choice(["umzug", "ton", None])
        row["bereich"] = rng.choice(["geld_wohnen", "beratung_u25_messe", None])
    for row in changed["bereich"]:
        if row["code"] == "beratung_u25":
            row["uebergeordnet"] = "empfang"
    return changed


def facts(connection: Connection) -> list[dict[str, Any]]:
    """All rows, in the order of their key."""
    table = schema.fact_anliegen
    ordered = select(table).order_by(table.c.reaktion, table.c.lfd_nr)
    return [dict(row._mapping) for row in connection.execute(ordered)]


def spelled_out(connection: Connection) -> list[dict[str, Any]]:
    """The same with codes in place of numbers."""
    key = schema.schluessel
    codes = {(row.merkmal, row.nr): row.code for row in connection.execute(select(key))}
    coded = ["jobcenter", "kanal", "personenkreise", "hauptart", "melder", "beratungsstelle"]
    coded += ["art", "bereich", "thema", "bewertung"]
    found = []
    for row in facts(connection):
        names = {name: codes[name, row[name]] if row[name] else None for name in coded}
        names["wurzel"] = codes["bereich", row["wurzel"]] if row["wurzel"] else None
        names["personenkreise"] = sorted((names["personenkreise"] or "").split("|"))
        found.append(row | names)
    return found


def brute_force(connection: Connection) -> list[dict[str, Any]]:
    """What the rows must be, from the tables of the cases in plain Python."""
    reactions = {row.id: row for row in connection.execute(select(schema.kundenreaktion))}
    parents = {row.code: row.uebergeordnet for row in connection.execute(select(schema.bereich))}
    sets: dict[int, list[str]] = {}
    for row in connection.execute(select(schema.kundenreaktion_personenkreis)):
        sets.setdefault(row.kundenreaktion_id, []).append(row.personenkreis)
    table = schema.anliegen
    seen: set[Any] = set()
    found = []
    for row in connection.execute(select(table).order_by(table.c.kundenreaktion_id, table.c.lfd_nr)):
        reaction = reactions[row.kundenreaktion_id]
        if reaction.status == "storniert":
            continue
        values = {"art": row.art, "bereich": row.bereich, "thema": row.thema, "wurzel": row.bereich}
        while values["wurzel"] is not None and parents[values["wurzel"]] is not None:
            values["wurzel"] = parents[values["wurzel"]]
        marks = {}
        for attributes, name in schema.ERST.items():
            place = (name, reaction.id, *(values[attribute] for attribute in sorted(attributes)))
            marks[name] = int(place not in seen)
            seen.add(place)
        done = reaction.erledigt_am
        late = done is not None and done > reaction.faellig_am
        found.append(
            {name: getattr(reaction, name) for name in ("jobcenter", "kanal", "melder", "beratungsstelle", *DATES)}
            | {
                "jahr": reaction.eingang_am.year,
                "reaktion": reaction.id,
                "lfd_nr": row.lfd_nr,
                "eingang_monat": reaction.eingang_am.year * 12 + reaction.eingang_am.month - 1,
                "erledigt_monat": None if done is None else done.year * 12 + done.month - 1,
                "tage": (done - reaction.eingang_am) // timedelta(days=1) if reaction.status == "erledigt" else None,
                "frist": {"abgegeben": 0, "offen": 3, "erledigt": 2 if late else 1}[reaction.status],
                "personenkreise": sorted(sets.get(reaction.id, [""])),
                "hauptart": reaction.art,
                "ombudsstelle": reaction.ombudsstelle,
                "bewertung": row.bewertung,
            }
            | values
            | marks
        )
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_the_fact_table_follows_every_import(url, seed):
    lieferung, datenstand = random_delivery(seed)
    import_delivery(url, lieferung, datenstand)
    with connected(url) as connection:
        assert spelled_out(connection) == brute_force(connection)

    few = deepcopy(lieferung)
    few["kundenreaktion"][0]["kanal"] = "fax"
    import_delivery(url, few, datenstand)
    with connected(url) as connection:
        assert spelled_out(connection) == brute_force(connection)

    import_delivery(url, later(lieferung, random.Random(seed)), datenstand + timedelta(days=30))
    with connected(url) as connection:
        assert spelled_out(connection) == brute_force(connection)


def test_a_rebuild_changes_nothing_that_is_right(url):
    import_delivery(url, *random_delivery(3))
    with connected(url) as connection:
        before = facts(connection)
        rebuild(connection)
        assert facts(connection) == before
        rebuild(connection, {row["reaktion"] for row in before[:7]})
        assert facts(connection) == before


def test_a_database_of_the_version_before_is_filled_when_it_is_brought_up_to_date(tmp_path):
    url = f"sqlite:///{tmp_path / 'krm.sqlite'}"
    import_delivery(url, *random_delivery(4))
    engine = create_engine(url)
    with engine.connect() as connection:
        before = facts(connection)
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")

    migrate(engine)

    with engine.connect() as connection:
        assert facts(connection) == before
    engine.dispose()


def test_equal_sets_of_personenkreise_have_one_number_however_their_rows_lie(new_postgres_database):
    url = new_postgres_database()
    import_delivery(url, *random_delivery(5, size=60))
    link, fact = schema.kundenreaktion_personenkreis, schema.fact_anliegen
    with connected(url) as connection:
        first, second = connection.scalars(select(fact.c.reaktion).distinct().order_by(fact.c.reaktion).limit(2))
        connection.execute(delete(link).where(link.c.kundenreaktion_id.in_((first, second))))
        for reaction, codes in ((first, ("hochwasser", "zugewandert")), (second, ("zugewandert", "hochwasser"))):
            for code in codes:
                connection.execute(insert(link).values(kundenreaktion_id=reaction, personenkreis=code))
        # Rows are met as they lie, not in the order of an index.
        for way in ("indexscan", "indexonlyscan", "bitmapscan", "sort"):
            connection.execute(text(f"SET LOCAL enable_{way} = off"))

        rebuild(connection)

        key = schema.schluessel.c
        both = select(key.code).where(key.merkmal == "personenkreise", key.code.contains("hochwasser"))
        both = both.where(key.code.contains("zugewandert"), ~key.code.contains("alleinerziehend"))
        assert connection.scalars(both.where(~key.code.contains("selbstaendig"))).all() == ["hochwasser|zugewandert"]
        assert spelled_out(connection) == brute_force(connection)
