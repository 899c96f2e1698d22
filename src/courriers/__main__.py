"""``python -m courriers``."""

from courriers.cli import main

if __name__ == "__main__":
    main()
