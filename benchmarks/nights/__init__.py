"""Simulated nights of `toil run`: failing services, kills, overlaps, a full disk, wrong clocks, a restored backup."""
