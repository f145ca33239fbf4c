"""Reads for the desks, the ledger and its roll-up."""
