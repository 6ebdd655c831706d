"""Every name below a directory, and what it is."""
import os
import sys

for directory, directories, files in os.walk(sys.argv[1]):
    directories.sort()
    print(f"{directory}/")
    for name in sorted(files):
        print(f"{directory}/{name} {os.path.getsize(os.path.join(directory, name))}")
