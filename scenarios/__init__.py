"""From a question in plain words to proven plans, what they bring to each actor, and how they compare."""
