"""``python -m hocvu`` is the command line."""

from hocvu.cli import main

if __name__ == "__main__":
    main()
