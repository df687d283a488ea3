"""Questions, papers drawn from them, attempts and their scores."""
