"""Tests of the German sentences about figures."""
