"""From a script or a brief to a finished film."""

from polymuse.flows.film.film import Film, FilmMade, Planned, compare, film, plan, replay
from polymuse.flows.film.options import ASPECTS, FilmOptions

__all__ = ["ASPECTS", "Film", "FilmMade", "FilmOptions", "Planned", "compare", "film", "plan", "replay"]
