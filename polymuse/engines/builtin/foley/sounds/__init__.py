"""The sounds by name. A *bed* goes on: from a generator and a number of samples it makes (count, 2). An *event*
happens: from a generator it makes one occurrence, (n,) or (n, 2). Levels do not matter: the mixer sets them."""
