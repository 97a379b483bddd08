/** What the page does in a browser: finds values, and checks a values file while somebody writes it. */
import { readYaml } from '../../../schema/validate/read-yaml.ts';
import { type Problem, UnreadableInput } from '../../../schema/validate/types.ts';
import { validate } from '../../../schema/validate/validate.ts';

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const search = element<HTMLInputElement>('search');
const found = element('found');
const values = [...document.querySelectorAll<HTMLElement>('.value')];
const texts = values.map(({ textContent }) => (textContent ?? '').toLowerCase());
const groups = [...document.querySelectorAll<HTMLElement>('.group')];

const find = (): void => {
  const words = search.value.toLowerCase().split(/\s+/u).filter(Boolean);
  let count = 0;
  for (const [i, value] of values.entries()) {
    value.hidden = !words.every((word) => texts[i]?.includes(word));
    if (!value.hidden) count += 1;
  }
  for (const group of groups) group.hidden = group.querySelector('.value:not([hidden])') === null;
  found.textContent = words.length === 0 ? plural(values.length, 'value') : plural(count, 'value');
};

const input = element<HTMLTextAreaElement>('yours');
const release = element<HTMLInputElement>('release');
const namespace = element<HTMLInputElement>('namespace');
const verdict = element('verdict');
const findings = element<HTMLOListElement>('findings');

interface Finding extends Problem {
  readonly severity: 'error' | 'warning';
}

const findingsOf = (text: string): Finding[] => {
  try {
    const { problems, warnings } = validate([readYaml(text, 'values.yaml')], {
      name: release.value || 'fabric',
      namespace: namespace.value || 'default',
    });
    return [
      ...problems.map((problem): Finding => ({ ...problem, severity: 'error' })),
      ...warnings.map((problem): Finding => ({ ...problem, severity: 'warning' })),
    ];
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    return [{ path: '', message: error.message, severity: 'error' }];
  }
};

/** Puts the caret where a finding is. */
const goTo = (line: number, column: number): void => {
  const start =
    input.value
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length +
    (line > 1 ? 1 : 0) +
    column -
    1;
  input.focus();
  input.setSelectionRange(start, start);
  const height = Number.parseFloat(getComputedStyle(input).lineHeight);
  input.scrollTop = Math.max(0, (line - 3) * height);
};

const itemOf = ({ severity, path, message, line, column }: Finding): HTMLLIElement => {
  const item = document.createElement('li');
  item.className = severity;
  const kind = document.createElement('strong');
  kind.textContent = severity;
  item.append(kind, ' ');
  if (line !== undefined) {
    const place = document.createElement('button');
    place.type = 'button';
    place.textContent = `line ${line}`;
    place.addEventListener('click', () => goTo(line, column ?? 1));
    item.append(place, ' ');
  }
  if (path !== '') {
    const code = document.createElement('code');
    code.textContent = path;
    item.append(code, ': ');
  }
  item.append(message);
  return item;
};

const check = (): void => {
  if (input.value.trim() === '') {
    verdict.textContent = '';
    findings.replaceChildren();
    return;
  }
  const all = findingsOf(input.value);
  const errors = all.filter(({ severity }) => severity === 'error').length;
  verdict.textContent =
    errors === 0
      ? `The chart takes these values: ${plural(all.length, 'warning')}.`
      : `The chart refuses these values: ${plural(errors, 'problem')}, ${plural(all.length - errors, 'warning')}.`;
  findings.replaceChildren(...all.map(itemOf));
};

const later = (task: () => void, milliseconds: number): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(task, milliseconds);
  };
};

search.addEventListener('input', later(find, 100));
for (const field of [input, release, namespace]) field.addEventListener('input', later(check, 150));
find();
check();

// Where the page lies is where the repository's index lies.
const address = new URL('.', location.href).href.replace(/\/$/u, '');
if (location.protocol.startsWith('http'))
  for (const place of document.querySelectorAll('.address')) place.textContent = address;

if ('serviceWorker' in navigator && location.protocol.startsWith('http'))
  navigator.serviceWorker.register('service-worker.js').catch((error: unknown) => {
    console.warn('the page is not there offline:', error);
  });
