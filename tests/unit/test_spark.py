"""What can be told of Spark without one: addresses, values in statements, names of folders, missing packages."""

from __future__ import annotations

import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app import create_cli
from data_access.spark.address import read_address
from data_access.spark.errors import SparkAddressError
from data_access.spark.literals import literal
from data_access.spark.store import Holding, name_of, prefix_of, read_holding
from settings import Settings
from web import texts
from web.access.configuration import UnsafeError, check

NUMBERS = [("art", 1, "lob", None), ("bereich", 2, "geld", 1), ("bereich", 1, "beratung", 1)]


@pytest.mark.parametrize(
    ("text", "host", "port", "store"),
    [
        ("spark://rechner:10001/srv/krm/parquet", "rechner", 10_001, "file:///srv/krm/parquet"),
        ("spark://rechner/srv/krm/", "rechner", 10_000, "file:///srv/krm"),
        ("spark://rechner?ablage=s3a://eimer/krm/", "rechner", 10_000, "s3a://eimer/krm"),
        ("spark://rechner/?ablage=hdfs://name:8020/krm", "rechner", 10_000, "hdfs://name:8020/krm"),
    ],
)
def test_an_address_names_the_server_and_the_folder(text: str, host: str, port: int, store: str):
    address = read_address(text)

    assert (address.host, address.port, address.store) == (host, port, store)
    assert (address.username, address.password, address.sasl) == ("krm", None, True)
    assert address.folder == (Path(store.removeprefix("file://")) if store.startswith("file://") else None)


def test_an_address_may_name_an_account_whose_password_nobody_reads_in_a_log():
    address = read_address("spark://anna:geh%40eim@rechner/srv/krm?auth=NOSASL")

    assert (address.username, address.password, address.sasl) == ("anna", "geh@eim", False)
    assert "geh@eim" not in repr(address)


@pytest.mark.parametrize(
    "text",
    [
        "spark://",
        "spark://rechner",
        "spark://rechner/",
        "spark:///srv/krm",
        "spark://rechner:viele/srv/krm",
        "spark://rechner/srv/krm?auth=KERBEROS",
        "spark://rechner/srv/krm?tippfehler=1",
        "spark://rechner/srv/mit leerzeichen",
        "spark://rechner/srv/o'brien",
        "spark://rechner/srv/`krm`",
        "spark://rechner/srv/50%25",
        "spark://rechner?ablage=/srv/krm",
        "postgresql://rechner/krm",
    ],
)
def test_what_is_no_address_is_refused(text: str):
    with pytest.raises(SparkAddressError):
        read_address(text)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "NULL"),
        (0, "0"),
        (-7, "-7"),
        (date(2020, 2, 29), "DATE '2020-02-29'"),
        ("mail", "'mail'"),
        ("", "''"),
        ("o'brien", r"'o\'brien'"),
        ("\\", r"'\\'"),
        ("\\' OR 1=1 --", r"'\\\' OR 1=1 --'"),
    ],
)
def test_a_value_cannot_end_the_quotes_around_it(value: object, written: str):
    assert literal(value) == written


@pytest.mark.parametrize("value", [True, 1.5, Decimal(1), datetime(2020, 1, 1), b"x", (1, 2)])
def test_kinds_of_values_that_no_statement_has_are_refused(value: object):
    with pytest.raises(TypeError):
        literal(value)


def test_the_name_of_a_folder_changes_with_everything_its_rows_depend_on():
    name = name_of("kennung:summe", NUMBERS)

    assert name == name_of("kennung:summe", reversed(NUMBERS))
    assert name.startswith(prefix_of("kennung"))
    assert name != name_of("kennung:andere", NUMBERS)
    assert name != name_of("kennung:summe", [*NUMBERS[1:], ("art", 2, "lob", None)])
    assert prefix_of("kennung") != prefix_of("andere")


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"name": "x"}', "kein JSON"])
def test_a_pointer_that_is_none_is_told(text: str):
    with pytest.raises(ValueError, match=r".*"):
        read_holding(text)


def test_a_pointer_is_one_line_and_read_as_it_was_written():
    holding = Holding("krm_a_b", 3, "2021-03-31", {"fact_anliegen": 7}, ("krm_a_b", "krm_a_a"))

    assert b"\n" not in holding.as_text()
    assert read_holding(holding.as_text().decode()) == holding


def test_without_the_packages_the_server_and_the_commands_say_which_are_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setitem(sys.modules, "pyhive", None)
    monkeypatch.delitem(sys.modules, "data_access.spark.driver", raising=False)
    monkeypatch.delattr("data_access.spark.driver", raising=False)
    settings = Settings(var_dir=tmp_path, analytics="spark://127.0.0.1/srv/krm")

    with pytest.raises(UnsafeError) as refused:
        check(settings)

    assert str(refused.value) == texts.SPARK_PACKAGES
    arguments = ["krm", "bericht", "--jahr", "2020", "--format", "xlsx", "--nach", str(tmp_path / "bericht.xlsx")]
    result = create_cli(settings).test_cli_runner().invoke(args=arguments)
    assert (result.exit_code, result.output) == (1, f"{texts.SPARK_PACKAGES}\n")


def test_an_address_that_cannot_be_used_is_told_by_the_name_of_its_setting(tmp_path: Path):
    settings = Settings(var_dir=tmp_path, analytics="spark://rechner")

    with pytest.raises(UnsafeError, match="KRM_ANALYTICS"):
        check(settings)
