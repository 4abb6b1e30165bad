#!/bin/bash
# kvm-or-emulation.sh EMULATOR x86_64|aarch64 KERNEL RAM-DISK KERNEL-ARGUMENTS
# Boots the guest with KVM and with emulation side by side, without libvirt, and prints "kvm", or "emulation" and why not KVM.
# A /dev/kvm may be there and of no use: QEMU cannot open it, or can, and the guest never comes up (as on some nested machines).
# How long a guest may take is no sign of that, since the machine may be busy; that emulation, beside it, is faster is one.
set -u
emulator=$1 arch=$2 kernel=$3 initrd=$4 arguments=$5
work=$(mktemp -d)
guests=()
# Not waited for: a QEMU that hangs in the kernel would keep this script, too.
trap 'kill -KILL "${guests[@]}" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

# boot ACCELERATOR WORDS..: as libvirt would, but for the devices
boot() {
  local accelerator=$1 machine=q35
  shift
  [ "$arch" = aarch64 ] && machine=virt
  "$emulator" -accel "$accelerator" -machine "$machine" "$@" -m 128 -display none -nodefaults -no-user-config -no-reboot \
    -serial "file:$work/$accelerator.log" -kernel "$kernel" -initrd "$initrd" -append "$arguments panic=-1" \
    </dev/null >/dev/null 2>"$work/$accelerator.words" &
  guests+=($!)
}
prompts() { grep -q 'login: ' "$work/$1.log" 2>/dev/null; }
last_words() { tail -n 1 "$work/$1.words" | sed 's/^[^:]*: //'; }

if [ "$arch" = aarch64 ]; then kvm=(-cpu host) tcg=(-cpu max); else kvm=() tcg=(); fi
boot kvm "${kvm[@]}"
boot tcg "${tcg[@]}"
while :; do
  prompts kvm && { echo kvm; exit; }
  kill -0 "${guests[0]}" 2>/dev/null || { echo "emulation $(last_words kvm)"; exit; }
  prompts tcg && { echo 'emulation a guest comes up sooner without it'; exit; }
  # Emulated time is not what a kernel expects when the machine is busy: one that panicked says nothing of KVM.
  kill -0 "${guests[-1]}" 2>/dev/null || {
    [ "${#guests[@]}" -lt 8 ] || { echo 'emulation no guest came up, with it or without it'; exit; }
    boot tcg "${tcg[@]}"
  }
  sleep .1
done
