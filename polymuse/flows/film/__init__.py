"""From a script or a brief to a finished film."""

from polymuse.flows.film.film import Film, FilmEvents, Planned, compare, film, plan, replay
from polymuse.flows.film.options import ASPECTS, FilmOptions

__all__ = ["ASPECTS", "Film", "FilmEvents", "FilmOptions", "Planned", "compare", "film", "plan", "replay"]
