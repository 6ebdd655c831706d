#!/bin/sh
# train.sh DIST HELLO.WASM WORK - trains the AOT cache of the sandbox's JVM by running hello in a real
# container of the distribution: the cache is refused in any other layout than the one it was made in.
set -eu
dist=$(realpath "$1")
wasm=$2
work=$3

rm -rf "$work"
mkdir -p "$work/rootfs" "$work/out" "$work/state" "$work/cache"
chmod 700 "$work/cache"
cp "$wasm" "$work/rootfs/hello.wasm"
if [ "$(id -u)" = 0 ]; then
  user=''
else
  user=",{\"type\":\"user\"}],\"uidMappings\":[{\"containerID\":0,\"hostID\":$(id -u),\"size\":1}],\"gidMappings\":[{\"containerID\":0,\"hostID\":$(id -g),\"size\":1}"
fi
cat > "$work/config.json" <<EOF
{
  "ociVersion": "1.2.0",
  "root": {"path": "rootfs", "readonly": true},
  "mounts": [{"destination": "/out", "type": "bind", "source": "$(realpath "$work/out")", "options": ["bind", "rw"]}],
  "hostname": "train",
  "process": {
    "user": {"uid": 0, "gid": 0},
    "args": ["/hello.wasm"],
    "env": ["PATH=/bin"],
    "cwd": "/",
    "rlimits": [{"type": "RLIMIT_NOFILE", "soft": 1024, "hard": 1024}]
  },
  "linux": {"namespaces": [{"type": "pid"}, {"type": "mount"}, {"type": "uts"}, {"type": "ipc"}$user]}
}
EOF

jwasm() {
  "$dist/bin/jwasm" --root "$work/state" --cache "$work/cache" --debug-log "$work/log" "$@" run --bundle "$work" train
}

rm -f "$dist/image/sentry.aot" "$work/log"
sed -i '/AOTCache=/d' "$dist/image/sentry.options"
# The first run fills the code cache, so that the second shows the path that most starts take.
jwasm </dev/null >"$work/hello.out"
jwasm --sandbox-option=-XX:AOTMode=record --sandbox-option=-XX:AOTConfiguration=/fs/1/sentry.aotconf </dev/null >"$work/hello.out"
[ "$(cat "$work/hello.out")" = 'hello world' ] || { cat "$work/log" >&2; exit 1; }
# This step makes the cache and ends before main, which the launcher rightly calls a failure.
jwasm --sandbox-option=-XX:AOTMode=create --sandbox-option=-XX:AOTConfiguration=/fs/1/sentry.aotconf \
  --sandbox-option=-XX:AOTCache=/fs/1/sentry.aot </dev/null >/dev/null 2>&1 || true
[ -s "$work/out/sentry.aot" ] || { cat "$work/log" >&2; exit 1; }
cp "$work/out/sentry.aot" "$dist/image/sentry.aot"
chmod 644 "$dist/image/sentry.aot"
echo '-XX:AOTCache=/sentry.aot' >> "$dist/image/sentry.options"
