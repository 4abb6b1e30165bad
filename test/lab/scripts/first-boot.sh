# Sourced by the guest's /etc/rc: does at the first boot what a NoCloud seed says, as cloud-init would, for the few words that tests use:
# meta-data local-hostname; user-data hostname, users with name and hashed_passwd or ssh_authorized_keys; network-config (version 2) with
# cards found by their MAC address, addresses and routes. It reads the files; nothing here is shared with what wrote them.
cd=
for _ in 1 2 3 4 5 6 7 8 9 10; do
  for d in /dev/sr*; do # the volume label: ECMA-119 8.4.7
    [ -b "$d" ] && [ "$(dd if="$d" bs=1 skip=32808 count=6 2>/dev/null)" = cidata ] && cd=$d
  done
  [ -n "$cd" ] && break
  sleep 1
done
mkdir -p /seed
if [ -n "$cd" ] && mount -t iso9660 -o ro "$cd" /seed; then
  plain() { sed "s/^[^:]*: *//; s/^[\"']//; s/[\"']\$//"; }
  hostname "$(grep '^hostname:' /seed/user-data | plain)"

  # name, password hash and keys of each user, a line each
  awk '
    /^[a-z]/ { inside = /^users:/ }
    !inside { next }
    /^ *- name:/ { print "user", $3; keys = 0 }
    /^ *hashed_passwd:/ { print "hash", $2 }
    /ssh_authorized_keys:/ { keys = 1; next }
    keys && /^ *- / { sub(/^ *- */, ""); print "key", $0 }
  ' /seed/user-data | tr -d "\"'" | while read -r what value; do
    case $what in
    user)
      user=$value
      id=$((1000 + $(wc -l </etc/passwd)))
      mkdir -p "/home/$user"
      echo "$user:x:$id:$id::/home/$user:/bin/sh" >>/etc/passwd
      echo "$user:x:$id:" >>/etc/group
      echo "$user:!:19000:0:99999:7:::" >>/etc/shadow
      chown "$id:$id" "/home/$user"
      ;;
    hash) sed -i "s|^$user:[^:]*:|$user:$value:|" /etc/shadow ;;
    key)
      mkdir -p "/home/$user/.ssh"
      echo "$value" >>"/home/$user/.ssh/authorized_keys"
      ;;
    esac
  done

  [ -f /seed/network-config ] && awk '
    /macaddress:/ { print "mac", $2 }
    /^ *addresses:/ { list = 1; next }
    list && /^ *- / { print "address", $2; next }
    { list = 0 }
    /via:/ { print "via", $NF }
  ' /seed/network-config | tr -d "\"'" | while read -r what value; do
    case $what in
    mac)
      card=$(grep -l "$value" /sys/class/net/*/address | cut -d/ -f5)
      ip link set "$card" up
      ;;
    address)
      ip addr add "$value" dev "$card"
      touch "/run/static-$card"
      ;;
    via) ip route add default via "$value" dev "$card" ;;
    esac
  done
  umount /seed
  echo "FIRST BOOT $(hostname)" >/dev/ttyS0
else
  echo 'NO SEED' >/dev/ttyS0
fi
