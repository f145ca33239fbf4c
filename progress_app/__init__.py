"""What was done: submissions, review, the ledger and its roll-up."""
