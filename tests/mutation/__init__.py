"""Mutation testing: small changes to the code that decides who sees what, each of which a test must notice."""
