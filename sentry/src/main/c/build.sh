#!/bin/sh
# build.sh OUT - makes OUT/libhostkernel.so from the sources here and the headers that javac left in OUT/include,
# unless it is newer than all of them.
set -eu
sources=$(dirname "$0")
out=$1
library=$out/libhostkernel.so
if [ -e "$library" ] && [ -z "$(find "$sources" "$out/include" -type f -newer "$library")" ]; then
  exit 0
fi
# shellcheck disable=SC2086
${CC:-gcc} -std=gnu17 -O2 -Wall -Wextra -Werror -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIC -fvisibility=hidden \
  -I"$out/include" -I"$JAVA_HOME/include" -I"$JAVA_HOME/include/linux" "$sources"/*.c \
  -shared -Wl,-z,relro,-z,now,-z,defs,--as-needed -o "$library.new"
mv "$library.new" "$library"
