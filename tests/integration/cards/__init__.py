"""Tests of what single cards show over the reference data."""
