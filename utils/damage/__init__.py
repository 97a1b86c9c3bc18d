"""Ways to damage files, and a judge of what a tool does with them."""
