"""What a month still needs for its target, by trying every outcome."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.still_needed import Outlook, still_needed

COUNT = st.integers(0, 60)
TARGET = st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 1000)


def test_eleven_of_fourteen_open_cases_are_needed_for_85_percent():
    needed = still_needed(66, 6, 4, 14, Decimal("0.85"))
    assert (needed.outlook, needed.needed, needed.offen) == (Outlook.POSSIBLE, 11, 14)
    assert (needed.lowest, needed.highest) == pytest.approx((66 / 90, 80 / 90))


@given(COUNT, COUNT, COUNT, COUNT, TARGET)
def test_needed_is_the_smallest_number_in_time_that_reaches_the_target(
    rechtzeitig, verspaetet, ueberfaellig, offen, ziel
):
    cases = rechtzeitig + verspaetet + ueberfaellig + offen
    result = still_needed(rechtzeitig, verspaetet, ueberfaellig, offen, ziel)
    if not cases:
        assert (result.outlook, result.lowest, result.highest) == (Outlook.NO_CASES, None, None)
        return
    reaching = [more for more in range(offen + 1) if Fraction(rechtzeitig + more, cases) >= Fraction(ziel)]
    if not reaching:
        assert result.outlook is Outlook.MISSED
        assert result.needed > offen
    else:
        assert result.outlook is (Outlook.POSSIBLE if reaching[0] else Outlook.REACHED)
        assert result.needed == reaching[0]


@given(COUNT, COUNT, COUNT, COUNT, st.data())
def test_however_the_open_cases_end_the_rate_ends_inside_the_range(rechtzeitig, verspaetet, ueberfaellig, offen, data):
    result = still_needed(rechtzeitig, verspaetet, ueberfaellig, offen, 0.9)
    if result.lowest is None or result.highest is None:
        assert rechtzeitig + verspaetet + ueberfaellig + offen == 0
        return
    in_time = data.draw(st.integers(0, offen))
    end = still_needed(rechtzeitig + in_time, verspaetet + offen - in_time, ueberfaellig, 0, 0.9)
    assert end.lowest is not None
    assert end.lowest == end.highest
    assert result.lowest <= end.lowest <= result.highest


@pytest.mark.parametrize("zielquote", [0.9, Decimal("0.9"), Decimal("0.90")])
def test_the_target_counts_as_it_is_written(zielquote):
    # The binary number nearest to 0.9 lies above it: taken literally ten cases would need ten.
    assert still_needed(0, 0, 0, 10, zielquote).needed == 9


@pytest.mark.parametrize(
    ("counts", "outlook", "needed"),
    [
        ((9, 1, 0, 0), Outlook.REACHED, 0),
        ((8, 1, 1, 0), Outlook.MISSED, 1),
        ((95, 0, 0, 5), Outlook.REACHED, 0),
        ((85, 10, 0, 5), Outlook.POSSIBLE, 5),
        ((84, 11, 0, 5), Outlook.MISSED, 6),
        ((0, 5, 0, 5), Outlook.MISSED, 9),
        ((0, 0, 0, 0), Outlook.NO_CASES, 0),
    ],
)
def test_the_outlook_at_its_borders(counts, outlook, needed):
    rechtzeitig, verspaetet, ueberfaellig, offen = counts
    result = still_needed(rechtzeitig, verspaetet, ueberfaellig, offen, 0.9)
    assert (result.outlook, result.needed) == (outlook, needed)
