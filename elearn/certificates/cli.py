"""SKELETON, to be written."""

from flask.cli import AppGroup

commands = AppGroup("certificates", help="...")
