"""The pages: what stands on each of them."""
