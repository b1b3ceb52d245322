/** The keys of the page. */
import { effect } from '@preact/signals';
import { choices, choose, decide, edited, helpShown, mayRun, phase, run, stop } from './state.ts';

/** Milliseconds for which a plan, or what could be meant, has to be in sight before a letter agrees to it: what was typed ahead was not meant for it. */
const READ_FIRST_MS = 600;
/** Who types a text has no longer pauses between its letters. */
const TYPING_MS = 500;

let last = { key: '', at: 0 };
let shownSince = 0;
/** What a letter would say something to. */
let shown: unknown;

effect(() => {
  const what = choices.value.length > 0 ? choices.value : phase.value === 'deciding' ? run.value?.state.value.plan : undefined;
  if (what === shown) return;
  shown = what;
  shownSince = performance.now();
});

/** Where a letter is text. */
function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Whether the question, its plan and its answer are what is in sight. */
function isAsking(): boolean {
  return document.getElementById('question') !== null;
}

/** Whether a key was meant for what is in sight: it is not held down, not part of a text, and there was time to see what it agrees to. */
function isDeliberate({ key, repeat }: KeyboardEvent): boolean {
  if (key.length !== 1) return true;
  const now = performance.now();
  const isText = key !== last.key && now - last.at < TYPING_MS;
  last = { key, at: now };
  return !repeat && !isText && now - shownSince >= READ_FIRST_MS;
}

/** From any room. */
function toQuestion(): void {
  const field = document.getElementById('question');
  // At once: what is typed next is the question's.
  if (field !== null) {
    field.focus();
    return;
  }
  location.hash = run.value === undefined ? '#/' : `#/run/${encodeURIComponent(run.value.id)}`;
  // It is drawn first.
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById('question')?.focus()));
}

export function listen(): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const isMeant = isDeliberate(event);
    // What is not in sight is not decided on.
    const decides = isAsking() && mayRun.value && !helpShown.value;
    if (event.key === 'Escape') {
      if (helpShown.value) helpShown.value = false;
      else if (isTyping(event)) (event.composedPath()[0] as HTMLElement).blur();
      else if (choices.value.length > 0 && decides) void choose();
      else if (phase.value === 'deciding' && decides && edited.value === undefined) void decide('no');
      else return;
    } else if (isTyping(event)) return;
    else if (event.key === '/') toQuestion();
    else if (event.key === '?') helpShown.value = !helpShown.value;
    else if (helpShown.value) return;
    else if (event.key === 'r' && phase.value === 'deciding' && decides) {
      if (isMeant) void decide('run');
    } else if (event.key === 's' && phase.value === 'planning' && choices.value.length === 0 && decides) {
      if (isMeant) void stop();
    } else if (event.key === 's' && phase.value === 'running' && isAsking() && (mayRun.value || run.value?.state.value.replayOf !== undefined)) void stop();
    else if (/^[1-9]$/.test(event.key) && choices.value.length > 0 && decides) {
      const choice = choices.value[Number(event.key) - 1];
      if (choice !== undefined && isMeant) void choose(choice.name);
    } else if (/^[1-9]$/.test(event.key)) document.querySelectorAll<HTMLElement>('[role=tab]')[Number(event.key) - 1]?.click();
    else return;
    event.preventDefault();
  });
}
