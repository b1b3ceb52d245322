/** A tracepoint through the versions of Linux, oldest name first: `category:name`. A kernel has one of them. */
export interface RenamedTracepoint {
  readonly ids: readonly string[];
  /** The first kernel with the new name, or two between which it changed, and where it is declared. */
  readonly fact: string;
}

const FOLIOS = '5.18, from pages to folios';

/** Fields stayed as they are, but for those of the dma tracepoints, whose address is that of the memory since. */
export const RENAMED_TRACEPOINTS: readonly RenamedTracepoint[] = [
  { ids: ['timer:hrtimer_init', 'timer:hrtimer_setup'], fact: '6.15, include/trace/events/timer.h' },
  { ids: ['writeback:writeback_dirty_page', 'writeback:writeback_dirty_folio'], fact: `${FOLIOS}: include/trace/events/writeback.h` },
  { ids: ['writeback:wait_on_page_writeback', 'writeback:folio_wait_writeback'], fact: `${FOLIOS}: include/trace/events/writeback.h` },
  { ids: ['vmscan:mm_vmscan_writepage', 'vmscan:mm_vmscan_write_folio'], fact: `${FOLIOS}: include/trace/events/vmscan.h` },
  { ids: ['ext4:ext4_readpage', 'ext4:ext4_read_folio'], fact: '6.5, from pages to folios: include/trace/events/ext4.h' },
  { ids: ['ext4:ext4_releasepage', 'ext4:ext4_release_folio'], fact: '6.5, from pages to folios: include/trace/events/ext4.h' },
  { ids: ['ext4:ext4_invalidatepage', 'ext4:ext4_invalidate_folio'], fact: `${FOLIOS}: include/trace/events/ext4.h` },
  { ids: ['ext4:ext4_journalled_invalidatepage', 'ext4:ext4_journalled_invalidate_folio'], fact: `${FOLIOS}: include/trace/events/ext4.h` },
  { ids: ['iomap:iomap_invalidatepage', 'iomap:iomap_invalidate_folio'], fact: `${FOLIOS}: fs/iomap/trace.h` },
  { ids: ['iomap:iomap_releasepage', 'iomap:iomap_release_folio'], fact: `${FOLIOS}: fs/iomap/trace.h` },
  { ids: ['io_uring:io_uring_submit_sqe', 'io_uring:io_uring_submit_req'], fact: 'between 6.1 and 6.12, include/trace/events/io_uring.h' },
  { ids: ['dma:dma_map_page', 'dma:dma_map_phys'], fact: '6.18, include/trace/events/dma.h' },
  { ids: ['dma:dma_unmap_page', 'dma:dma_unmap_phys'], fact: '6.18, include/trace/events/dma.h' },
];
