type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * An element with attributes and content. Names of artists and albums come from other people: text is only ever a text node.
 * @param attributes `true` is there without a value, `false` and undefined are not there
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...content: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, '');
    else if (value !== undefined && value !== false) node.setAttribute(name, String(value));
  }
  node.append(...content);
  return node;
}

/** An element of the page, which has it. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** A labelled field of a form, with a place for what is wrong with it. */
export function field(label: string, input: HTMLInputElement, hint = ''): HTMLElement {
  const id = `field-${input.name}`;
  input.id = id;
  input.setAttribute('aria-describedby', `${id}-note`);
  return el(
    'p',
    {class: 'field'},
    el('label', {for: id}, label),
    input,
    el('small', {id: `${id}-note`}, hint),
  );
}

/** Says what is wrong with a field, until it is changed, and takes people there. */
export function blame(input: HTMLInputElement, message: string): void {
  const note = document.getElementById(`${input.id}-note`)!;
  note.dataset['hint'] ??= note.textContent;
  note.textContent = message;
  input.setAttribute('aria-invalid', 'true');
  input.focus();
  const forget = (): void => {
    input.removeAttribute('aria-invalid');
    note.textContent = note.dataset['hint'] ?? '';
  };
  input.addEventListener('input', forget, {once: true});
}

/** A dialog that is gone once it is closed: by its button, Escape, or a press beside it. */
export function openDialog(title: string, closeLabel: string, ...content: Node[]): HTMLDialogElement {
  const close = el('button', {type: 'button', class: 'close', 'aria-label': closeLabel}, '×');
  const dialog = el(
    'dialog',
    // One may come over another, so no id.
    {'aria-label': title},
    el('div', {class: 'sheet'}, el('div', {class: 'sheet-bar'}, el('h2', {}, title), close), ...content),
  );
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', event => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
