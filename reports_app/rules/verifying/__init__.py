"""How two workbooks differ: pure decisions over what was read from them."""
