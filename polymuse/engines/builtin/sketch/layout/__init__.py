"""Layout: which drawings a brief asks for, and where each of them stands."""
