"""Standings, books, publications and exports as the API tells them."""
