"""How modules are written here: drafts, publishing with a second person, translation, packages in and out."""
