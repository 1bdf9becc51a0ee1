"""Run from a checkout: python cli.py extract report.txt (the installed command is `reportkit`)."""

from reportkit.cli.main import main

if __name__ == "__main__":
    main()
