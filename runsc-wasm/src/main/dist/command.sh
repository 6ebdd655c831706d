#!/bin/sh
# command.sh DIST - makes the CDS archive of the command line's classes, and lays out the native parts of
# its libraries, which would otherwise unpack themselves into a temporary directory at every start.
set -eu
dist=$(realpath "$1")
jar="$dist/lib/command.jar"
rm -f "$dist/lib/command.jsa"
"$dist/image/jre/bin/java" -XX:ArchiveClassesAtExit="$dist/lib/command.jsa" "@$dist/lib/command.options" \
  "-Djwasm.home=$dist" -cp "$jar" io.jwasm.runsc.Main --help >/dev/null 2>"$dist/lib/command.log" ||
  { cat "$dist/lib/command.log" >&2; exit 1; }
rm -f "$dist/lib/command.log"
