"""From a problem to a prompt, and from a model's text to a candidate."""
