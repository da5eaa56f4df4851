"""The pure engine: names, gazetteer, assessing claims, areas. No Django, no database, no network."""
