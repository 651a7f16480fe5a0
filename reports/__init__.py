"""Reports made of many figures: what stands in them, made of cards and sentences. Nothing here writes files."""
