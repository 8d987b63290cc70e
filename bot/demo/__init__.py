"""The demo: the real program and the sandbox, played through for whoever wants to see it before setting anything up."""
