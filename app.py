"""The web chat: `python app.py`, then open the address that it prints."""

from stemfaq.cli import main

if __name__ == "__main__":
    main(["serve", "--build"])
