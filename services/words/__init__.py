"""Sentences of the answers: fields, scores, scenarios, the journal, imports."""
