"""The only room that writes: ingest, locate, review, publish. Every writer is keyword-only, atomic, and returns its row."""
