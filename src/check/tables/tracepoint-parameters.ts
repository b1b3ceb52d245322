/** A parameter of a tracepoint's own prototype (TP_PROTO in include/trace/events): programs that have them in mind write arg0, arg1. */
export interface TracepointParameter {
  readonly name: string;
  /** What it always is. */
  readonly is?: string;
  /** Fields that hold a member of it, where they are not called NAME_MEMBER. */
  readonly fields?: Readonly<Record<string, string>>;
}

const TASK = { pid: 'pid', comm: 'comm', prio: 'prio' };

const PARAMETERS: Readonly<Record<string, readonly TracepointParameter[]>> = {
  'sched:sched_process_fork': [{ name: 'parent', is: 'curtask' }, { name: 'child' }],
  'sched:sched_process_exec': [{ name: 'p', is: 'curtask' }, { name: 'old_pid' }, { name: 'bprm', fields: { filename: 'filename' } }],
  'sched:sched_process_exit': [{ name: 'p', is: 'curtask' }],
  'sched:sched_process_free': [{ name: 'p', fields: TASK }],
  'sched:sched_switch': [{ name: 'preempt' }, { name: 'prev', is: 'curtask' }, { name: 'next' }],
  'sched:sched_wakeup': [{ name: 'p', fields: TASK }],
  'sched:sched_wakeup_new': [{ name: 'p', fields: TASK }],
  'sched:sched_waking': [{ name: 'p', fields: TASK }],
  'sched:sched_migrate_task': [{ name: 'p', fields: TASK }],
  'task:task_newtask': [{ name: 'task', fields: TASK }],
};

/** The parameter of a number, where all tracepoints of a probe are of one prototype. */
export function tracepointParameter(ids: readonly string[], number: number): TracepointParameter | undefined {
  const [first] = new Set(ids);
  return first !== undefined && new Set(ids).size === 1 && Object.hasOwn(PARAMETERS, first) ? PARAMETERS[first]?.[number] : undefined;
}
