"""Tables as files, in the formats in which they leave the system."""
