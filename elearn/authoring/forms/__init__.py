"""Forms of authoring."""
