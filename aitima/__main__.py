"""`python -m aitima`: the command where no script was installed."""

from aitima.cli import main

if __name__ == "__main__":
    main()
