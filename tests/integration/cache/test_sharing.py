"""Databases, imports and scopes that share one cache never see each other's numbers."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from datetime import timedelta

import pytest
import redis

from data_access.warehouse import View
from domain.scope import LOCAL, Scope, Stufe
from tests.integration.cache.places import (
    ASKED,
    DATENSTAND,
    FIRST,
    SECOND,
    Numbers,
    ask,
    chosen,
    expected,
    numbers,
    turned,
)
from tests.warehouses import cached_warehouse, import_delivery, statements_that_count

NO_ROWS = Scope(stufe=Stufe.GENAU)


def numbers_of_a_year(view: View) -> Numbers:
    return numbers(view, chosen(view, "von=2020-01&bis=2020-12&vergleich=ohne"))


def test_the_two_deliveries_are_of_one_size_and_differ_in_their_numbers():
    assert {name: len(rows) for name, rows in FIRST.items()} == {name: len(rows) for name, rows in SECOND.items()}
    assert expected(FIRST) != expected(SECOND)
    assert expected(FIRST)[()]["kundenreaktionen"] == expected(SECOND)[()]["kundenreaktionen"]


@pytest.mark.parametrize("engines", [("sqlite", "sqlite"), ("postgresql", "postgresql"), ("sqlite", "postgresql")])
@pytest.mark.parametrize("first_is_asked_first", [True, False])
def test_two_databases_of_one_datenstand_never_mix_their_numbers(place, new_database, engines, first_is_asked_first):
    urls = [new_database(engine) for engine in engines]
    loaded = [FIRST, SECOND]
    with ExitStack() as stack:
        warehouses = [stack.enter_context(cached_warehouse(place.settings(url))) for url in urls]
        order = (0, 1) if first_is_asked_first else (1, 0)
        # The second round is a re-import that swaps what the two databases hold.
        for number in (1, 2):
            for url, lieferung in zip(urls, loaded, strict=True):
                import_delivery(url, lieferung, DATENSTAND)
            stands = [warehouse.view(LOCAL).catalog.stand for warehouse in warehouses]
            assert [(stand.nummer, stand.datenstand) for stand in stands] == [(number, DATENSTAND)] * 2
            for _ in range(2):
                for index in order:
                    assert ask(warehouses[index]) == expected(loaded[index])
            loaded.reverse()


def test_a_copied_database_that_goes_its_own_way_never_mixes_with_the_original(place, tmp_path, first_url):
    copy_url = f"sqlite:///{tmp_path / 'copy.sqlite'}"
    shutil.copy(first_url.removeprefix("sqlite:///"), tmp_path / "copy.sqlite")
    third = turned(SECOND)
    import_delivery(first_url, SECOND, DATENSTAND)
    import_delivery(copy_url, third, DATENSTAND)

    with cached_warehouse(place.settings(first_url)) as original, cached_warehouse(place.settings(copy_url)) as copy:
        assert original.view(LOCAL).catalog.stand.nummer == copy.view(LOCAL).catalog.stand.nummer == 2
        assert [ask(original), ask(copy), ask(original)] == [expected(SECOND), expected(third), expected(SECOND)]


def test_going_back_to_an_earlier_content_gives_its_numbers_again(place, first_url):
    with cached_warehouse(place.settings(first_url)) as warehouse:
        assert ask(warehouse) == expected(FIRST)
        import_delivery(first_url, SECOND, DATENSTAND)
        assert ask(warehouse) == expected(SECOND)
        import_delivery(first_url, FIRST, DATENSTAND)
        assert ask(warehouse) == expected(FIRST)


def test_a_later_datenstand_of_the_same_rows_makes_the_cache_forget(place, first_url):
    later = DATENSTAND + timedelta(days=400)
    with cached_warehouse(place.settings(first_url)) as warehouse:
        before = ask(warehouse)
        import_delivery(first_url, FIRST, later)
        after = ask(warehouse)

    assert (before, after) == (expected(FIRST), expected(FIRST, later))
    assert before != after


def test_the_same_import_again_leaves_the_cache_as_it_is(place, first_url):
    with cached_warehouse(place.settings(first_url)) as warehouse:
        ask(warehouse)
        import_delivery(first_url, FIRST, DATENSTAND)
        with statements_that_count(warehouse) as statements:
            assert ask(warehouse) == expected(FIRST)

    assert statements == []


def test_what_was_computed_once_is_found_again_by_another_process_on_the_same_place(place, first_url):
    with cached_warehouse(place.settings(first_url)) as warehouse:
        ask(warehouse)
    with (
        cached_warehouse(place.settings(first_url)) as other,
        statements_that_count(other) as statements,
    ):
        assert ask(other) == expected(FIRST)

    assert statements == []


def test_a_scope_never_sees_what_was_computed_for_another(place, first_url):
    with cached_warehouse(place.settings(first_url)) as warehouse:
        nothing = warehouse.answer(NO_ROWS, numbers)
        everything = ask(warehouse)
        with statements_that_count(warehouse) as statements:
            protected = warehouse.answer(Scope(all_rows=True, stufe=Stufe.GESCHUETZT), numbers_of_a_year)

        assert nothing == {(): dict.fromkeys(ASKED, 0) | {"fristquote": None, "laufzeit_median": None}}
        assert everything == expected(FIRST)
        assert statements != []
        assert protected != warehouse.answer(LOCAL, numbers_of_a_year)
        assert warehouse.answer(NO_ROWS, numbers) == nothing


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_what_comes_from_the_cache_is_of_the_types_that_the_database_gives(place, new_database, engine):
    url = new_database(engine)
    import_delivery(url, FIRST, DATENSTAND)
    with cached_warehouse(place.settings(url)) as warehouse:
        fresh, cached = ask(warehouse), ask(warehouse)

    assert fresh == cached
    types = [{code: type(value) for code, value in found[()].items()} for found in (fresh, cached)]
    assert types[0] == types[1]
    assert (types[0]["kundenreaktionen"], types[0]["fristquote"]) == (int, float)


def test_entries_are_text_that_anybody_can_read_and_hold_no_aktenzeichen(place, first_url):
    with cached_warehouse(place.settings(first_url)) as warehouse:
        ask(warehouse)
    if place.cache_url:
        with redis.Redis.from_url(place.cache_url) as client:
            contents = [client.get(key) for key in client.keys("krm:*")]
    else:
        contents = [file.read_bytes()[4:] for file in place.files()]

    assert len(contents) >= 4
    assert all(set(json.loads(content)) == {"key", "rows"} for content in contents)
    assert not any(row["aktenzeichen"].encode() in content for row in FIRST["kundenreaktion"] for content in contents)
