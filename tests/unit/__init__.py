"""Tests of single modules, without services."""
