"""Results of long training runs, and what notebooks need of these runs."""
