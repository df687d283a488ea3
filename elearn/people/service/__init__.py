"""What is done with people: registering, linking, accounts, signing in."""
