"""A grammar of simple English sentences: from words to subjects, actions and relations."""
