"""What asks other machines: nothing of Django, nothing of the database. What comes back is untrusted."""
