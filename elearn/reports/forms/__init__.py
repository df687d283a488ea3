"""The shape of what people choose in reports, and the words of its tables."""
