"""How well work is classified: against the planted truth of generated samples, and on real changes."""
