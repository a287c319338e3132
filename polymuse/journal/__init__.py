"""The journal: what happened, what it cost, and what is kept for next time. `sqlite` is the embedded maker of
`polymuse.protocols.Journal`."""
