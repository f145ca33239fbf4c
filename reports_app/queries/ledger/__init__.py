"""The open ledger: postings, entries, reviews, corrections, evidence, audit events."""
