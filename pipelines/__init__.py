"""What a scheduler calls; each pipeline composes `toil` and holds no logic of its own."""
