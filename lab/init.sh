#!/bin/sh
# The first process of a guest, in its initial file system: finds the disks, then lets busybox's init start an agent for each slot.
export PATH=/bin:/sbin:/usr/bin:/usr/sbin
/bin/busybox --install -s /bin
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sysfs /sys
while read -r module; do insmod "/modules/$module"; done < /modules/order

# Which disk gets which letter depends on the kernel; a disk's serial number is what the lab calls it.
disk() {
  for block in /sys/block/vd*; do
    [ "$(cat "$block/serial" 2>/dev/null)" = "$1" ] && echo "/dev/${block##*/}" && return
  done
}

# A device may come up a moment after its driver.
tries=0
until [ -n "$(disk root)" ] || [ $tries = 100 ]; do
  sleep 0.05
  tries=$((tries + 1))
done
if ! mount -t ext4 -o ro "$(disk root)" /root; then
  echo "LAB: the root disk cannot be mounted"
  poweroff -f
fi
[ -n "$(disk modules)" ] && mount -t ext4 -o ro "$(disk modules)" /root/usr/lib/modules

# Without limits, two of these that are full take all the memory there is.
mount -t tmpfs -o mode=755,size=64m run /root/run
mkdir /root/run/lab
cp /agent.sh /root/run/lab/agent.sh
# These two are mounted when a guest is taken into use: a state that was saved before goes on with tools of another day, and an empty scratch disk.
disk tools > /root/run/lab/tools
disk scratch > /root/run/lab/scratch
mount -t tmpfs -o mode=755 etc /etc
cp -a /root/etc/. /etc
for slot in s0 s1 s2 s3; do echo "::respawn:/bin/sh /run/lab/agent.sh $slot"; done > /etc/inittab
mount --move /etc /root/etc
mount --move /dev /root/dev
mount --move /proc /root/proc
mount --move /sys /root/sys

cd /root
mkdir -p dev/shm dev/pts
mount -t tmpfs -o mode=1777,size=256m tmp tmp
# Until the scratch disk is mounted there: bpftrace is run before that, and 0.27 writes files where TMPDIR says.
mount -t tmpfs -o mode=1777,size=64m scratch scratch
mount -t tmpfs -o size=64m shm dev/shm
mount -t devpts pts dev/pts
mount -t tracefs tracefs sys/kernel/tracing
mount -t debugfs debugfs sys/kernel/debug
mount -t bpf bpf sys/fs/bpf
mount -t cgroup2 cgroup sys/fs/cgroup
[ -e dev/fd ] || ln -s /proc/self/fd dev/fd
ip link set lo up
hostname guest
exec switch_root /root /bin/busybox init
