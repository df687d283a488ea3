"""Reads of reports. Every figure has one query here, whatever shows it: page, chart, CSV or print."""
