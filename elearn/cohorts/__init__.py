"""Who takes what by when: cohorts, sessions in a room, attendance, reminders."""
