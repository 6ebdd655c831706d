#!/bin/sh
# command.sh JDK DIST - makes the CDS archive of the command line's classes, and lays out the native parts of
# its libraries, which would otherwise unpack themselves into a temporary directory at every start.
set -eu
jdk=$1
dist=$(realpath "$2")
jar="$dist/lib/command.jar"
case $(uname -m) in
  aarch64) jna=com/sun/jna/linux-aarch64/libjnidispatch.so jffi=jni/aarch64-Linux/libjffi-1.2.so ;;
  *) jna=com/sun/jna/linux-x86-64/libjnidispatch.so jffi=jni/x86_64-Linux/libjffi-1.2.so ;;
esac
rm -rf "$dist/lib/command.jsa" "$dist/lib/jna" "$dist/lib/jffi"
mkdir -p "$dist/lib/jna" "$dist/lib/jffi"
work=$(mktemp -d)
(cd "$work" && "$jdk/bin/jar" --extract --file "$jar" "$jna" "$jffi")
install -m 644 "$work/$jna" "$dist/lib/jna/"
install -m 644 "$work/$jffi" "$dist/lib/jffi/"
rm -rf "$work"
"$dist/image/jre/bin/java" -XX:ArchiveClassesAtExit="$dist/lib/command.jsa" "@$dist/lib/command.options" \
  "-Djwasm.home=$dist" -cp "$jar" io.jwasm.runsc.Main --help >/dev/null 2>"$dist/lib/command.log" ||
  { cat "$dist/lib/command.log" >&2; exit 1; }
rm -f "$dist/lib/command.log"
