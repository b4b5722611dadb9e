"""Players, folded answers and exercise checks for notebooks."""

from unrolled.play.exercises import bet, check
from unrolled.play.explore import explore
from unrolled.play.flipbook import flipbook
from unrolled.play.page import save
from unrolled.play.requirements import missing_packages

__all__ = ["bet", "check", "explore", "flipbook", "missing_packages", "save"]
