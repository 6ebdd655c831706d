#!/bin/bash
# hello.sh DIST HELLO.WASM WORK - the main job: hello world from a bundle, and from docker when an engine answers.
set -eu
dist=$(realpath "$1")
wasm=$(realpath "$2")
work=$3

rm -rf "$work"
mkdir -p "$work/bundle/rootfs"
cp "$wasm" "$work/bundle/rootfs/hello.wasm"
rootless=()
state=()
if [ "$(id -u)" != 0 ]; then
  rootless=(--rootless)
  state=(--root "$(realpath "$work")/state")
fi
"$dist/bin/jwasm" spec --bundle "$work/bundle" "${rootless[@]}"
echo "\$ jwasm run --bundle $work/bundle hello-$$"
"$dist/bin/jwasm" "${state[@]}" run --bundle "$work/bundle" "hello-$$"

if ! docker info >/dev/null 2>&1; then
  echo 'no docker engine answers here: start one, register jwasm with it (make install prints how), and use'
  echo '  docker run --rm --runtime=jwasm IMAGE'
elif ! docker info --format '{{range $name, $runtime := .Runtimes}}{{$name}} {{end}}' | grep -qw jwasm; then
  echo 'the docker engine that answers does not know jwasm yet; put this into /etc/docker/daemon.json and reload it:'
  echo "  {\"runtimes\": {\"jwasm\": {\"path\": \"$dist/bin/jwasm\", \"runtimeArgs\": [\"--platform=wasm\"]}}}"
else
  image="jwasm-hello:$$"
  tar -C "$work/bundle/rootfs" -c hello.wasm | docker import --change 'ENTRYPOINT ["/hello.wasm"]' - "$image" >/dev/null
  echo '$ docker run --rm --runtime=jwasm --network=none hello'
  status=0
  docker run --rm --runtime=jwasm --network=none "$image" || status=$?
  docker rmi "$image" >/dev/null
  exit $status
fi
