/** The keys of the page. */
import { choices, choose, decide, edited, helpShown, mayRun, phase, run, stop } from './state.ts';

/** Where a letter is text. */
function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function listen(): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === 'Escape') {
      if (helpShown.value) helpShown.value = false;
      else if (isTyping(event)) (event.composedPath()[0] as HTMLElement).blur();
      else if (choices.value.length > 0 && mayRun.value) void choose();
      else if (phase.value === 'deciding' && mayRun.value && edited.value === undefined) void decide('no');
      else return;
    } else if (isTyping(event)) return;
    else if (event.key === '/') document.getElementById('question')?.focus();
    else if (event.key === '?') helpShown.value = !helpShown.value;
    else if (event.key === 'r' && phase.value === 'deciding' && mayRun.value) void decide('run');
    else if (event.key === 's' && phase.value === 'running' && (mayRun.value || run.value?.state.value.replayOf !== undefined)) void stop();
    else if (/^[1-9]$/.test(event.key) && choices.value.length > 0 && mayRun.value) {
      const choice = choices.value[Number(event.key) - 1];
      if (choice !== undefined) void choose(choice.name);
    } else if (/^[1-9]$/.test(event.key)) document.querySelectorAll<HTMLElement>('[role=tab]')[Number(event.key) - 1]?.click();
    else return;
    event.preventDefault();
  });
}
