"""The criteria: one file each, found by its module constant ``CRITERION``."""
