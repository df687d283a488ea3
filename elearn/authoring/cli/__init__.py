"""What authoring adds to the commands of `flask content`."""

from elearn.authoring.cli.packages import bring, take

content = (take, bring)

__all__ = ["content"]
