#!/bin/bash
# host-init.sh STATE NAME INDEX HOSTS
# First process of one host: private /run, /etc/libvirt, /var/{lib,cache,log}/libvirt, /dev, users, sshd, host name, UUID.
set -u
STATE=$1 NAME=$2 INDEX=$3 HOSTS=$4
D=$STATE/$NAME
. "$STATE/wait.sh"
mount --make-rprivate /
mount -t proc proc /proc
hostname "$NAME"
mkdir -p "$D"

# --- packages that the machine doesn't have: over its /usr, for this host alone
if [ -n "${LAB_PACKAGES:-}" ]; then
  mount -t overlay overlay -o "lowerdir=$LAB_PACKAGES/usr:/usr" /usr || echo 'an overlay with packages' >>"$D/missing"
  mount -t tmpfs -o mode=755 log /var/log && mkdir -p /var/log/libvirt # swtpm's logs have a place of their own in it
fi

# --- cgroups as this host sees them: its own one is the root. Without a fresh sysfs libvirt can't make a v1 controller.
controllers=$(awk '$3=="cgroup" && $2~/^\/sys\/fs\/cgroup/ {n=$2; sub(/.*\//, "", n); print n}' /proc/self/mounts | sort -u)
noCgroups=
umount -R /sys/fs/cgroup 2>/dev/null
mount -t sysfs sysfs /sys 2>/dev/null
if [ -n "$controllers" ] && mount -t tmpfs cgroup /sys/fs/cgroup 2>/dev/null; then
  for c in $controllers; do
    option=$c
    [ "$c" = systemd ] && option=none,name=systemd
    mkdir -p "/sys/fs/cgroup/$c"
    mount -t cgroup -o "$option" cgroup "/sys/fs/cgroup/$c" 2>/dev/null || { rmdir "/sys/fs/cgroup/$c"; noCgroups=1; }
  done
else
  mount -t cgroup2 cgroup2 /sys/fs/cgroup 2>/dev/null || noCgroups=1
fi

# --- private trees
mkdir -p "$D"/{etc-libvirt,var-lib/{images,boot,dnsmasq,network,qemu},var-cache,var-log/qemu,run,root/.ssh,home,ssh,serial}
mount --bind "$D/run" /run
mkdir -p /run/libvirt /run/sshd /run/lock
mount --bind "$D/etc-libvirt" /etc/libvirt
mount --bind "$D/var-lib" /var/lib/libvirt
mount --bind "$D/var-cache" /var/cache/libvirt
mount --bind "$D/var-log" /var/log/libvirt

# --- private /dev WITHOUT kvm: capabilities then offer type='qemu' only, so that guests run the same on every machine.
# (A file mounted over /dev/kvm won't do: access() succeeds for root, so libvirt takes its cached "no KVM" for outdated
# and asks QEMU again at every start of a domain, 6 s each.)
mkdir -p "$D/dev"
mount -t tmpfs -o mode=755,size=64k dev "$D/dev"
mkdir "$D"/dev/{pts,shm,net}
for n in null zero full random urandom tty net/tun fuse loop-control loop0 loop1 loop2 loop3 loop4 loop5 loop6 loop7; do
  [ -c "/dev/$n" ] || [ -b "/dev/$n" ] || continue
  kind=$([ -b "/dev/$n" ] && echo b || echo c)
  # Own nodes, so that nothing in the host changes the machine's; an ordinary user may only bind.
  # shellcheck disable=SC2046
  mknod -m "$(stat -c %a "/dev/$n")" "$D/dev/$n" $kind $(stat -c '0x%t 0x%T' "/dev/$n") 2>/dev/null ||
    { : >"$D/dev/$n" && mount --bind "/dev/$n" "$D/dev/$n"; }
done
mount -t devpts -o newinstance,mode=620,ptmxmode=666 devpts "$D/dev/pts"
mount -t tmpfs -o mode=1777 shm "$D/dev/shm"
ln -s pts/ptmx "$D/dev/ptmx"
ln -s /proc/self/fd "$D/dev/fd"
ln -s /proc/self/fd/0 "$D/dev/stdin"
ln -s /proc/self/fd/1 "$D/dev/stdout"
ln -s /proc/self/fd/2 "$D/dev/stderr"
mount --move "$D/dev" /dev

# --- accounts (the passwords are lab-NAME): root by key; alice by key or password, in group libvirt; bob by
# keyboard-interactive only, not in libvirt; jump for ProxyJump only
cp /etc/passwd /etc/group "$D/"
awk -F: '{print $1":*:19000:0:99999:7:::"}' /etc/passwd >"$D/shadow"
uid=2100
for u in alice bob jump; do
  uid=$((uid + 1))
  echo "$u:x:$uid:$uid::/home/$u:/bin/bash" >>"$D/passwd"
  echo "$u:x:$uid:" >>"$D/group"
  echo "$u:$(openssl passwd -6 -salt lab "lab-$u"):19000:0:99999:7:::" >>"$D/shadow"
done
grep -q '^libvirt:' "$D/group" || echo 'libvirt:x:998:' >>"$D/group"
sed -i 's/^libvirt:\([^:]*\):\([^:]*\):.*$/libvirt:\1:\2:alice/' "$D/group"
chmod 644 "$D/passwd" "$D/group"
chmod 640 "$D/shadow"
for f in passwd shadow group; do mount --bind "$D/$f" "/etc/$f"; done
mount --bind "$D/root" /root
mount --bind "$D/home" /home # the state directory is closed to them: their keys and files must be reachable without it
for u in alice bob jump; do
  mkdir -p "$D/home/$u/.ssh"
  cp "$STATE/id_ed25519.pub" "$D/home/$u/.ssh/authorized_keys"
  chown -R "$u:$u" "$D/home/$u"
  chmod 700 "$D/home/$u/.ssh"
done
cp "$STATE/id_ed25519" /root/.ssh/
cp "$STATE/id_ed25519.pub" /root/.ssh/authorized_keys
printf 'Host *\n StrictHostKeyChecking no\n UserKnownHostsFile /dev/null\n LogLevel ERROR\n' >/root/.ssh/config
if [ -n "${LAB_PACKAGES:-}" ]; then # what they have in /etc is looked for there too
  mkdir -p /root/.config
  cp "$LAB_PACKAGES"/etc/* /root/.config/ 2>/dev/null
  sed -i 's|/etc/swtpm|/root/.config/swtpm|; s|/var/lib/swtpm|/root/.config/state-swtpm|' /root/.config/swtpm* 2>/dev/null
fi
chmod 700 /root /root/.ssh
chmod 600 /root/.ssh/*

# --- network
ip link set lo up
wait_for "the link of $NAME" 0 ip link show "p$INDEX" || exit 1 # its maker is the client: without it there is no host either
ip link set "p$INDEX" address "02:77:00:00:00:1$INDEX" name eth0
ip link set eth0 up
ip addr add "10.77.0.1$INDEX/24" dev eth0
ip route add default via 10.77.0.1

# --- sshd
for t in ed25519 ecdsa rsa; do
  ssh-keygen -q -t $t $([ $t = rsa ] && echo -b 2048) -N '' -C "$NAME" -f "$D/ssh/ssh_host_${t}_key"
done
cat >"$D/ssh/sshd_config" <<E
Port 22
HostKey $D/ssh/ssh_host_ed25519_key
HostKey $D/ssh/ssh_host_ecdsa_key
HostKey $D/ssh/ssh_host_rsa_key
PidFile /run/sshd.pid
UsePAM yes
PermitRootLogin prohibit-password
PubkeyAuthentication yes
PasswordAuthentication yes
KbdInteractiveAuthentication yes
AllowTcpForwarding yes
AllowStreamLocalForwarding yes
StrictModes no
UseDNS no
MaxSessions 64
MaxStartups 100:30:200
Subsystem sftp internal-sftp
Match User bob
  PasswordAuthentication no
  PubkeyAuthentication no
  AuthenticationMethods keyboard-interactive
Match User jump
  PermitTTY no
  X11Forwarding no
  AllowStreamLocalForwarding no
  PermitOpen $(for i in $(seq "$HOSTS"); do printf '10.77.0.1%s:22 ' "$i"; done)
  ForceCommand /bin/false
E

# --- libvirtd, with certificate
openssl ecparam -name prime256v1 -genkey -noout -out "$D/etc-libvirt/serverkey.pem"
openssl req -new -key "$D/etc-libvirt/serverkey.pem" -subj "/CN=$NAME" |
  openssl x509 -req -CA "$STATE/pki/cacert.pem" -CAkey "$STATE/pki/cakey.pem" -set_serial "$((INDEX + 100))" -days 30 \
    -out "$D/etc-libvirt/servercert.pem" -extfile <(
      printf 'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth\n'
      printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1,IP:10.77.0.1%s\n' "$NAME" "$INDEX"
    ) 2>/dev/null
cat >"$D/etc-libvirt/libvirtd.conf" <<E
host_uuid = "$(sed "s/.$/$INDEX/" "$STATE/uuid")"
unix_sock_group = "libvirt"
unix_sock_rw_perms = "0770"
auth_unix_ro = "none"
auth_unix_rw = "none"
log_filters = "3:remote 4:event 3:json 3:rpc"
log_outputs = "3:file:/var/log/libvirt/libvirtd.log"
listen_tls = 1
listen_tcp = 1
auth_tcp = "none"
auth_tls = "none"
key_file = "/etc/libvirt/serverkey.pem"
cert_file = "/etc/libvirt/servercert.pem"
ca_file = "$STATE/pki/cacert.pem"
listen_addr = "10.77.0.1$INDEX"
max_clients = 500
max_client_requests = 20
E
# No virtlogd (stdio_handler), no mount namespaces per guest, no ownership records in shared images.
cat >"$D/etc-libvirt/qemu.conf" <<E
user = "root"
group = "root"
swtpm_user = "root"
swtpm_group = "root"
security_driver = "none"
remember_owner = 0
stdio_handler = "file"
namespaces = []
vnc_listen = "127.0.0.1"
max_core = 0
E
[ -n "$noCgroups" ] && echo 'cgroup_controllers = []' >>"$D/etc-libvirt/qemu.conf"
mkdir -p /etc/libvirt/{qemu,nwfilter,storage,secrets}
cp -n /usr/share/libvirt/nwfilter/*.xml /etc/libvirt/nwfilter/ 2>/dev/null

/usr/sbin/sshd -f "$D/ssh/sshd_config" || exit 1
/usr/sbin/libvirtd -d -l -p /run/libvirtd.pid || exit 1
virsh() { command virsh -q -c qemu:///system "$@"; }
wait_for "libvirtd of $NAME" "$(cat /run/libvirtd.pid)" virsh uri || {
  tail -n 10 /var/log/libvirt/libvirtd.log >&2
  exit 1
}

# --- default network (dnsmasq's ping before each new lease costs 3 s: off) and default pool
cat >"$D/default-network.xml" <<'E'
<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'>
  <name>default</name>
  <forward mode='nat'/>
  <bridge name='virbr0' stp='on' delay='0'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'>
    <dhcp><range start='192.168.122.2' end='192.168.122.254'/></dhcp>
  </ip>
  <dnsmasq:options><dnsmasq:option value='no-ping'/></dnsmasq:options>
</network>
E
virsh net-define "$D/default-network.xml" && virsh net-autostart default && virsh net-start default ||
  echo 'default network' >>"$D/missing"
virsh pool-define-as default dir --target /var/lib/libvirt/images && virsh pool-autostart default && virsh pool-start default ||
  echo 'default storage pool' >>"$D/missing"
touch "$D/ready"
# As systemd would (Restart=on-failure): a libvirtd that crashed has left its PID file, one that was stopped has not.
while sleep 1 & wait $!; do
  pid=$(cat /run/libvirtd.pid 2>/dev/null) && [ -n "$pid" ] && ! runs "$pid" || continue
  date '+%T' >>"$D/crashes"
  /usr/sbin/libvirtd -d -l -p /run/libvirtd.pid
done
