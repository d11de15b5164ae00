"""Who may help to pay for a place: one file a scheme in ``funding/schemes``, its conditions, and what is still missing to know."""
