#!/bin/sh
# Startup of the sidecar: its daemon answers. Waits for it within one probe, because the kubelet asks only once a second.
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
  docker info >/dev/null 2>&1 && exit 0
  sleep 0.1
done
docker info
