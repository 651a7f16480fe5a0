"""Tests with databases, cache and files."""
