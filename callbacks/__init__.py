"""Dash callbacks: from the selection to the components on the page."""
