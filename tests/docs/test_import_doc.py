"""``docs/import.md`` says what the import accepts: its table, its example and its limits are held against the code."""

import re

from data_access.imports.contract import TABLES
from data_access.imports.faults import Faults
from data_access.imports.mapping import read_mapping
from settings import PROJECT_ROOT, Settings

TEXT = (PROJECT_ROOT / "docs" / "import.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (.+) \|$", re.MULTILINE)
COLUMN = re.compile(r"^(\*\*)?(\w+)(?:\*\*)?(\?)?(?= |$)")


def described_columns():
    """Per table the columns as (name, is part of the key, may be empty)."""
    tables = {}
    for table, columns in ROW.findall(TEXT):
        outside = re.sub(r"\([^)]*\)", "", columns)
        found = [COLUMN.match(column.strip()) for column in outside.split(";")]
        tables[table] = [(match[2], bool(match[1]), bool(match[3])) for match in found if match]
    return tables


def test_the_table_of_columns_is_the_contract():
    described = {name: columns for name, columns in described_columns().items() if name in TABLES}
    contract = {
        table.name: [(column.name, column.name in table.key, column.optional) for column in table.columns]
        for table in TABLES.values()
    }
    contract["kundenreaktion"].append(("erfasserbemerkung", False, True))
    assert described == contract


def test_the_example_of_a_mapping_is_valid(tmp_path):
    (example,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / "mapping.toml").write_text(example, encoding="utf-8")
    faults = Faults()
    mapping = read_mapping(tmp_path / "mapping.toml", faults)
    assert faults.kept == []
    assert mapping.table("eingangswege") == "kanal"
    assert mapping.is_ombudsstelle("kam über die O.-Stelle")


def test_the_limits_are_those_of_the_settings():
    settings = Settings()
    assert f"bis {settings.import_csv_megabytes:,} MB".replace(",", ".") in TEXT
    assert f"bis {settings.import_xlsx_megabytes} MB" in TEXT
