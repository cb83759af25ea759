"""One file a step. Each stands for itself: it imports nothing of teambot's, since that goes on changing."""
