import type { FunctionEvent } from '../function-event.ts';

/** TCP states (include/net/tcp_states.h). */
const SYN_SENT = 'args->newstate == 2';
const OF_TCP = 'args->protocol == 6';
const SOCKET = ['args->skaddr'];
const SOFTIRQ = 'it may come in an interrupt: pid and comm are then those of whatever ran at the time';
const SOCKET_CALLS_ONLY = 'it is told when the data went, with args->ret as its length or error';

/**
 * The network. Facts: include/trace/events/{sock,tcp,net,skb,napi,udp}.h; inet_sk_set_state() is called where a socket's state changes, the change to SYN_SENT
 * in tcp_v4_connect and tcp_v6_connect, the one to ESTABLISHED in tcp_finish_connect and tcp_rcv_state_process.
 */
export const NETWORK_EVENTS: readonly FunctionEvent[] = [
  ...(['args->family == 2', 'args->family == 10', undefined] as const).flatMap((family, at): FunctionEvent[] => {
    const functions = [['tcp_v4_connect'], ['tcp_v6_connect'], ['tcp_connect', 'tcp_connect_init']][at] ?? [];
    const of = family === undefined ? OF_TCP : `${OF_TCP} && ${family}`;
    const to = ['sock:inet_sock_set_state'];
    return [
      {
        functions,
        at: 'entry',
        to,
        when: `${of} && ${SYN_SENT}`,
        args: SOCKET,
        changes: 'active connections are told when the socket goes to SYN_SENT; the addresses are known by then',
      },
      {
        functions,
        at: 'return',
        to,
        when: `${of} && args->oldstate == 2`,
        args: SOCKET,
        retval: '(args->newstate == 1 ? 0 : -111)',
        changes: `it is told when the connection is answered (ESTABLISHED, or refused), not when the function returns: the time since SYN_SENT is that of the handshake; ${SOFTIRQ}`,
      },
    ];
  }),
  {
    functions: ['tcp_finish_connect'],
    at: 'entry',
    to: ['sock:inet_sock_set_state'],
    when: `${OF_TCP} && args->oldstate == 2 && args->newstate == 1`,
    args: SOCKET,
    changes: SOFTIRQ,
  },
  {
    functions: ['tcp_v4_syn_recv_sock', 'tcp_v6_syn_recv_sock', 'tcp_create_openreq_child', 'tcp_check_req', 'tcp_syn_recv_sock'],
    to: ['sock:inet_sock_set_state'],
    when: `${OF_TCP} && args->oldstate == 3 && args->newstate == 1`,
    args: SOCKET,
    retval: 'args->skaddr',
    changes: `the new socket is told, when its handshake is over (SYN_RECV to ESTABLISHED), instead of the listening one; ${SOFTIRQ}`,
  },
  {
    functions: [
      'tcp_v4_conn_request',
      'tcp_v6_conn_request',
      'tcp_conn_request',
      'tcp_v4_send_synack',
      'tcp_syn*',
      'tcp_make_synack',
      'tcp_send_synack',
      'tcp_v4_syn*',
      'tcp_v6_syn*',
      'tcp_send_syn*',
    ],
    at: 'entry',
    to: ['sock:inet_sock_set_state'],
    when: `${OF_TCP} && (${SYN_SENT} || (args->oldstate == 3 && args->newstate == 1))`,
    args: SOCKET,
    changes: `SYNs are told by the sockets that send one (SYN_SENT) or whose handshake a SYN began (SYN_RECV to ESTABLISHED), instead of each packet; ${SOFTIRQ}`,
  },
  {
    functions: ['inet_csk_accept', 'inet_accept'],
    to: ['syscalls:sys_exit_accept,syscalls:sys_exit_accept4'],
    retval: 'args->ret',
    changes: 'the new connection is told by its file descriptor instead of its socket',
  },
  {
    functions: ['tcp_set_state', 'inet_sk_set_state', 'inet_sk_state_store'],
    at: 'entry',
    to: ['sock:inet_sock_set_state'],
    when: OF_TCP,
    args: ['args->skaddr', 'args->newstate'],
  },
  {
    functions: ['tcp_close', '__tcp_close', 'tcp_done', 'tcp_fin', 'inet_csk_destroy_sock'],
    at: 'entry',
    to: ['sock:inet_sock_set_state'],
    when: `${OF_TCP} && args->newstate == 7`,
    args: SOCKET,
    changes: `connections are told when their state becomes CLOSE; ${SOFTIRQ}`,
  },
  { functions: ['tcp_v4_destroy_sock', 'tcp_v6_destroy_sock'], at: 'entry', to: ['tcp:tcp_destroy_sock'], args: SOCKET },
  {
    functions: ['tcp_retransmit_skb', '__tcp_retransmit_skb'],
    at: 'entry',
    to: ['tcp:tcp_retransmit_skb'],
    args: ['args->skaddr', 'args->skbaddr'],
    changes: SOFTIRQ,
  },
  {
    functions: ['tcp_send_loss_probe'],
    at: 'entry',
    to: ['tcp:tcp_retransmit_skb'],
    args: ['args->skaddr'],
    changes: 'only probes that send a segment again are told',
  },
  {
    functions: ['tcp_v4_send_reset', 'tcp_v6_send_reset', 'tcp_send_active_reset'],
    at: 'entry',
    to: ['tcp:tcp_send_reset'],
    args: ['args->skaddr', 'args->skbaddr'],
  },
  { functions: ['tcp_reset'], at: 'entry', to: ['tcp:tcp_receive_reset'], args: SOCKET },
  { functions: ['tcp_rcv_space_adjust'], at: 'entry', to: ['tcp:tcp_rcv_space_adjust'], args: SOCKET },
  {
    functions: [
      'tcp_rcv_established',
      'tcp_rtt_estimator',
      'tcp_ack',
      'tcp_ack_update_rtt',
      'tcp_v4_do_rcv',
      'tcp_v4_rcv',
      'tcp_rcv_state_process',
      'tcp_probe',
    ],
    at: 'entry',
    to: ['tcp:tcp_probe'],
    args: ['args->skaddr', 'args->skbaddr'],
    paths: { 'arg0->srtt_us': '(args->srtt << 3)' },
    changes: 'every segment of an established connection is told',
  },
  {
    functions: ['tcp_sendmsg', 'tcp_sendmsg_locked', 'tcp_push', 'tcp_write_xmit', 'tcp_transmit_skb', '__tcp_transmit_skb', 'inet_sendmsg'],
    at: 'entry',
    to: ['sock:sock_send_length'],
    when: OF_TCP,
    args: ['args->sk', undefined, 'args->ret', 'args->ret'],
    changes: SOCKET_CALLS_ONLY,
  },
  { functions: ['tcp_sendmsg', 'tcp_sendmsg_locked', 'inet_sendmsg'], at: 'return', to: ['sock:sock_send_length'], when: OF_TCP, retval: 'args->ret' },
  {
    functions: ['tcp_recvmsg', 'tcp_recvmsg_locked', 'tcp_cleanup_rbuf', 'inet_recvmsg', 'tcp_rcv'],
    at: 'entry',
    to: ['sock:sock_recv_length'],
    when: OF_TCP,
    args: ['args->sk', 'args->ret', 'args->ret', 'args->ret'],
    changes: SOCKET_CALLS_ONLY,
  },
  { functions: ['tcp_recvmsg', 'tcp_recvmsg_locked', 'inet_recvmsg'], at: 'return', to: ['sock:sock_recv_length'], when: OF_TCP, retval: 'args->ret' },
  {
    functions: ['udp_sendmsg', 'udpv6_sendmsg'],
    at: 'entry',
    to: ['sock:sock_send_length'],
    when: 'args->protocol == 17',
    args: ['args->sk', undefined, 'args->ret'],
    changes: SOCKET_CALLS_ONLY,
  },
  {
    functions: ['udp_recvmsg', 'udpv6_recvmsg'],
    at: 'entry',
    to: ['sock:sock_recv_length'],
    when: 'args->protocol == 17',
    args: ['args->sk', undefined, 'args->ret'],
    changes: SOCKET_CALLS_ONLY,
  },
  {
    functions: ['sock_sendmsg', '__sock_sendmsg', 'sock_sendmsg_nosec', 'syscall__sendmsg'],
    at: 'entry',
    to: ['sock:sock_send_length'],
    changes: SOCKET_CALLS_ONLY,
  },
  {
    functions: ['sock_recvmsg', '__sock_recvmsg', 'sock_recvmsg_nosec', 'syscall__recvmsg'],
    at: 'entry',
    to: ['sock:sock_recv_length'],
    changes: SOCKET_CALLS_ONLY,
  },
  { functions: ['sock_sendmsg', '__sock_sendmsg'], at: 'return', to: ['sock:sock_send_length'], retval: 'args->ret' },
  { functions: ['sock_recvmsg', '__sock_recvmsg'], at: 'return', to: ['sock:sock_recv_length'], retval: 'args->ret' },
  {
    functions: ['sock_create', '__sock_create', 'sock_alloc', 'inet_create', 'sock_create_kern'],
    at: 'entry',
    to: ['syscalls:sys_enter_socket'],
    args: ['args->family', 'args->type', 'args->protocol'],
    changes: 'only sockets of the socket system call are told',
  },
  { functions: ['sk_data_ready', 'sock_def_readable'], at: 'entry', to: ['sock:sk_data_ready'], args: ['args->skaddr'] },
  { functions: ['dev_queue_xmit', '__dev_queue_xmit'], at: 'entry', to: ['net:net_dev_queue'], args: ['args->skbaddr'] },
  {
    functions: ['dev_hard_start_xmit', 'xmit_one', 'ip_queue_xmit', 'ip_output', 'ip_local_out', 'ip_finish_output'],
    at: 'entry',
    to: ['net:net_dev_start_xmit'],
    args: ['args->skbaddr'],
    changes: 'every packet that is handed to a device is told, not of IP alone',
  },
  {
    functions: [
      'netif_receive_skb',
      '__netif_receive_skb',
      '__netif_receive_skb_core',
      'netif_receive_skb_internal',
      'ip_rcv',
      'ip_local_deliver',
      'ip_rcv_core',
    ],
    at: 'entry',
    to: ['net:netif_receive_skb'],
    args: ['args->skbaddr'],
    changes: 'every packet that comes in is told, not of IP alone',
  },
  { functions: ['netif_rx', 'netif_rx_internal'], at: 'entry', to: ['net:netif_rx'], args: ['args->skbaddr'] },
  { functions: ['napi_gro_receive', 'dev_gro_receive'], at: 'entry', to: ['net:napi_gro_receive_entry'], args: [undefined, 'args->skbaddr'] },
  {
    functions: ['kfree_skb', '__kfree_skb', 'kfree_skb_reason', 'sk_skb_reason_drop', 'tcp_drop', 'tcp_drop_reason'],
    at: 'entry',
    to: ['skb:kfree_skb'],
    args: ['args->skbaddr', 'args->reason'],
  },
  { functions: ['consume_skb'], at: 'entry', to: ['skb:consume_skb'], args: ['args->skbaddr'] },
  { functions: ['net_rx_action', 'napi_poll', '__napi_poll'], at: 'entry', to: ['napi:napi_poll'], changes: 'it is told when a poll is over' },
  { functions: ['skb_copy_datagram_iter', 'skb_copy_datagram_iovec'], at: 'entry', to: ['skb:skb_copy_datagram_iovec'], args: ['args->skbaddr'] },
  {
    functions: [
      'copy_net_ns',
      'setup_net',
      'net_namespace_create',
      'netns_create',
      'create_net_ns',
      'create_new_namespaces',
      'unshare_nsproxy_namespaces',
      'net_ns_init',
      'net_alloc',
    ],
    at: 'entry',
    to: ['syscalls:sys_enter_unshare'],
    when: 'args->unshare_flags & 0x40000000',
    changes: 'namespaces that unshare makes (`ip netns add` and unshare -n do) are told; those that clone makes are not',
  },
];
