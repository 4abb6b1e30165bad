#!/bin/bash
# session.sh STATE HOSTS
# The lab without namespaces: session daemons of this user, told apart by their directories. Runs while standard input stays open,
# then ends guests and daemons and removes the state. Says: host NAME PID | ready | log LINE | failed
set -u
STATE=$1 HOSTS=$2
PATH=$PATH:/usr/sbin

# Sets `host`: the words before a command that make it one of that host.
enter() {
  local d=$STATE/$1
  host=(env HOME="$d/home" XDG_RUNTIME_DIR="$d/run" XDG_CONFIG_HOME="$d/home/.config" XDG_CACHE_HOME="$d/home/.cache"
    XDG_DATA_HOME="$d/home/.local/share")
}
remove() {
  trap - EXIT
  for pidfile in "$STATE"/h*/run/libvirt/qemu/run/*.pid; do [ -e "$pidfile" ] && kill -KILL "$(cat "$pidfile")" 2>/dev/null; done
  exec 2>/dev/null # the shell would tell of every job it ended
  kill -KILL $(jobs -p) && wait
  [ -n "${LAB_KEEP:-}" ] || rm -rf --one-file-system "$STATE"
}
trap remove EXIT
trap 'exit 143' TERM HUP

for i in $(seq "$HOSTS"); do
  d=$STATE/h$i
  mkdir -p "$d"/{home/.config/libvirt,images,serial} && mkdir -m 700 -p "$d/run"
  printf 'host_uuid = "%s"\n' "$(cat /proc/sys/kernel/random/uuid)" >"$d/home/.config/libvirt/libvirtd.conf"
  printf 'stdio_handler = "file"\n' >"$d/home/.config/libvirt/qemu.conf"
  enter "h$i"
  "${host[@]}" libvirtd -f "$d/home/.config/libvirt/libvirtd.conf" </dev/null >>"$STATE/lab.log" 2>&1 &
  echo "host h$i $!"
  virsh() { "${host[@]}" virsh -q -c "qemu+unix:///session?socket=$d/run/libvirt/libvirt-sock" "$@"; }
  for _ in $(seq 250); do virsh uri >/dev/null 2>&1 && break; sleep .02; done
  virsh pool-define-as default dir --target "$d/images" >/dev/null && virsh pool-start default >/dev/null || { tail -n 15 "$STATE/lab.log" | sed 's/^/log /'; echo failed; exit 1; }
done
echo ready
cat >/dev/null
