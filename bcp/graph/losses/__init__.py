"""What a process cannot lose: minimal cut sets, timed or not, and how other engines read them."""
