"""The sounds by name.

A *bed* is continuous: from a generator and a number of samples it renders (count, 2). An *event* is one occurrence:
(n,) or (n, 2). Levels do not matter: the mixer sets them.
"""
