"""The dialects, one file per family of models; `polymuse.prompts.registry` lists them."""
