"""Pages, their frame and every German sentence on them."""
