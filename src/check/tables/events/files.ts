import type { FunctionEvent } from '../function-event.ts';

/** The struct file behind a file descriptor, given as an expression. */
const fileOf = (fd: string): string => `((struct file *)*(uint64 *)(curtask->files->fdt->fd + ${fd}))`;

/** The socket behind what accept() returned: its file keeps the struct socket in private_data (net/socket.c). */
export const SOCKET_OF_RESULT: string = `((struct socket *)${fileOf('args->ret')}->private_data)->sk`;

/** The struct file behind a file descriptor of the current task, as bpftrace reads it since 0.17: an array of pointers has no variable index. */
export const FILE_OF_FD: string = fileOf('args->fd');

const SYSCALLS_ONLY = 'only system calls of this kind are told: not what the kernel reads or writes itself, nor calls through io_uring or sendfile';

const AS_GIVEN = 'a name is the path as the program gave it';

/** The name of a directory's entry, in the argument in which kernels have had it (the first was added in Linux 5.12). */
const ENTRY_NAME: Readonly<Record<string, string>> = Object.fromEntries(
  ['arg1->d_name.name', 'arg2->d_name.name', 'arg1->d_iname', 'arg2->d_iname', 'arg1->name', 'arg2->name'].map((path) => [
    path.replaceAll('.', '->'),
    'args->pathname',
  ]),
);

/** The name of a file that is opened: of its path, or of the file itself. */
const OPENED_NAME: Readonly<Record<string, string>> = Object.fromEntries(
  ['arg0->dentry->d_name->name', 'arg0->dentry->d_iname', 'arg0->f_path->dentry->d_name->name', 'arg0->f_path->dentry->d_iname'].map((path) => [
    path,
    'args->filename',
  ]),
);

/** Files and file systems. Facts: fs/read_write.c, fs/open.c, fs/namespace.c and include/trace/events/{ext4,btrfs,jbd2,writeback}.h, fs/xfs/xfs_trace.h. */
export const FILE_EVENTS: readonly FunctionEvent[] = [
  {
    functions: ['vfs_read', 'ksys_read', '__vfs_read', 'new_sync_read'],
    at: 'entry',
    to: ['syscalls:sys_enter_read,syscalls:sys_enter_pread64'],
    args: [FILE_OF_FD, 'args->buf', 'args->count'],
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['vfs_read', 'ksys_read', '__vfs_read', 'new_sync_read'],
    at: 'return',
    to: ['syscalls:sys_exit_read,syscalls:sys_exit_pread64'],
    retval: 'args->ret',
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['vfs_write', 'ksys_write', '__vfs_write', 'new_sync_write'],
    at: 'entry',
    to: ['syscalls:sys_enter_write,syscalls:sys_enter_pwrite64'],
    args: [FILE_OF_FD, 'args->buf', 'args->count'],
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['vfs_write', 'ksys_write', '__vfs_write', 'new_sync_write'],
    at: 'return',
    to: ['syscalls:sys_exit_write,syscalls:sys_exit_pwrite64'],
    retval: 'args->ret',
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['vfs_readv', 'do_readv'],
    at: 'entry',
    to: ['syscalls:sys_enter_readv'],
    args: [FILE_OF_FD, 'args->vec', 'args->vlen'],
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['vfs_writev', 'do_writev'],
    at: 'entry',
    to: ['syscalls:sys_enter_writev'],
    args: [FILE_OF_FD, 'args->vec', 'args->vlen'],
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['vfs_fsync', 'vfs_fsync_range', 'do_fsync'],
    at: 'entry',
    to: ['syscalls:sys_enter_fsync,syscalls:sys_enter_fdatasync'],
    args: [FILE_OF_FD],
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['vfs_fsync', 'vfs_fsync_range', 'do_fsync'],
    at: 'return',
    to: ['syscalls:sys_exit_fsync,syscalls:sys_exit_fdatasync'],
    retval: 'args->ret',
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['do_sys_open', 'do_sys_openat2', 'do_filp_open', 'path_openat', 'vfs_open', 'do_dentry_open', 'filp_open', 'do_open', 'sys_open', 'file_open'],
    at: 'entry',
    to: ['syscalls:sys_enter_open,syscalls:sys_enter_openat', 'syscalls:sys_enter_openat'],
    args: [undefined, 'args->filename'],
    paths: { ...OPENED_NAME, ...Object.fromEntries(['arg0->name', 'arg1->name'].map((path) => [path, 'args->filename'])) },
    changes: `only the open and openat system calls are told, also where they fail; ${AS_GIVEN}`,
  },
  {
    functions: ['do_sys_open', 'do_sys_openat2', 'do_filp_open', 'path_openat', 'vfs_open', 'do_dentry_open', 'filp_open', 'do_open', 'sys_open'],
    at: 'return',
    to: ['syscalls:sys_exit_open,syscalls:sys_exit_openat', 'syscalls:sys_exit_openat'],
    retval: 'args->ret',
    changes: 'only the open and openat system calls are told, also where they fail',
  },
  {
    functions: ['filp_close', '__close_fd', 'close_fd', 'file_close_fd'],
    at: 'entry',
    to: ['syscalls:sys_enter_close'],
    args: [FILE_OF_FD, 'args->fd'],
    changes: 'only the close system call is told, not what exiting processes close',
  },
  {
    functions: ['vfs_unlink', 'do_unlinkat'],
    at: 'entry',
    to: ['syscalls:sys_enter_unlink,syscalls:sys_enter_unlinkat'],
    args: [undefined, 'args->pathname'],
    paths: ENTRY_NAME,
    changes: `${SYSCALLS_ONLY}; ${AS_GIVEN}`,
  },
  {
    functions: ['vfs_mkdir', 'do_mkdirat'],
    at: 'entry',
    to: ['syscalls:sys_enter_mkdir,syscalls:sys_enter_mkdirat'],
    args: [undefined, 'args->pathname', 'args->mode'],
    paths: ENTRY_NAME,
    changes: `${SYSCALLS_ONLY}; ${AS_GIVEN}`,
  },
  {
    functions: ['vfs_rename', 'do_renameat2'],
    at: 'entry',
    to: ['syscalls:sys_enter_rename,syscalls:sys_enter_renameat,syscalls:sys_enter_renameat2'],
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['vfs_rmdir', 'do_rmdir'],
    at: 'entry',
    to: ['syscalls:sys_enter_rmdir,syscalls:sys_enter_unlinkat'],
    args: [undefined, 'args->pathname'],
    paths: ENTRY_NAME,
    changes: `${SYSCALLS_ONLY}; unlinkat also removes files; ${AS_GIVEN}`,
  },
  {
    functions: ['vfs_create'],
    at: 'entry',
    to: ['syscalls:sys_enter_open,syscalls:sys_enter_openat', 'syscalls:sys_enter_openat'],
    when: 'args->flags & 0x40',
    paths: Object.fromEntries(Object.keys(ENTRY_NAME).map((path) => [path, 'args->filename'])),
    changes: `opens that may create a file (O_CREAT) are told, also where there was one already; ${AS_GIVEN}`,
  },
  {
    functions: ['vfs_truncate', 'do_truncate', 'do_sys_truncate'],
    at: 'entry',
    to: ['syscalls:sys_enter_truncate'],
    args: ['args->path', 'args->length'],
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['vfs_fallocate', 'ksys_fallocate'],
    at: 'entry',
    to: ['syscalls:sys_enter_fallocate'],
    args: [FILE_OF_FD, 'args->mode', 'args->offset', 'args->len'],
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['vfs_llseek', 'ksys_lseek'],
    at: 'entry',
    to: ['syscalls:sys_enter_lseek'],
    args: [FILE_OF_FD, 'args->offset', 'args->whence'],
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['vfs_ioctl', 'do_vfs_ioctl', 'ksys_ioctl'],
    at: 'entry',
    to: ['syscalls:sys_enter_ioctl'],
    args: [FILE_OF_FD, 'args->cmd', 'args->arg'],
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['iterate_dir'],
    at: 'entry',
    to: ['syscalls:sys_enter_getdents64,syscalls:sys_enter_getdents', 'syscalls:sys_enter_getdents64'],
    args: [FILE_OF_FD],
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['vfs_statx', 'vfs_stat', 'vfs_fstatat', 'vfs_getattr'],
    at: 'entry',
    to: ['syscalls:sys_enter_newstat,syscalls:sys_enter_newfstatat,syscalls:sys_enter_statx', 'syscalls:sys_enter_newfstatat,syscalls:sys_enter_statx'],
    args: [undefined, 'args->filename'],
    changes: SYSCALLS_ONLY,
  },
  {
    functions: ['do_mount', 'path_mount', 'ksys_mount', 'do_new_mount', 'vfs_kern_mount', 'security_sb_mount'],
    at: 'entry',
    to: ['syscalls:sys_enter_mount'],
    args: ['args->dev_name', 'args->dir_name', 'args->type', 'args->flags', 'args->data'],
    changes: 'only the mount system call is told: not mounts through fsmount and move_mount',
  },
  {
    functions: ['do_mount', 'path_mount', 'ksys_mount'],
    at: 'return',
    to: ['syscalls:sys_exit_mount'],
    retval: 'args->ret',
    changes: 'only the mount system call is told: not mounts through fsmount and move_mount',
  },
  {
    functions: ['do_umount', 'ksys_umount', 'path_umount'],
    at: 'entry',
    to: ['syscalls:sys_enter_umount'],
    args: ['args->name', 'args->flags'],
    changes: 'only the umount system call is told',
  },
  {
    functions: ['ksys_sync', 'do_sync', 'sys_sync', 'iterate_supers', 'sync_filesystems', 'kernel_sync', 'emergency_sync'],
    at: 'entry',
    to: ['syscalls:sys_enter_sync'],
    changes: 'only the sync system call is told',
  },
  {
    functions: ['ksys_sync', 'do_sync', 'sys_sync'],
    at: 'return',
    to: ['syscalls:sys_exit_sync'],
    retval: 'args->ret',
    changes: 'only the sync system call is told',
  },
  {
    functions: ['ksys_sync_helper', 'sync_inodes_sb', 'writeback_inodes_sb', 'wb_writeback'],
    at: 'entry',
    to: ['writeback:writeback_start'],
    changes: 'one event for each piece of writeback work',
  },

  { functions: ['ext4_sync_file'], at: 'entry', to: ['ext4:ext4_sync_file_enter'] },
  { functions: ['ext4_sync_file'], at: 'return', to: ['ext4:ext4_sync_file_exit'], retval: 'args->ret' },
  { functions: ['ext4_unlink'], at: 'entry', to: ['ext4:ext4_unlink_enter'] },
  { functions: ['ext4_unlink'], at: 'return', to: ['ext4:ext4_unlink_exit'], retval: 'args->ret' },
  {
    functions: ['ext4_write_begin', 'ext4_da_write_begin', 'ext4_buffered_write_iter', 'ext4_file_write_iter'],
    at: 'entry',
    to: ['ext4:ext4_write_begin,ext4:ext4_da_write_begin'],
    changes: 'one event for each piece of a buffered write',
  },
  { functions: ['btrfs_sync_file'], at: 'entry', to: ['btrfs:btrfs_sync_file'] },
  {
    functions: ['xfs_file_read_iter', 'xfs_file_read', 'xfs_read', 'xfs_file_buffered_read'],
    at: 'entry',
    to: ['xfs:xfs_file_buffered_read,xfs:xfs_file_direct_read'],
    changes: 'reads are told when they begin',
  },
  {
    functions: ['xfs_file_write_iter', 'xfs_file_write', 'xfs_write', 'xfs_file_buffered_write'],
    at: 'entry',
    to: ['xfs:xfs_file_buffered_write,xfs:xfs_file_direct_write'],
    changes: 'writes are told when they begin',
  },
  { functions: ['xfs_file_fsync', 'xfs_fsync'], at: 'entry', to: ['xfs:xfs_file_fsync'] },
  { functions: ['jbd2_journal_commit_transaction'], at: 'entry', to: ['jbd2:jbd2_start_commit'] },
  { functions: ['jbd2_journal_commit_transaction'], at: 'return', to: ['jbd2:jbd2_end_commit'] },
];
