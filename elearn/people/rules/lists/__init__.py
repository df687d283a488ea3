"""Lists of officers: what a heading and a cell mean, which officer a row is about, and what it would change."""
