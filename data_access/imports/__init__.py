"""Import: files to staging to checks to one transaction."""
