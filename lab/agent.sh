#!/bin/sh
# agent.sh SLOT: runs the shell scripts that the host sends, one after the other. A slot is three virtio-serial ports: SLOT, SLOT.out and SLOT.err.
#
#   host:  LENGTH MARK\n, then LENGTH bytes of script
#   guest: on SLOT "READY\n" once; then for each script
#          MARK\n on .out and .err, what the script prints there, MARK\n on both once more; on SLOT "PID N\n" and "EXIT STATUS\n"
#
# The mark is the host's choice: what a script prints may hold anything but that. A script has SLOT's port as descriptor 3, to tell its process id on.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TMPDIR=/scratch LC_ALL=C
job="/run/lab/$1"

port() {
  for place in /sys/class/virtio-ports/*; do
    [ "$(cat "$place/name")" = "$1" ] && echo "/dev/${place##*/}" && return
  done
}

exec 3<>"$(port "$1")" 4>"$(port "$1.out")" 5>"$(port "$1.err")" </dev/null
# Of an agent that has started over, a script having killed the one that ran it: the host need not wait for that one's end.
echo READY >&3
while :; do
  # The host may hang up, as it does between a guest whose state is saved and one that goes on from there.
  read -r length mark <&3 || { sleep 0.05; continue; }
  dd bs=65536 count="$length" iflag=fullblock,count_bytes of="$job" 2>/dev/null <&3
  echo "$mark" >&4
  echo "$mark" >&5
  setsid sh "$job" >&4 2>&5 4>&- 5>&-
  status=$?
  echo "$mark" >&4
  echo "$mark" >&5
  echo "EXIT $status" >&3
done
