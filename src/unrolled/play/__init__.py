"""What plays: it knows of notebooks. Pictures that move, and the check of an exercise."""

from unrolled.play.exercises import check
from unrolled.play.players import Player, explore, flipbook

__all__ = ["Player", "check", "explore", "flipbook"]
