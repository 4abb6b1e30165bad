#!/bin/bash
# build-images.sh OUT GUEST TOOLS INSTALLER
# Images that boot by themselves, from BIOS, made of the guest's kernel and RAM disks (GUEST: build/guest/build-guest.sh), with the tools
# of the unpacked packages TOOLS (mtools, syslinux, syslinux-common, isolinux, genisoimage, libmagic1):
#   OUT/login.img        a raw disk: the tiny guest, to its login on the serial port
#   OUT/cloud.qcow2      a cloud image: at its first boot it looks for a CD labelled "cidata" and does what is written there (first-boot.sh)
#   OUT/installer.iso    Debian's installer in text mode, of the unpacked package INSTALLER (debian-installer-12-netboot-amd64)
set -eu
OUT=$1 GUEST=$2 TOOLS=$3 INSTALLER=$4
HERE=$(cd "$(dirname "$0")" && pwd)
export PATH=$TOOLS/usr/bin:$PATH MTOOLS_SKIP_CHECK=1
export LD_LIBRARY_PATH=$TOOLS/usr/lib/x86_64-linux-gnu${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
BIOS=$TOOLS/usr/lib/syslinux
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
mkdir -p "$OUT"

# config KERNEL INITRD WORDS: what SYSLINUX and ISOLINUX start at once
config() {
  printf 'DEFAULT x\nPROMPT 0\nTIMEOUT 1\nLABEL x\n KERNEL %s\n INITRD %s\n APPEND %s\n' "$1" "$2" "$3"
}

# disk FILE INITRD WORDS: a FAT file system with SYSLINUX and the guest in the first partition
disk() {
  local fat=$WORK/fat
  rm -f "$fat"
  truncate -s 30M "$fat"
  mformat -i "$fat" -v GUEST ::
  mcopy -i "$fat" "$GUEST/vmlinuz" ::/vmlinuz
  mcopy -i "$fat" "$2" ::/initrd.gz
  config /vmlinuz /initrd.gz "$3" >"$WORK/syslinux.cfg"
  mcopy -i "$fat" "$WORK/syslinux.cfg" ::/syslinux.cfg
  syslinux --install "$fat"
  rm -f "$1"
  truncate -s 31M "$1"
  dd if="$BIOS/mbr/mbr.bin" of="$1" bs=440 count=1 conv=notrunc status=none
  # One active partition of type 0e from sector 2048 on, 61440 sectors long, and the signature.
  printf '\200\0\0\0\016\0\0\0\0\010\0\0\0\360\0\0' | dd of="$1" bs=1 seek=446 conv=notrunc status=none
  printf '\125\252' | dd of="$1" bs=1 seek=510 conv=notrunc status=none
  dd if="$fat" of="$1" bs=1M seek=1 conv=notrunc,sparse status=none
}

words='console=tty0 console=ttyS0 quiet tsc=reliable no_timer_check'
disk "$OUT/login.img" "$GUEST/initrd-tiny.gz" "$words guestname=imported"

# The guest's own start, with the first boot put before its network; cards that it gave an address to ask nobody for one.
root=$WORK/root
mkdir -p "$root/etc"
zcat "$GUEST/initrd-cloud.gz" | (cd "$WORK" && cpio --quiet -i --to-stdout etc/rc 2>/dev/null) |
  sed 's|^ip link set lo up|&\n. /etc/first-boot.sh|; s/\[ $n = lo \]/[ $n = lo -o -e \/run\/static-$n ]/' >"$root/etc/rc"
grep -q first-boot "$root/etc/rc"
grep -q /run/static "$root/etc/rc"
cp "$HERE/first-boot.sh" "$root/etc/"
chmod 755 "$root/etc/rc"
(cd "$root" && find . | cpio -o -H newc --quiet -R 0:0 | gzip -1) >"$WORK/first-boot.gz"
cat "$GUEST/initrd-cloud.gz" "$WORK/first-boot.gz" >"$WORK/initrd-cloud.gz"
disk "$WORK/cloud.img" "$WORK/initrd-cloud.gz" "$words guestname=image"
qemu-img convert -c -O qcow2 "$WORK/cloud.img" "$OUT/cloud.qcow2"

# Laid out and labelled as Debian's own network installer is.
iso=$WORK/iso
text=$INSTALLER/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64
mkdir -p "$iso"/isolinux "$iso"/install.amd
ln "$text/linux" "$iso/install.amd/vmlinuz" 2>/dev/null || cp "$text/linux" "$iso/install.amd/vmlinuz"
ln "$text/initrd.gz" "$iso/install.amd/initrd.gz" 2>/dev/null || cp "$text/initrd.gz" "$iso/install.amd/initrd.gz"
cp "$TOOLS/usr/lib/ISOLINUX/isolinux.bin" "$BIOS/modules/bios/ldlinux.c32" "$iso/isolinux/"
config /install.amd/vmlinuz /install.amd/initrd.gz 'vga=normal fb=false tsc=reliable --- quiet' >"$iso/isolinux/isolinux.cfg"
genisoimage -quiet -J -r -V 'Debian 12.0.0 amd64 n' -o "$OUT/installer.iso" -b isolinux/isolinux.bin -c isolinux/boot.cat \
  -no-emul-boot -boot-load-size 4 -boot-info-table "$iso"
