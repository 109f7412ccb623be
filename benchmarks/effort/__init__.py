"""How near the measured effort comes to the hours that were planted in generated samples."""
