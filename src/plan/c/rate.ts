/** Rows a second from which bpftrace begins to lose some: it was seen to carry 62,000 to 73,000. */
export const BPFTRACE_CARRIES = 50_000;
