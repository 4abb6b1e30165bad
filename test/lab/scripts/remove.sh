# remove.sh, to be sourced: how a lab's traces are removed, by the lab itself or, where it was killed, by the next one.
# A running lab holds the lock of STATE/lock, with its script and all that it starts outside of daemons; a lock that is free has no lab.

user=() asRoot=()
[ "$(id -u)" = 0 ] || { user=(--user --map-root-user --map-auto); asRoot=(unshare "${user[@]}"); }

# hold STATE: takes the lock for as long as this process and its children live. The file appears locked, so that nobody takes it for a dead lab's.
hold() {
  exec 9>"$1/lock.new"
  flock 9
  mv "$1/lock.new" "$1/lock"
}

# remove_cgroups ID
remove_cgroups() {
  local root end
  for root in /sys/fs/cgroup /sys/fs/cgroup/*; do
    [ -d "$root/$1" ] || continue
    end=$((SECONDS + 60))
    while [ -d "$root/$1" ] && [ $SECONDS -lt $end ]; do # the kernel empties a cgroup a moment after its last process is gone
      find "$root/$1" -depth -type d -exec rmdir {} + 2>/dev/null
      [ -d "$root/$1" ] && sleep .05
    done
    [ -d "$root/$1" ] && echo "the cgroup $root/$1 could not be removed: it has processes" >&2
  done
}

# remove_state STATE: in a user namespace the accounts' files belong to other users of its range. Session daemons' are this user's alone.
remove_state() { "${asRoot[@]}" rm -rf --one-file-system "$1" 2>/dev/null || rm -rf --one-file-system "$1"; }

# end_guests STATE: QEMUs of session daemons, which are in no namespace that would end with the lab
end_guests() {
  local pidfile pid
  for pidfile in "$1"/h*/run/libvirt/qemu/run/*.pid "$1"/h*/run/libvirt/libvirtd.pid "$1"/h*/libvirtd.pid; do
    [ -e "$pidfile" ] || continue
    pid=$(cat "$pidfile")
    # Only who has this lab's directory in its words: the number may be another process's by now.
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$1" && kill -KILL "$pid" 2>/dev/null
  done
}

# sweep FOLDER: removes this user's labs in FOLDER whose processes are surely dead
sweep() {
  local lock state
  for lock in "$1"/lab-*/lock; do
    state=${lock%/lock}
    [ -f "$lock" ] && [ -O "$state" ] && [ ! -L "$state" ] || continue
    (
      exec 9>&- 8<"$lock" || exit
      flock -n 8 || exit
      end_guests "$state"
      remove_cgroups "${state##*/}"
      remove_state "$state"
    ) 2>/dev/null
  done
}
