"""What plays: it knows of notebooks. Pictures that move, and the check of an exercise."""

from unrolled.play.exercises import check
from unrolled.play.players import Player, explore, flipbook
from unrolled.play.static import save

__all__ = ["Player", "check", "explore", "flipbook", "save"]
