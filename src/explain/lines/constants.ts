/** What numbers in a program stand for, where it is known what they are compared with: "the protocol is TCP" for `== 6`. */
import { constants as system } from 'node:os';
import { lookup } from '../../core/lookup.ts';
import { TCP_STATES } from '../../core/names.ts';
import type { ConstantKind } from './fields.ts';
import { type Both, pick, type Tongue } from './tongue.ts';

const PROTOCOL: Readonly<Record<string, Both>> = {
  1: ['ICMP', 'ICMP'],
  6: ['TCP', 'TCP'],
  17: ['UDP', 'UDP'],
  58: ['ICMPv6', 'ICMPv6'],
  132: ['SCTP', 'SCTP'],
};
const FAMILY: Readonly<Record<string, Both>> = {
  1: ['local, AF_UNIX', '本地,AF_UNIX'],
  2: ['IPv4, AF_INET', 'IPv4,AF_INET'],
  10: ['IPv6, AF_INET6', 'IPv6,AF_INET6'],
  16: ['netlink, AF_NETLINK', 'netlink,AF_NETLINK'],
  17: ['raw packets, AF_PACKET', '原始数据包,AF_PACKET'],
};
const SOCKET_TYPE: Readonly<Record<string, Both>> = {
  1: ['a stream', '流(stream)'],
  2: ['datagrams', '数据报(dgram)'],
  3: ['raw', '原始(raw)'],
  5: ['a sequence of packets', '有序数据包(seqpacket)'],
};
/** As they stand in a packet or socket on a machine whose lowest byte comes first. */
const ETHERNET: Readonly<Record<string, Both>> = {
  8: ['IPv4, 0x0800 in network order', 'IPv4,网络字节序的 0x0800'],
  2048: ['IPv4', 'IPv4'],
  56710: ['IPv6, 0x86dd in network order', 'IPv6,网络字节序的 0x86dd'],
  34525: ['IPv6', 'IPv6'],
  1544: ['ARP, 0x0806 in network order', 'ARP,网络字节序的 0x0806'],
  2054: ['ARP', 'ARP'],
};
/** include/uapi/linux/magic.h, and the file systems' own. */
const MAGIC: Readonly<Record<string, Both>> = {
  61267: ['ext2, ext3 or ext4', 'ext2、ext3 或 ext4'],
  2435016766: ['btrfs', 'btrfs'],
  1481003842: ['XFS', 'XFS'],
  26985: ['NFS', 'NFS'],
  801189825: ['ZFS', 'ZFS'],
  16914836: ['tmpfs', 'tmpfs'],
  2035054128: ['overlayfs', 'overlayfs'],
};
/** The upper bits of a mode (include/uapi/linux/stat.h). */
const FILE_TYPE: Readonly<Record<string, Both>> = {
  32768: ['a regular file', '普通文件'],
  16384: ['a directory', '目录'],
  49152: ['a socket', '套接字'],
  4096: ['a named pipe', '命名管道'],
  8192: ['a character device', '字符设备'],
  24576: ['a block device', '块设备'],
  40960: ['a symbolic link', '符号链接'],
};
/** In network byte order on such a machine. */
const PORT: Readonly<Record<string, Both>> = { 13568: ['53 (DNS), in network byte order', '53(DNS,网络字节序)'] };

/** The mask that leaves the kind of a file of its mode. */
export const FILE_TYPE_MASK = 0xf000n;

/** What a number means among those of a kind; undefined for the ones nobody wrote down. */
export function constantName(kind: ConstantKind | undefined, value: bigint, tongue: Tongue): string | undefined {
  if (kind === undefined) return undefined;
  const said = (table: Readonly<Record<string, Both>>): string | undefined => {
    const found = lookup(table, String(value));
    return found === undefined ? undefined : pick(found, tongue);
  };
  switch (kind) {
    case 'protocol':
      return said(PROTOCOL);
    case 'tcp-state':
      return value > 0n ? TCP_STATES[Number(value) - 1] : undefined;
    case 'family':
      return said(FAMILY);
    case 'socket-type':
      return said(SOCKET_TYPE);
    case 'ethernet':
      return said(ETHERNET);
    case 'magic':
      return said(MAGIC);
    case 'mode-type':
      return said(FILE_TYPE);
    case 'port':
      return said(PORT);
    case 'signal':
      return Object.entries(system.signals).find(([, number]) => BigInt(number) === value)?.[0];
    default:
      return undefined;
  }
}

/** The name of an error number, of 2 and -2 alike. */
export function errnoName(value: bigint): string | undefined {
  const wanted = Number(value < 0n ? -value : value);
  return Object.entries(system.errno).find(([name, number]) => number === wanted && name !== 'EWOULDBLOCK' && name !== 'EDEADLOCK' && name !== 'ENOTSUP')?.[0];
}
