#!/bin/sh
# image.sh JDK IMAGE - makes the directory that becomes the sandbox's root: a jlinked Java runtime and the
# few libraries it loads. It holds its own C library, so that it starts in a root that holds nothing else
# and runs on hosts with another one.
set -eu
jdk=$1
image=$2

rm -rf "$image/jre" "$image/lib" "$image/lib64"
mkdir -p "$image/fs" "$image/lib"
"$jdk/bin/jlink" --add-modules java.base,java.logging,jdk.unsupported --strip-debug --no-header-files \
  --no-man-pages --generate-cds-archive --output "$image/jre"
rm -rf "$image/jre/legal"

objects="$image/jre/bin/java $image/jre/lib/server/libjvm.so $(find "$image/jre/lib" -maxdepth 1 -name '*.so')"
# shellcheck disable=SC2086
for library in $(ldd $objects | sed -n 's/^.* => \(\/[^ ]*\) .*$/\1/p' | grep -v "^$(realpath "$image")" | sort -u); do
  cp -L "$library" "$image/lib/"
done
interpreter=$(ldd "$image/jre/bin/java" | sed -n 's/^[[:space:]]*\(\/[^ ]*ld-linux[^ ]*\) .*$/\1/p')
mkdir -p "$image$(dirname "$interpreter")"
cp -L "$interpreter" "$image$interpreter"
# Without /proc the loader cannot find $ORIGIN/../lib of bin/java, but it always looks here.
ln -sf ../jre/lib/libjli.so "$image/lib/libjli.so"
chmod -R go+rX "$image"
