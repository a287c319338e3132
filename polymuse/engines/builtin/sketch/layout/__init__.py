"""Layout: the drawings for a brief, and their positions."""
