"""Plain Flask: public routes, headers and delivery of files."""
