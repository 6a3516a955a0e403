"""The ratio of two policies over rollouts: what frameworks log, verdict, profiles, gates."""
