"""Officers, postings, institutions, academies, countries; accounts, roles and signing in."""
