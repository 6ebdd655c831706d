#!/bin/sh
# train.sh DIST TRAIN.WASM WORK - trains the AOT cache of the sandbox's JVM by running train.wat in a real
# container of the distribution: the cache is refused in any other layout than the one it was made in.
# The container has the mounts of docker's, so that the cache holds what makes them.
set -eu
dist=$(realpath "$1")
wasm=$2
work=$3

rm -rf "$work"
mkdir -p "$work/rootfs" "$work/out" "$work/state" "$work/cache"
chmod 700 "$work/cache"
{ cat "$wasm"; printf '\000\003\001x\000'; } >"$work/rootfs/train.wasm" # with a custom section, which all compilers write
if [ "$(id -u)" = 0 ]; then
  user=''
else
  user=",{\"type\":\"user\"}],\"uidMappings\":[{\"containerID\":0,\"hostID\":$(id -u),\"size\":1}],\"gidMappings\":[{\"containerID\":0,\"hostID\":$(id -g),\"size\":1}"
fi
cat > "$work/config.json" <<EOF
{
  "ociVersion": "1.2.0",
  "root": {"path": "rootfs", "readonly": true},
  "mounts": [
    {"destination": "/out", "type": "bind", "source": "$(realpath "$work/out")", "options": ["bind", "rw"]},
    {"destination": "/proc", "type": "proc", "source": "proc", "options": ["nosuid", "noexec", "nodev"]},
    {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]},
    {"destination": "/dev/pts", "type": "devpts", "source": "devpts", "options": ["nosuid", "noexec", "newinstance", "gid=5"]},
    {"destination": "/sys", "type": "sysfs", "source": "sysfs", "options": ["nosuid", "noexec", "nodev", "ro"]},
    {"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup", "options": ["ro"]},
    {"destination": "/dev/mqueue", "type": "mqueue", "source": "mqueue"},
    {"destination": "/dev/shm", "type": "tmpfs", "source": "shm", "options": ["nosuid", "noexec", "nodev", "mode=1777"]}
  ],
  "hostname": "train",
  "process": {
    "user": {"uid": 0, "gid": 0},
    "args": ["/train.wasm"],
    "env": ["PATH=/bin", "JWASM_NET_LISTEN=tcp:127.0.0.1:7777"],
    "cwd": "/",
    "rlimits": [{"type": "RLIMIT_NOFILE", "soft": 1024, "hard": 1024}]
  },
  "linux": {"resources": {"devices": [{"allow": false, "access": "rwm"}], "memory": {}, "cpu": {"shares": 0}, "pids": {"limit": 0}, "blockIO": {"weight": 0}},
    "maskedPaths": ["/proc/kcore", "/sys/firmware"], "readonlyPaths": ["/proc/bus", "/proc/sys"], "namespaces": [{"type": "pid"}, {"type": "mount"}, {"type": "uts"}, {"type": "ipc"}, {"type": "network"}$user]}
}
EOF

jwasm() {
  "$dist/bin/jwasm" --root "$work/state" --cache "$work/cache" --debug-log "$work/log" "$@" run --bundle "$work" train
}

rm -f "$dist/image/sentry.aot" "$work/log"
sed -i '/AOTCache=/d' "$dist/image/sentry.options"
# The first run fills the code cache, so that the second shows the path that most starts take.
jwasm </dev/null >"$work/train.out"
jwasm --sandbox-option=-XX:AOTMode=record --sandbox-option=-XX:AOTConfiguration=/fs/1/sentry.aotconf </dev/null >"$work/train.out"
[ "$(cat "$work/train.out")" = 'hello world' ] || { cat "$work/log" >&2; exit 1; }
# This step makes the cache and ends before main, which the launcher rightly calls a failure.
jwasm --sandbox-option=-XX:AOTMode=create --sandbox-option=-XX:AOTConfiguration=/fs/1/sentry.aotconf \
  --sandbox-option=-XX:AOTCache=/fs/1/sentry.aot </dev/null >/dev/null 2>&1 || true
[ -s "$work/out/sentry.aot" ] || { cat "$work/log" >&2; exit 1; }
cp "$work/out/sentry.aot" "$dist/image/sentry.aot"
chmod 644 "$dist/image/sentry.aot"
echo '-XX:AOTCache=/sentry.aot' >> "$dist/image/sentry.options"
