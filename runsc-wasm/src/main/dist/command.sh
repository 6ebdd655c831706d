#!/bin/sh
# command.sh JDK DIST - makes the AOT cache of the command line's classes, and lays out the native parts of
# its libraries, which would otherwise unpack themselves into a temporary directory at every start.
set -eu
jdk=$1
dist=$(realpath "$2")
jar="$dist/lib/command.jar"
case $(uname -m) in
  aarch64) jna=com/sun/jna/linux-aarch64/libjnidispatch.so jffi=jni/aarch64-Linux/libjffi-1.2.so ;;
  *) jna=com/sun/jna/linux-x86-64/libjnidispatch.so jffi=jni/x86_64-Linux/libjffi-1.2.so ;;
esac
rm -rf "$dist/lib/command.aot" "$dist/lib/jna" "$dist/lib/jffi"
mkdir -p "$dist/lib/jna" "$dist/lib/jffi"
work=$(mktemp -d)
(cd "$work" && "$jdk/bin/jar" --extract --file "$jar" "$jna" "$jffi")
install -m 644 "$work/$jna" "$dist/lib/jna/"
install -m 644 "$work/$jffi" "$dist/lib/jffi/"

java() {
  "$dist/image/jre/bin/java" "@$dist/lib/command.options" "-Djwasm.home=$dist" \
    "-Djna.boot.library.path=$dist/lib/jna" "-Djffi.boot.library.path=$dist/lib/jffi" "$@" >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; exit 1; }
}
mkdir -p "$work/state"
java -XX:AOTMode=record "-XX:AOTConfiguration=$work/command.aotconf" -cp "$jar" io.jwasm.runsc.Main --root "$work/state" list
java -XX:AOTMode=create "-XX:AOTConfiguration=$work/command.aotconf" "-XX:AOTCache=$dist/lib/command.aot" -cp "$jar"
rm -rf "$work"
