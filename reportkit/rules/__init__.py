"""Rules and lexicons as data."""

from reportkit.rules.loading import USER_TIMEOUT, Context, Example, Rule, Rules, load

__all__ = ["USER_TIMEOUT", "Context", "Example", "Rule", "Rules", "load"]
