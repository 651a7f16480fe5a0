"""The words that sentences must not contain are found."""

from __future__ import annotations

import pytest

from analysis.narrative.words import CAUSAL, STRONG, causal_words, strong_words


@pytest.mark.parametrize("word", STRONG)
def test_every_strong_word_is_found_in_a_sentence(word: str):
    assert word in strong_words(f"Die Zahl {word} im März.")


@pytest.mark.parametrize("word", CAUSAL)
def test_every_causal_word_is_found_in_a_sentence(word: str):
    assert word in causal_words(f"Die Zahl sank, {word} im März.")


def test_words_are_found_in_any_form_and_case():
    assert strong_words("Ein DEUTLICHER Rückgang, der stärkste seit Jahren.") == ["deutlich", "stärk"]
    assert causal_words("Wegen der Schließung sank die Zahl; verursacht hat das …") == ["verursacht", "wegen"]


def test_words_inside_other_words_are_not_found():
    assert strong_words("Die Zahl verstarkt nicht, undeutlich bleibt es.") == []
    assert causal_words("8 Monate in Folge; Grundsicherung; bewegen; gedankt.") == []
