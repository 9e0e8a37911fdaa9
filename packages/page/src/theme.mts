import {byId} from './dom.mjs';
import {texts} from './texts.mjs';

const KEPT = 'artistas.theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

const isDark = (): boolean =>
  (localStorage.getItem(KEPT) ?? (prefersDark.matches ? 'dark' : 'light')) === 'dark';

function show(): void {
  const kept = localStorage.getItem(KEPT);
  // Without a choice the system's own holds.
  document.documentElement.style.colorScheme = kept ?? '';
  const button = byId('theme');
  button.dataset['text'] = isDark() ? 'light' : 'dark';
  button.textContent = isDark() ? texts().light : texts().dark;
}

/** Dark or light: as the system has it, until somebody chooses. */
export function startTheme(): void {
  show();
  byId('theme').onclick = () => {
    localStorage.setItem(KEPT, isDark() ? 'light' : 'dark');
    show();
  };
  prefersDark.onchange = show;
}
