"""A grammar of simple English sentences: words → what there is, what it does, and where."""
