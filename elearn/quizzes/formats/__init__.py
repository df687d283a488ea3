"""Questions in the formats of other systems: each reads or writes rules.kind.WrittenQuestion, and says what it cannot carry."""
