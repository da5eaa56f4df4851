"""Files of other people and of ours, turned into records. No Django, no database, no network."""
