import type { FunctionEvent } from '../function-event.ts';

/** A request has no name in a tracepoint; where it begins on its device finds it again, for there is one at a time. */
const WHERE = 'args->dev, args->sector';

/** What the tracepoints tell of a `struct request`, by the paths on which programs read it. */
const REQUEST: Readonly<Record<string, string>> = {
  'arg0->__data_len': 'args->nr_sector * 512',
  'arg0->data_len': 'args->nr_sector * 512',
  'arg0->nr_bytes': 'args->nr_sector * 512',
  'arg0->__sector': 'args->sector',
  'arg0->sector': 'args->sector',
  'arg0->nr_sectors': 'args->nr_sector',
  'arg0->cmd_flags': 'args->rwbs',
  'arg0->rq_disk': 'args->dev',
  'arg0->q->disk': 'args->dev',
  'arg0->part': 'args->dev',
  'arg0->rq_disk->disk_name': 'args->dev',
  'arg0->q->disk->disk_name': 'args->dev',
  'arg0->part->bd_disk->disk_name': 'args->dev',
  'arg0->part->bd_dev': 'args->dev',
  'arg0->rq_disk->major': 'args->dev >> 20',
  'arg0->rq_disk->first_minor': 'args->dev & 0xfffff',
  'arg0->q->disk->major': 'args->dev >> 20',
  'arg0->q->disk->first_minor': 'args->dev & 0xfffff',
};
/** A `struct bio`. */
const BIO: Readonly<Record<string, string>> = {
  'arg0->bi_iter.bi_size': 'args->nr_sector * 512',
  'arg0->bi_iter.bi_sector': 'args->sector',
  'arg0->bi_bdev->bd_disk->disk_name': 'args->dev',
  'arg0->bi_disk->disk_name': 'args->dev',
  'arg0->bi_bdev->bd_dev': 'args->dev',
};
const KNOWN_BY_PLACE = 'a request is known by its device and sector instead of its address; disks are told by number (major << 20 | minor)';

/** Block I/O. Facts: include/trace/events/block.h; block_io_start and block_io_done (Linux 6.5) stand in blk_account_io_start and _done. */
export const BLOCK_EVENTS: readonly FunctionEvent[] = [
  {
    functions: ['blk_account_io_start', '__blk_account_io_start'],
    at: 'entry',
    to: ['block:block_io_start', 'block:block_rq_insert'],
    paths: REQUEST,
    keys: [WHERE],
    changes: KNOWN_BY_PLACE,
  },
  {
    functions: ['blk_account_io_done', '__blk_account_io_done'],
    at: 'entry',
    to: ['block:block_io_done', 'block:block_rq_complete'],
    paths: REQUEST,
    keys: [WHERE],
    changes: KNOWN_BY_PLACE,
  },
  {
    functions: [
      'blk_account_io_completion',
      'blk_update_request',
      'blk_mq_end_request',
      '__blk_mq_end_request',
      'blk_mq_complete_request',
      'blk_end_request*',
      'blk_finish_request',
      'scsi_end_request',
      'blk_complete_request',
    ],
    at: 'entry',
    to: ['block:block_rq_complete'],
    paths: REQUEST,
    keys: [WHERE],
    args: [undefined, 'args->error', 'args->nr_sector * 512'],
    changes: KNOWN_BY_PLACE,
  },
  {
    functions: [
      'blk_start_request',
      'blk_mq_start_request',
      'blk_peek_request',
      'scsi_queue_rq',
      'nvme_queue_rq',
      'virtio_queue_rq',
      'blk_mq_dispatch_rq_list',
    ],
    at: 'entry',
    to: ['block:block_rq_issue'],
    paths: REQUEST,
    keys: [WHERE],
    changes: KNOWN_BY_PLACE,
  },
  {
    functions: ['blk_mq_insert_request', 'blk_mq_sched_insert_request', '__elv_add_request', 'blk_mq_insert_requests', 'blk_insert_request*'],
    at: 'entry',
    to: ['block:block_rq_insert'],
    paths: REQUEST,
    keys: [WHERE],
    changes: KNOWN_BY_PLACE,
  },
  {
    functions: ['submit_bio', 'submit_bio_noacct', 'generic_make_request', 'blk_mq_submit_bio', '__submit_bio', 'blk_queue_bio'],
    at: 'entry',
    to: ['block:block_bio_queue'],
    paths: BIO,
    keys: [WHERE],
    changes: 'a bio is known by its device and sector instead of its address',
  },
  {
    functions: ['bio_endio'],
    at: 'entry',
    to: ['block:block_bio_complete'],
    paths: BIO,
    keys: [WHERE],
    changes: 'a bio is known by its device and sector instead of its address',
  },
  {
    functions: ['blk_mq_requeue_request', 'blk_requeue_request'],
    at: 'entry',
    to: ['block:block_rq_requeue'],
    paths: REQUEST,
    keys: [WHERE],
    changes: KNOWN_BY_PLACE,
  },
  {
    functions: ['blk_flush_plug_list', 'blk_flush_plug', '__blk_flush_plug', 'blk_finish_plug', 'blk_mq_flush_plug_list'],
    at: 'entry',
    to: ['block:block_unplug'],
    changes: 'only plugs that hold something are told',
  },
];
