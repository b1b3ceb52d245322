/** Light, dark, or as the system is. */
import { computed, effect, signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';

const KEPT_AS = 'gpttrace-theme';
const kept = localStorage.getItem(KEPT_AS);
const system = matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = signal(system.matches);

export const theme = signal<Theme>(kept === 'light' || kept === 'dark' ? kept : 'auto');
/** What is drawn on canvases has to be drawn anew when it changes. */
export const isDark = computed(() => (theme.value === 'auto' ? systemIsDark.value : theme.value === 'dark'));

system.addEventListener('change', ({ matches }) => {
  systemIsDark.value = matches;
});

effect(() => {
  document.documentElement.dataset.theme = isDark.value ? 'dark' : 'light';
});

export function nextTheme(): void {
  theme.value = theme.value === 'auto' ? 'light' : theme.value === 'light' ? 'dark' : 'auto';
  localStorage.setItem(KEPT_AS, theme.value);
}
