"""Who may have a certificate, its issue, its PDF, and the public page that checks it."""
