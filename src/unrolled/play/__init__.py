"""What plays: it knows of notebooks. Pictures that move, bets, and the check of an exercise."""

from unrolled.play.bets import bet
from unrolled.play.exercises import check
from unrolled.play.film import flipbook
from unrolled.play.live import explore
from unrolled.play.player import Player
from unrolled.play.ready import missing
from unrolled.play.static import save

__all__ = ["Player", "bet", "check", "explore", "flipbook", "missing", "save"]
