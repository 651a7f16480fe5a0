"""``make bench``."""

from benchmarks.page import main

main()
