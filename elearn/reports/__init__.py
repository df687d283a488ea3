"""Programmes, officers trained, the academy overview and the exports."""
