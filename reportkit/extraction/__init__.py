"""Running text → everything a report holds, stage by stage."""
