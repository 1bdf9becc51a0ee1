"""Rules and lexicons as data."""

from reportkit.rules.collection import Rules
from reportkit.rules.loading import load
from reportkit.rules.match import Asked, Decision, Facts, Later
from reportkit.rules.rule import USER_TIMEOUT, Context, Example, Rule

__all__ = ["USER_TIMEOUT", "Asked", "Context", "Decision", "Example", "Facts", "Later", "Rule", "Rules", "load"]
