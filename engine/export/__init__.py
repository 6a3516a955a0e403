"""Results, programs and command lines that leave the program."""
