#!/bin/sh
# register.sh BINARY - prints what to write where, so that docker, containerd and podman know jwasm.
cat <<EOF

docker: in /etc/docker/daemon.json, then \`systemctl reload docker\`
  {"runtimes": {"jwasm": {"path": "$1", "runtimeArgs": ["--platform=wasm"]}}}
  docker run --rm --runtime=jwasm IMAGE

containerd: in /etc/containerd/config.toml (a CRI runtime handler), then \`systemctl restart containerd\`
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.jwasm]
    runtime_type = "io.containerd.runc.v2"
    pod_annotations = ["io.jwasm.*", "module.wasm.image/*", "run.oci.handler"]
    container_annotations = ["io.jwasm.*", "module.wasm.image/*", "run.oci.handler"]
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.jwasm.options]
      BinaryName = "$1"
  without CRI: ctr run --runtime io.containerd.runc.v2 --runc-binary $1 IMAGE ID

Kubernetes, on top of that handler: a RuntimeClass, named in a pod's runtimeClassName
  {"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "jwasm"}, "handler": "jwasm"}

podman: in /etc/containers/containers.conf
  [engine.runtimes]
  jwasm = ["$1"]
  podman --runtime=jwasm run --rm IMAGE
EOF
