"""python -m polymuse"""

from polymuse.cli import main

main()
