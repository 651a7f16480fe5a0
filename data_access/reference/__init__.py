"""The reference data set: published margins of 2019 and 2020, generated single cases, two fictitious periods.

``margins.csv`` is the table to lay beside the report; ``kataloge.toml``, ``ereignisse.csv`` and ``berichtswerte.csv``
are its catalogues, events and published statements; ``profile.toml`` says how the cases are spread below the margins.

A line of ``margins.csv`` is a Kennzahl under a selection (the query text of the application) with its number in every
period. Its ``herkunft`` is one of: ``veröffentlicht`` (printed), ``rekonstruiert`` (the only integer that gives the
printed percentage), ``errechnet`` (sum or difference of the former), ``entschieden`` (chosen inside what the report
leaves open), ``erzeugt`` (invented). The columns marked ``fiktiv`` are invented as a whole.
"""
