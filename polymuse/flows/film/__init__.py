"""From a script or a brief to a finished film."""

from polymuse.flows.film.film import FilmEvents, Planned, compare, film, plan, replay
from polymuse.flows.film.options import ASPECTS, FilmOptions, folder_for
from polymuse.flows.film.result import Film

__all__ = ["ASPECTS", "Film", "FilmEvents", "FilmOptions", "Planned", "compare", "film", "folder_for", "plan", "replay"]
