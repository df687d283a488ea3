"""Reads of people: who is signed in, who somebody is, whom an academy may see."""
