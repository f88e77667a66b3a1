"""Contact-centre arithmetic. Pure functions over numbers; every result says what it assumes."""
