"""Reproducible measurements; nothing here is a test."""
