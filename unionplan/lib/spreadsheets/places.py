"""Addresses of cells: "G14" is row 14, column 7."""


def column_number(letters: str) -> int:
    """Return the number of a column: "A" is 1, "AA" 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def place_of(*, row: int, column: int) -> str:
    """Return the address of a cell: row 14, column 7 is "G14"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
