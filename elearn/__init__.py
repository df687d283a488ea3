"""elearn: training for prison officers, and a count of those trained that can be proved."""
