"""`kunteko backup` and `kunteko restore`: all services as they were at one moment, in one file."""
