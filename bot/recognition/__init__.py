"""`zhiban recognise`: what the program makes of a message, and where people had to put it right."""
