"""National standards of exchange: the columns that they name, and what each is of a place."""
