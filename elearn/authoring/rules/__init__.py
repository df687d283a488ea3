"""Pure decisions of authoring."""
