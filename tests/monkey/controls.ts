import type { ElementHandle, Page } from '@playwright/test';

/** A control that a person can see now, and that no dialog covers. */
export interface Control {
  readonly role: string;
  readonly name: string;
  /** The section of the page that it stands in, `dialog`, or `page`. */
  readonly place: string;
  /** Whether it is shown as disabled. It can be pressed all the same, and says why it does nothing. */
  readonly isDisabled: boolean;
  /** The texts of a list of choices; empty for other controls. */
  readonly options: readonly string[];
  /** The text in a field; empty for other controls. */
  readonly text: string;
}

export interface ShownControls {
  /** In the order of the page. */
  readonly controls: readonly Control[];
  /** @param index in `controls` */
  element(index: number): Promise<ElementHandle<HTMLElement>>;
  dispose(): Promise<void>;
}

/** What can be pressed, typed into, moved or chosen from at this moment. */
export async function shownControls(page: Page): Promise<ShownControls> {
  const found = await page.evaluateHandle(findControls);
  return {
    controls: await found.evaluate(({ controls }) => controls),
    async element(index) {
      const element = (await found.evaluateHandle(({ elements }, at) => elements[at], index)).asElement();
      if (!element) throw new Error('there is no such control');
      return element as ElementHandle<HTMLElement>;
    },
    dispose: () => found.dispose(),
  };
}

/** Runs in the page. */
function findControls(): { controls: Control[]; elements: HTMLElement[] } {
  const pressable = 'button, summary, a[href^="#"], [role=button], [role=tab]';
  const fields = 'input:not([type=hidden], [type=file]), textarea, select';
  const dialog = [...document.querySelectorAll('dialog:modal')].at(-1);
  const elements = [...(dialog ?? document).querySelectorAll<HTMLElement>(`${pressable}, ${fields}`)].filter(
    (element) => isSeen(element) && !element.matches(':disabled') && !element.closest('[inert]'),
  );
  return { elements, controls: elements.map(described) };

  function isSeen(element: HTMLElement): boolean {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true });
  }

  function described(element: HTMLElement): Control {
    const isText = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
    return {
      role: roleOf(element),
      name: nameOf(element),
      place: element.closest('dialog') ? 'dialog' : (element.closest('section[id]')?.id ?? 'page'),
      isDisabled: element.getAttribute('aria-disabled') === 'true',
      options: element instanceof HTMLSelectElement ? [...element.options].map(({ text }) => text) : [],
      text: isText ? element.value : '',
    };
  }

  function roleOf(element: HTMLElement): string {
    const role = element.getAttribute('role');
    if (role) return role;
    if (element instanceof HTMLSelectElement) return 'combobox';
    if (element instanceof HTMLTextAreaElement) return 'textbox';
    if (element instanceof HTMLAnchorElement) return 'link';
    if (!(element instanceof HTMLInputElement)) return element.localName;
    const roles: Record<string, string> = { range: 'slider', checkbox: 'checkbox', radio: 'radio' };
    return roles[element.type] ?? 'textbox';
  }

  function nameOf(element: HTMLElement): string {
    const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const labelledBy = ids.map((id) => document.getElementById(id)?.textContent).join(' ');
    const labels = 'labels' in element ? [...(element.labels as NodeListOf<HTMLElement>)] : [];
    const label = labels.map(({ textContent }) => textContent).join(' ');
    const content = element instanceof HTMLSelectElement ? '' : element.textContent;
    const name = element.ariaLabel || labelledBy || label || content || element.title;
    return name.replace(/\s+/g, ' ').trim().slice(0, 80);
  }
}
