"""Log-probabilities of sequences of tokens, as training frameworks write them."""
