"""Commands of who: nothing but doors."""
