#!/bin/bash
# build-guest.sh DIRECTORY [FLAVOUR..]
# Builds guests for direct kernel boot (about 5 s each; all flavours by default):
#   DIRECTORY/vmlinuz and initrd-tiny.gz    virtio disk and NIC, login prompts on ttyS0 (ARM: ttyAMA0) and tty1, DHCP, ACPI shutdown
#   DIRECTORY/initrd-cloud.gz               the same and the QEMU guest agent, SCSI, CD-ROM, virtio console
# Kernel and tools come from the distribution's packages (apt), or, for the flavour tiny, are this machine's own.
# The account is root without a password. Names on standard error what cannot be had.
set -eu
PATH=$PATH:/usr/sbin:/sbin
OUT=$1
shift
FLAVOURS=${*:-tiny cloud}
mkdir -p "$OUT"
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
DEBS=$WORK/debs
mkdir -p "$DEBS"
chmod 755 "$WORK" "$DEBS"
sandbox=()
[ "$(id -u)" = 0 ] && sandbox=(-o APT::Sandbox::User=root)

# Reads the package lists anew, once and only as root: they may be missing, or older than the archive.
refreshed=
refresh() {
  [ -z "$refreshed" ] && [ "$(id -u)" = 0 ] || return 1
  refreshed=1
  local end=$((SECONDS + 300))
  echo 'reading the package lists (apt-get update)' >&2
  while :; do # the lists have a lock of their own, for which apt does not wait
    LC_ALL=C apt-get -o DPkg::Lock::Timeout=300 update -q >"$WORK/update.log" 2>&1 && return 0
    grep -q 'Could not get lock' "$WORK/update.log" && [ $SECONDS -lt $end ] || break
    sleep 1
  done
  grep '^[EW]:' "$WORK/update.log" >&2 || true
  return 0 # apt may have read some of them
}

# fetch DIRECTORY NAME..: unpacks the first of the named packages that exists (libraries change their names between releases)
fetch() {
  download "$@" || { refresh && download "$@"; } && return 0
  echo "cannot download the package $2 (apt-get download $2; are the package lists there? apt-get update)" >&2
  return 1
}

download() {
  local into=$1 name
  shift
  for name in "$@"; do
    (cd "$DEBS" && apt-get "${sandbox[@]}" download -q "$name" >/dev/null 2>&1) || continue
    dpkg-deb -x "$DEBS/$name"_*.deb "$into" && return 0
  done
  return 1
}

newest() { apt-cache depends "$1" 2>/dev/null | awk '/Depends: linux-image-/ {print $2; exit}'; }
newest_kernel() {
  local meta
  for meta in linux-image-cloud-amd64 linux-image-amd64 linux-image-virtual; do kernel=$(newest $meta) && [ -n "$kernel" ] && return 0; done
  return 1
}

# Sets vmlinuz, version, modules (a root folder with lib/modules, or nothing) and busybox, from packages.
from_packages() {
  local kernel=
  newest_kernel || { refresh && newest_kernel; } || { echo 'no kernel package: none of linux-image-cloud-amd64, linux-image-amd64, linux-image-virtual is known to apt' >&2; return 1; }
  fetch "$WORK/kernel" "$kernel" || return 1
  case $kernel in *-generic) fetch "$WORK/kernel" "${kernel/linux-image-/linux-modules-}" || return 1 ;; esac
  vmlinuz=$(echo "$WORK"/kernel/boot/vmlinuz-*)
  version=${vmlinuz##*/vmlinuz-}
  modules=$WORK/kernel
  [ -d "$modules/lib" ] || ln -s usr/lib "$modules/lib"
  depmod -b "$modules" "$version"
  fetch "$WORK/busybox" busybox-static || return 1
  busybox=$(find "$WORK/busybox" -path '*bin/busybox' -type f | head -1)
}

# The same from this machine: its running kernel, or its newest one, and a busybox that needs no libraries.
from_machine() {
  local candidate
  for candidate in "/boot/vmlinuz-$(uname -r)" "/usr/lib/modules/$(uname -r)/vmlinuz" /usr/lib/modules/*/vmlinuz /boot/vmlinuz-*; do
    [ -r "$candidate" ] && vmlinuz=$candidate && break
  done
  [ -n "${vmlinuz:-}" ] || { echo 'no readable kernel in /boot or /usr/lib/modules' >&2; return 1; }
  case $vmlinuz in */modules/*) version=$(basename "$(dirname "$vmlinuz")") ;; *) version=${vmlinuz##*/vmlinuz-} ;; esac
  modules=
  [ -d "/lib/modules/$version" ] && modules=/
  for candidate in $(command -v busybox busybox-static busybox.static); do
    ldd "$candidate" 2>&1 | grep -q 'not a dynamic\|statically' && busybox=$candidate && break
  done
  [ -n "${busybox:-}" ] || { echo 'no statically linked busybox (packages busybox-static or busybox)' >&2; return 1; }
}

if command -v apt-get >/dev/null && [ "$(dpkg --print-architecture)" = amd64 ]; then
  from_packages || { [ "$FLAVOURS" = tiny ] && from_machine; } || exit 1
else
  from_machine || exit 1
fi

# unpacked MODULE TO: copies a kernel module as busybox loads it on every distribution: not compressed (Debian 13, Fedora: xz; others: zstd)
unpacked() {
  local to=$2
  case $1 in
    *.xz) xz -dc "$1" >"${to%.xz}" 2>/dev/null && to=${to%.xz} || { rm -f "${to%.xz}"; cp "$1" "$to"; } ;;
    *.zst) zstd -dqc "$1" >"${to%.zst}" 2>/dev/null && to=${to%.zst} || { rm -f "${to%.zst}"; cp "$1" "$to"; } ;;
    *) cp "$1" "$to" ;;
  esac
  strip -g "$to" 2>/dev/null || true
}

# guest FLAVOUR MODULE..: packs initrd-FLAVOUR.gz
guest() {
  local flavour=$1 root=$WORK/root-$1
  shift
  mkdir -p "$root"/{bin,sbin,etc/acpi/PWRF,etc/qemu,proc,sys,dev,tmp,run,root,mnt,var/run,var/log,usr/bin,usr/sbin,usr/lib,lib/x86_64-linux-gnu}
  mkdir -p "$root/lib/modules/$version"
  ln -s lib "$root/lib64"
  cp "$busybox" "$root/bin/busybox"
  for applet in $("$busybox" --list); do [ "$applet" = busybox ] || ln -sf busybox "$root/bin/$applet"; done
  for applet in init halt poweroff reboot modprobe getty; do ln -sf ../bin/busybox "$root/sbin/$applet"; done
  ln -s bin/busybox "$root/init"

  [ -z "$modules" ] || for m in "$@"; do modprobe -d "$modules" -S "$version" --show-depends "$m" 2>/dev/null | awk '/^insmod/ {print $2}'; done | sort -u |
    while read -r file; do
      to=$root/lib/modules/$version/${file##*/lib/modules/"$version"/}
      mkdir -p "$(dirname "$to")"
      unpacked "$file" "$to"
    done
  cp "$modules/lib/modules/$version"/modules.{order,builtin} "$root/lib/modules/$version/" 2>/dev/null || true
  depmod -b "$root" "$version" 2>/dev/null
  echo "$*" >"$root/etc/modules"

  echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
  echo 'root::19000:0:99999:7:::' >"$root/etc/shadow"
  printf 'NAME="Tiny Linux"\nPRETTY_NAME="Tiny Linux (busybox)"\nID=tiny\nVERSION_ID="1"\nVERSION="1"\n' >"$root/etc/os-release"
  printf '\nTiny Linux: the account is root, without a password.\n\n' >"$root/etc/issue"
  cat >"$root/etc/inittab" <<'I'
::sysinit:/etc/rc
ttyS0::respawn:/sbin/getty -L 115200 ttyS0 vt100
tty1::respawn:/sbin/getty 38400 tty1 linux
::ctrlaltdel:/sbin/reboot
::shutdown:/etc/rc.down
I
  [ "$(uname -m)" != aarch64 ] || sed -i 's/ttyS0/ttyAMA0/g' "$root/etc/inittab"
  cat >"$root/etc/rc" <<'I'
#!/bin/sh
export PATH=/bin:/sbin:/usr/bin:/usr/sbin
mount -t proc p /proc; mount -t sysfs s /sys; mount -t devtmpfs d /dev
mkdir -p /dev/pts /dev/shm; mount -t devpts -o mode=620,ptmxmode=666 d /dev/pts; mount -t tmpfs t /run
for m in $(cat /etc/modules); do modprobe $m 2>/dev/null; done
name=$(sed -n 's/.*guestname=\([^ ]*\).*/\1/p' /proc/cmdline); hostname ${name:-tiny}
ip link set lo up
for p in /sys/class/virtio-ports/*; do
  [ -e $p/name ] && { mkdir -p /dev/virtio-ports; ln -sf ../$(basename $p) /dev/virtio-ports/$(cat $p/name); }
done
for n in /sys/class/net/*; do n=${n##*/}
  [ $n = lo ] || { ip link set $n up; udhcpc -i $n -b -t 20 -T 1 -A 3 -S -x hostname:$(hostname) -s /etc/udhcpc.sh >/dev/null 2>&1 & }
done
acpid -c /etc/acpi -l /var/log/acpid.log 2>/dev/null
a=/dev/virtio-ports/org.qemu.guest_agent.0
[ -e $a -a -x /usr/sbin/qemu-ga ] && qemu-ga -d -m virtio-serial -p $a -t /run -f /run/qga.pid -l /var/log/qga.log -F/etc/qemu/fsfreeze-hook
for d in vda1 vda sda1 sda; do [ -b /dev/$d ] && mount /dev/$d /mnt 2>/dev/null && break; done
echo "GUEST READY $(hostname) $(uname -r) up $(cut -d' ' -f1 /proc/uptime)" >/dev/ttyS0
I
  printf '#!/bin/sh\nkillall udhcpc qemu-ga 2>/dev/null\numount /mnt 2>/dev/null\nsync\n' >"$root/etc/rc.down"
  cat >"$root/etc/udhcpc.sh" <<'I'
#!/bin/sh
case $1 in
deconfig) ip addr flush dev $interface; ip link set $interface up ;;
bound|renew)
  ip addr flush dev $interface; ip addr add $ip/${mask:-24} dev $interface
  [ -n "$router" ] && ip route replace default via ${router%% *} dev $interface
  : >/etc/resolv.conf; for d in $dns; do echo nameserver $d >>/etc/resolv.conf; done ;;
esac
I
  printf '#!/bin/sh\n/sbin/poweroff\n' >"$root/etc/acpi/PWRF/00000080"
  printf '#!/bin/sh\necho "$(date) $1" >>/var/log/fsfreeze.log\n' >"$root/etc/qemu/fsfreeze-hook"
  # The agent's guest-set-user-password runs "chpasswd", with -e where the password is already crypted.
  cat >"$root/usr/sbin/chpasswd" <<'I'
#!/bin/sh
IFS=: read u p; [ "$1" = -e ] || p=$(mkpasswd -m sha512 "$p")
grep -q "^$u:" /etc/shadow || exit 1
awk -F: -v OFS=: -v u="$u" -v p="$p" '$1==u{$2=p}{print}' /etc/shadow >/etc/shadow.n && mv /etc/shadow.n /etc/shadow
I
  chmod +x "$root"/etc/{rc,rc.down,udhcpc.sh,acpi/PWRF/00000080,qemu/fsfreeze-hook} "$root/usr/sbin/chpasswd"
  [ "$flavour" = cloud ] && agent "$root"
  (cd "$root" && find . | cpio -o -H newc --quiet -R 0:0 | gzip -1) >"$OUT/initrd-$flavour.gz.new"
  mv "$OUT/initrd-$flavour.gz.new" "$OUT/initrd-$flavour.gz"
}

agent() {
  local root=$1 so file
  fetch "$WORK/agent" qemu-guest-agent
  for names in 'libglib2.0-0 libglib2.0-0t64' libnuma1 'libudev1' 'liburing2' libc6 'libpcre2-8-0' ; do fetch "$WORK/agent" $names; done
  cp "$WORK/agent/usr/sbin/qemu-ga" "$root/usr/sbin/"
  for so in libglib-2.0.so.0 libgmodule-2.0.so.0 libnuma.so.1 libudev.so.1 liburing.so.2 libpcre2-8.so.0 libc.so.6 libm.so.6 libdl.so.2 \
    libpthread.so.0 libcap.so.2 ld-linux-x86-64.so.2; do
    file=$(find "$WORK/agent" -name "$so" | head -1)
    [ -n "$file" ] && cp -L "$file" "$root/lib/x86_64-linux-gnu/"
  done
  ln -s x86_64-linux-gnu/ld-linux-x86-64.so.2 "$root/lib/ld-linux-x86-64.so.2"
}

wants() { case " $FLAVOURS " in *" $1 "*) ;; *) return 1 ;; esac; }
cp "$vmlinuz" "$OUT/vmlinuz"
wants tiny && guest tiny virtio_pci virtio_blk virtio_net virtio_balloon evdev button
wants cloud && guest cloud virtio_pci virtio_blk virtio_net virtio_scsi sd_mod sr_mod virtio_console virtio_balloon virtio-rng virtio_mem evdev button ata_piix isofs \
  pvpanic-pci
exit 0
