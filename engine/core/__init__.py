"""What everything stands on: arrays, parameters, numbers in words, files, the run."""
