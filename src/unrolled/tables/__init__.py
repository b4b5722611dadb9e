"""Results of long training runs, and the scripts that compute them."""
