"""Rules and lexicons as data."""

from reportkit.rules.collection import Rules
from reportkit.rules.loading import load
from reportkit.rules.match import Asked, Decision, Facts, Later
from reportkit.rules.rule import USER_TIMEOUT, Example, Rule

__all__ = ["USER_TIMEOUT", "Asked", "Decision", "Example", "Facts", "Later", "Rule", "Rules", "load"]
