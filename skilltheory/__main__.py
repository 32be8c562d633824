"""Run the command line as ``python -m skilltheory``."""

from skilltheory.cli import main

if __name__ == "__main__":
    main()
