"""Several processes count together; none of them takes its counts along when it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.docs.markdown import ROOT
from web import shared_counts


def test_counts_outlive_the_process_and_its_place_is_taken_by_the_next_one():
    command = [sys.executable, "-m", "tests.integration.counting_child"]
    places, folder, files, counted = subprocess.run(
        command, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE
    ).stdout.splitlines()

    assert places == "1 2 1"
    assert counted == "krm_counted_total 12.0"
    assert files == "counter_0.db counter_1.db counter_2.db"
    # Nothing is left behind.
    assert not Path(folder).exists()


def test_where_nothing_can_be_written_each_process_counts_for_itself(tmp_path: Path):
    assert shared_counts.environment(str(tmp_path / "gibt-es-nicht")) == []
