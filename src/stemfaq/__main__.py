"""`python -m stemfaq` is the command line."""

from stemfaq.cli import main

if __name__ == "__main__":
    main()
