# wait.sh, to be sourced: waits that end when the thing happens or when nobody is left to make it happen, and never silently in vain.

# wait_for WHAT MAKER COMMAND..: until COMMAND succeeds. Fails, naming WHAT on standard error, when the process MAKER has ended (0: nobody
# to watch) or after LAB_PATIENCE seconds.
wait_for() {
  local what=$1 maker=$2 patience=${LAB_PATIENCE:-180}
  local end=$((SECONDS + patience))
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ! runs "$maker"; then
      "$@" >/dev/null 2>&1 && return 0 # it may have done it last of all
      echo "waited in vain for $what: process $maker, which was to make it, has ended" >&2
      return 1
    fi
    if [ $SECONDS -ge $end ]; then
      echo "waited $patience s in vain for $what" >&2
      return 1
    fi
    sleep .02
  done
}

# runs PID: it is there, and no zombie (whose program is gone)
runs() { [ "$1" = 0 ] || [ -e "/proc/$1/exe" ]; }
gone() { ! runs "$1"; }
