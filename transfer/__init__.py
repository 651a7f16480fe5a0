"""Everything of one installation in one file, and back again on another machine or another database."""
