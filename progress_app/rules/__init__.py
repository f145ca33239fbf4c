"""Pure decisions about figures: no database, no clock."""
