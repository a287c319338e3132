"""Gates: automatic checks of a film, each with a number, a limit and evidence. One file each."""
