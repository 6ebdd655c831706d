"""Imports what lies beside it, and tells its arguments."""
import sys

import greet

print(greet.greeting(sys.argv[1]))
print(sys.argv[2:])
sys.exit(int(sys.argv[3]))
