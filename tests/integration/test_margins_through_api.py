"""Every line of the table of margins, in every period, asked of the public interface over the reference data."""

from __future__ import annotations

import pytest

from data_access.reference.margins import Margin, bounds, load_margins
from tests.api_server import ApiServer


@pytest.mark.parametrize("margin", load_margins(), ids=lambda margin: margin.groesse)
def test_the_interface_counts_what_the_table_of_margins_says(reference: ApiServer, margin: Margin):
    found = {}
    for zeitraum in margin.werte:
        von, bis = (f"{day:%Y-%m}" for day in bounds(zeitraum))
        answer = reference.json(
            "tabelle.json", kennzahl=margin.kennzahl, von=von, bis=bis, vergleich="ohne", **margin.auswahl
        )
        found[zeitraum] = answer["summe"]["wert"]

    assert found == dict(margin.werte)
