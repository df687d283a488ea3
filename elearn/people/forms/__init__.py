"""What people type on the pages of people: shapes only; whether it is right, the services decide."""
