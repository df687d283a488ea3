"""Who may do what, when a sign-in counts, what a password must be, and which records are one person."""
