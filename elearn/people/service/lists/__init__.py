"""Lists of officers: taken in, checked, loaded."""
