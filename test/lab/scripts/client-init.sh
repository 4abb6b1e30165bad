#!/bin/bash
# client-init.sh STATE HOSTS
# First process of the lab's outer namespaces, the "client": makes the LAN 10.77.0.0/24, starts the hosts, waits.
set -u
STATE=$1 HOSTS=$2
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/wait.sh"
mount --make-rprivate /
mount -t proc proc /proc
hostname lab-client
ip link set lo up
ip link add lan type bridge
ip link set lan up
ip addr add 10.77.0.1/24 dev lan

ssh-keygen -q -t ed25519 -N '' -C lab -f "$STATE/id_ed25519"
cat /proc/sys/kernel/random/uuid >"$STATE/uuid"
{
  echo '127.0.0.1 localhost'
  echo '10.77.0.1 client'
  for i in $(seq "$HOSTS"); do echo "10.77.0.1$i h$i h$i.lab"; done
} >"$STATE/hosts"
mount --bind "$STATE/hosts" /etc/hosts

# --- one certificate authority, one client certificate, one server certificate per host (made by host-init.sh)
PKI=$STATE/pki
mkdir -p "$PKI"
ecKey() { openssl ecparam -name prime256v1 -genkey -noout -out "$1" && chmod 600 "$1"; }
ecKey "$PKI/cakey.pem"
openssl req -x509 -new -key "$PKI/cakey.pem" -subj '/CN=Lab CA' -days 30 -out "$PKI/cacert.pem"
ecKey "$PKI/clientkey.pem"
openssl req -new -key "$PKI/clientkey.pem" -subj '/CN=lab client' |
  openssl x509 -req -CA "$PKI/cacert.pem" -CAkey "$PKI/cakey.pem" -CAcreateserial -days 30 -out "$PKI/clientcert.pem" \
    -extfile <(printf 'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=clientAuth\n') 2>/dev/null

for i in $(seq "$HOSTS"); do
  h=h$i
  mkdir -p "$STATE/$h"
  ip link add "v$i" type veth peer name "p$i"
  ip link set "v$i" master lan up
  (
    # Own cgroup per host (v1 or v2): libvirt names QEMU's cgroup machine/qemu-1-x on every host, in every lab.
    for c in /sys/fs/cgroup /sys/fs/cgroup/*; do
      [ -w "$c/cgroup.procs" ] || continue
      mkdir -p "$c/$LAB_ID/$h" 2>/dev/null || continue
      for d in "$c/$LAB_ID" "$c/$LAB_ID/$h"; do
        for f in cpus mems; do [ -e "$d/cpuset.$f" ] && cat "$d/../cpuset.$f" >"$d/cpuset.$f" 2>/dev/null; done
      done
      echo $BASHPID >"$c/$LAB_ID/$h/cgroup.procs" 2>/dev/null
    done
    exec unshare --net --mount --pid --fork --kill-child --uts --ipc --cgroup -- "$HERE/host-init.sh" "$STATE" "$h" "$i" "$HOSTS"
  ) &
  outer=$!
  me=$(readlink /proc/self/ns/net)
  own_network() { # the host's first process is in its own network namespace
    host=$(pgrep -P $outer) && net=$(readlink "/proc/$host/ns/net") && [ "$net" != "$me" ]
  }
  wait_for "the namespaces of $h" $outer own_network || exit 1
  outers[i]=$outer
  ip link set "p$i" netns "$host"
  for port in ssh:22 tcp:16509 tls:16514; do
    socat -t 10 "UNIX-LISTEN:$STATE/$h/${port%:*}.sock,fork,backlog=128" "TCP:10.77.0.1$i:${port#*:},nodelay" 2>/dev/null &
  done
done
for i in $(seq "$HOSTS"); do
  wait_for "h$i to become ready" "${outers[i]}" [ -e "$STATE/h$i/ready" ] || exit 1
done
touch "$STATE/ready"
while :; do sleep infinity & wait $!; done
