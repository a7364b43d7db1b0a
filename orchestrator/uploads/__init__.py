"""Reading the text out of a file that somebody gives for a case. Nothing of it is kept."""
