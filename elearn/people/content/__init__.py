"""What is written about a country: from its file to a pack, or to complaints."""
