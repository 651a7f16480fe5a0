"""How servers outside are talked to, so that none of them can keep anybody waiting for ever."""
