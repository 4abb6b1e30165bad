#!/bin/bash
# run.sh STATE HOSTS
# Keeps a lab running for as long as standard input stays open, then removes every trace of it. Standard input is the
# lifeline: it ends when its owner ends it or dies, however it dies. Says on standard output, a word list per line:
#   client PID | host NAME PID | forward NAME ssh|tcp|tls PORT | ready | log LINE | failed
set -u
STATE=$1 HOSTS=$2
HERE=$(cd "$(dirname "$0")" && pwd)
export LAB_ID=${STATE##*/}
UNSHARE=
. "$HERE/wait.sh"
. "$HERE/remove.sh"
hold "$STATE"
cp "$HERE/wait.sh" "$STATE/" # the hosts may not see the working tree

remove() {
  trap - EXIT
  exec 2>/dev/null # the shell would tell of every job it ends
  [ -n "$UNSHARE" ] && kill -KILL "$UNSHARE" 2>/dev/null
  kill $(jobs -p) 2>/dev/null
  wait 2>/dev/null
  remove_cgroups "$LAB_ID"
  if [ -n "${LAB_KEEP:-}" ]; then rm -f "$STATE/lock"; else remove_state "$STATE"; fi # without its lock the next lab lets it be
}
trap remove EXIT
trap 'exit 143' TERM HUP
fail() { # FILE: the last words in it are why
  tail -n 15 "$1" | sed 's/^/log /'
  echo failed
  exit 1
}
sweep "$(dirname "$STATE")"

setpriv --pdeathsig KILL unshare "${user[@]}" --net --mount --pid --fork --kill-child --uts --ipc --cgroup \
  "$HERE/client-init.sh" "$STATE" "$HOSTS" </dev/null >>"$STATE/lab.log" 2>&1 &
UNSHARE=$!

LAB_PATIENCE=600 wait_for 'the hosts' "$UNSHARE" [ -e "$STATE/ready" ] 2>>"$STATE/lab.log" || fail "$STATE/lab.log"

CLIENT=$(pgrep -P "$UNSHARE")
echo "client $CLIENT"
for i in $(seq "$HOSTS"); do
  outer=$(pgrep -P "$CLIENT" -f "host-init.sh $STATE h$i ")
  echo "host h$i $(pgrep -P "$outer")"
  for port in ssh tcp tls; do
    log=$STATE/h$i/forward-$port.log
    setpriv --pdeathsig KILL socat -d -d -t 10 "TCP-LISTEN:0,bind=127.0.0.1,fork,nodelay,backlog=128" \
      "UNIX-CONNECT:$STATE/h$i/$port.sock" </dev/null >/dev/null 2>"$log" &
    wait_for "the port for $port of h$i" $! grep -q 'listening on' "$log" 2>>"$log" || fail "$log"
    echo "forward h$i $port $(sed -n 's/.*listening on AF=2 127\.0\.0\.1:\([0-9]*\)$/\1/p' "$log" | head -1)"
  done
done
echo ready

while kill -0 "$UNSHARE" 2>/dev/null; do
  read -r -t 1 _
  code=$? # over 128: nothing said for a second; 1: the end
  [ $code -ne 0 ] && [ $code -le 128 ] && break
done
exit 0
