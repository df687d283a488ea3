"""What every feature stands on: database and facts, access, clock, languages, forms, markup, the web's frame."""
