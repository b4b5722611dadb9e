"""What plays: it knows of notebooks. Pictures that move, bets, and the check of an exercise."""

from unrolled.play.bets import bet
from unrolled.play.exercises import check
from unrolled.play.films import flipbook
from unrolled.play.page import save
from unrolled.play.player import Player
from unrolled.play.ready import missing
from unrolled.play.sliders import explore

__all__ = ["Player", "bet", "check", "explore", "flipbook", "missing", "save"]
