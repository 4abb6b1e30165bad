#!/bin/bash
# session.sh STATE HOSTS [USER [WORD..]]
# The lab without namespaces: session daemons, told apart by their directories. They are this user's, or USER's, which the words before a
# command make it. Runs while standard input stays open, then ends guests and daemons and removes the state.
# Says: host NAME PID | ready | log LINE | failed
set -u
STATE=$1 HOSTS=$2 OWNER=${3:-}
shift 2
[ -n "$OWNER" ] && shift
become=("$@")
PATH=$PATH:/usr/sbin
HERE=$(cd "$(dirname "$0")" && pwd)
. "$HERE/wait.sh"
. "$HERE/remove.sh"
hold "$STATE"
cp "$HERE/wait.sh" "$STATE/"
[ -n "$OWNER" ] && chmod 711 "$STATE" # it passes through, to what is its own

# Sets `host`: the words before a command that make it one of that host.
enter() {
  local d=$STATE/$1
  host=("${become[@]}" env HOME="$d/home" XDG_RUNTIME_DIR="$d/run" XDG_CONFIG_HOME="$d/home/.config" XDG_CACHE_HOME="$d/home/.cache"
    XDG_DATA_HOME="$d/home/.local/share")
}
remove() {
  trap - EXIT
  exec 2>/dev/null # the shell would tell of every job it ends
  end_guests "$STATE"
  kill -KILL $(jobs -p) && wait
  if [ -n "${LAB_KEEP:-}" ]; then rm -f "$STATE/lock"; else remove_state "$STATE"; fi # without its lock the next lab lets it be
}
trap remove EXIT
trap 'exit 143' TERM HUP
fail() {
  tail -n 15 "$STATE/lab.log" | sed 's/^/log /'
  echo failed
  exit 1
}
sweep "$(dirname "$STATE")"

for i in $(seq "$HOSTS"); do
  d=$STATE/h$i
  mkdir -p "$d"/{home/.config/libvirt,images,serial} && mkdir -m 700 -p "$d/run"
  printf 'host_uuid = "%s"\n' "$(cat /proc/sys/kernel/random/uuid)" >"$d/home/.config/libvirt/libvirtd.conf"
  printf 'stdio_handler = "file"\n' >"$d/home/.config/libvirt/qemu.conf"
  [ -n "$OWNER" ] && chown -R "$OWNER:$OWNER" "$d"
  enter "h$i"
  "${host[@]}" setpriv --pdeathsig KILL libvirtd -f "$d/home/.config/libvirt/libvirtd.conf" </dev/null >>"$STATE/lab.log" 2>&1 &
  echo "host h$i $!"
  virsh() { "${host[@]}" virsh -q -c "qemu+unix:///session?socket=$d/run/libvirt/libvirt-sock" "$@"; }
  wait_for "the session daemon h$i" $! virsh uri 2>>"$STATE/lab.log" || fail
  { virsh pool-define-as default dir --target "$d/images" && virsh pool-start default; } >/dev/null 2>>"$STATE/lab.log" || fail
done
echo ready
cat >/dev/null
