"""Simulated nights of `toil run`: services that change and fail, kills, overlaps, a full disk, wrong clocks, restores."""
