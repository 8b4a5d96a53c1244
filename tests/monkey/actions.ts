import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ElementHandle, FileChooser, Page } from '@playwright/test';
import { dropFromDisk } from '../browser/dropping.ts';
import { chooseOption, setParameter } from '../browser/page.ts';
import { type Candidate, candidatesIn, type Gesture } from './candidates.ts';
import { type Control, shownControls } from './controls.ts';
import type { Draws } from './draws.ts';
import type { Tabs } from './tabs.ts';
import { chosenOption, links, typedText } from './typed.ts';

/** How long a list of choices may take to open. */
const patienceMs = 5_000;

/** Why something could not be done: the page has changed since its controls were listed, or something is in front of it. */
class Obstacle extends Error {}

const keys = [
  'Space',
  's',
  'c',
  'e',
  '?',
  'Escape',
  'Tab',
  'Tab',
  'Shift+Tab',
  'Enter',
  'ArrowDown',
  'ArrowUp',
  'Home',
  'End',
  'PageDown',
  'Backspace',
];
/** The page's shortcuts, and what presses the control that was pressed last. */
const quickKeys = ['Space', 'Space', 's', 'c', 'e', 'Enter'] as const;
/** A desktop, a small window, and a phone. */
const windows = [
  { width: 1440, height: 900 },
  { width: 900, height: 600 },
  { width: 390, height: 844 },
] as const;
const sliderKeys = ['ArrowLeft', 'ArrowRight', 'PageDown', 'PageUp', 'Home'] as const;
const waysToLeave = ['Tab', 'Tab', 'Enter', 'Escape', null] as const;

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const files = [
  fixture('checkpoint-schema-1.safetensors'),
  fixture('checkpoint-schema-2.safetensors'),
  fixture('foreignWeights/several-types.safetensors'),
  fixture('sameBits.json'),
  fileURLToPath(new URL('../../public/icon-192.png', import.meta.url)),
];
const doubleShare = 0.06;

/** Answers when the page asks for a file; now and then the person changes their mind. */
export async function chooseFile(chooser: FileChooser, draws: Draws): Promise<void> {
  if (draws.isLucky(0.2)) return;
  const file = draws.pick(files);
  await chooser.setFiles(chooser.isMultiple() && draws.isLucky(0.3) ? [file, draws.pick(files)] : file);
}

export interface Act {
  /** Why it could not be done after all; null where it was. */
  readonly obstacle: string | null;
  /** Whether a dialog was open, in which a deletion may have been confirmed. */
  readonly wasInDialog: boolean;
}

/**
 * Does one thing that can be done now.
 *
 * @param say called with what is done, before it is
 */
export async function actOnce(tabs: Tabs, draws: Draws, say: (what: string) => void): Promise<Act> {
  const shown = await shownControls(tabs.current());
  const wasInDialog = shown.controls.some(({ place }) => place === 'dialog');
  try {
    const candidate = draws.choose(candidatesIn({ controls: shown.controls, tabs: tabs.all().length }));
    if (candidate.kind === 'gesture') await gesticulate(candidate.gesture, tabs, draws, say);
    else await use(candidate, await shown.element(candidate.index), tabs.current(), draws, say);
    return { obstacle: null, wasInDialog };
  } catch (error) {
    const obstacle = reasonOf(error);
    if (obstacle === null) throw error;
    return { obstacle, wasInDialog };
  } finally {
    await shown.dispose().catch(() => {});
  }
}

/** Null for what is no obstacle. */
function reasonOf(error: unknown): string | null {
  if (error instanceof Obstacle) return error.message;
  const message = error instanceof Error ? error.message : '';
  return /not attached|detached|Timeout \d+ms exceeded/i.test(message)
    ? `no longer possible: ${message}`
    : null;
}

async function use(
  { control }: Extract<Candidate, { kind: 'control' }>,
  element: ElementHandle<HTMLElement>,
  page: Page,
  draws: Draws,
  say: (what: string) => void,
): Promise<void> {
  const title = `${control.role} “${control.name}” in ${control.place}`;
  switch (control.role) {
    case 'combobox': {
      const label = chosenOption(control, draws);
      say(`chooses ${JSON.stringify(label)} in ${title}`);
      await element.selectOption({ label }, { timeout: patienceMs });
      return;
    }
    case 'slider': {
      const key = draws.pick(sliderKeys);
      const times = draws.between(1, 4);
      say(`presses ${key} ${times} times on ${title}`);
      await element.focus();
      for (let time = 0; time < times; time++) await page.keyboard.press(key);
      return;
    }
    case 'textbox':
    case 'spinbutton': {
      const text = typedText(control, draws);
      const leaving = draws.pick(waysToLeave);
      say(`types ${JSON.stringify(text)} into ${title}, then ${leaving ?? 'stays'}`);
      await click(element, page);
      await page.keyboard.press('ControlOrMeta+A');
      if (text === '') await page.keyboard.press('Delete');
      else await page.keyboard.type(text);
      if (leaving) await page.keyboard.press(leaving);
      return;
    }
    default:
      await press(control, element, page, draws, (how) => say(`${how} ${title}`));
  }
}

async function press(
  { isDisabled }: Control,
  element: ElementHandle<HTMLElement>,
  page: Page,
  draws: Draws,
  say: (how: string) => void,
): Promise<void> {
  const disabled = isDisabled ? ' disabled' : '';
  if (draws.isLucky(0.15)) {
    say(`focuses and presses Enter on${disabled}`);
    await element.focus();
    await page.keyboard.press('Enter');
    return;
  }
  const clickCount = draws.isLucky(doubleShare) ? 2 : 1;
  say(`${clickCount === 2 ? 'double-clicks' : 'presses'}${disabled}`);
  await click(element, page, clickCount);
}

/** Presses it where it is now. Playwright's own click would wait until it is enabled, and no longer moves. */
async function click(element: ElementHandle<HTMLElement>, page: Page, clickCount = 1): Promise<void> {
  const { x, y, cover } = await element.evaluate((pressed) => {
    if (!pressed.isConnected) return { x: 0, y: 0, cover: 'nothing: it is gone' };
    pressed.scrollIntoView({ block: 'center', behavior: 'instant' });
    const [box = new DOMRect()] = pressed.getClientRects();
    const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const hit = document.elementFromPoint(place.x, place.y);
    const isFree = hit !== null && (pressed.contains(hit) || hit.contains(pressed));
    return { ...place, cover: isFree ? null : (hit?.outerHTML.slice(0, 120) ?? 'the edge of the window') };
  });
  if (cover !== null) throw new Obstacle(`covered by ${cover}`);
  await page.mouse.click(x, y, { clickCount });
}

async function gesticulate(
  gesture: Gesture,
  tabs: Tabs,
  draws: Draws,
  say: (what: string) => void,
): Promise<void> {
  const page = tabs.current();
  switch (gesture) {
    case 'wait': {
      const ms = draws.between(1, 15) * 100;
      say(`waits ${ms} ms`);
      return pause(ms);
    }
    case 'press a key': {
      const key = draws.pick(keys);
      say(`presses the key ${key}`);
      return page.keyboard.press(key);
    }
    case 'press keys quickly': {
      const pressed = Array.from({ length: draws.between(3, 8) }, () => draws.pick(quickKeys));
      say(`presses quickly ${pressed.join(' ')}`);
      await Promise.all(pressed.map((key) => page.keyboard.press(key)));
      return;
    }
    case 'resize the window': {
      const size = draws.pick(windows);
      say(`makes the window ${size.width} × ${size.height}`);
      return page.setViewportSize(size);
    }
    case 'choose small settings':
      say(gesture);
      return chooseSmallSettings(page);
    case 'drop a file': {
      const file = draws.pick(files);
      say(`drops ${file.split('/').at(-1)}`);
      return dropFromDisk(page.locator('h1'), [file]);
    }
    case 'paste': {
      const text = draws.pick([
        '',
        'learning_rate=0.01',
        'some text',
        'https://example.com/?hidden_units=20',
      ]);
      say(`pastes ${text === '' ? 'a picture' : JSON.stringify(text)}`);
      return paste(page, text);
    }
    case 'reload':
      say(gesture);
      await page.reload();
      return;
    case 'open a link': {
      const link = draws.pick(links);
      say(`opens ${link}`);
      await page.goto(link);
      return;
    }
    case 'go back':
      say(gesture);
      // Before the page there is the browser's own blank one.
      await page.goBack();
      if (page.url() === 'about:blank') await page.goForward();
      return;
    case 'open a tab':
      say(gesture);
      return tabs.open();
    case 'switch to another tab': {
      const others = tabs.all().flatMap((tab, index) => (tab === page ? [] : [index]));
      const index = draws.pick(others);
      say(`switches to tab ${index + 1}`);
      return tabs.switchTo(index);
    }
    case 'close the tab':
      say(gesture);
      return tabs.close();
  }
}

/** A run of these takes seconds on every backend. */
export async function chooseSmallSettings(page: Page): Promise<void> {
  await chooseOption(page, 'Network', 'Two-layer');
  await chooseOption(page, 'Preset', 'Article, Part 2');
  await setParameter(page, 'Hidden units', '16');
  await setParameter(page, 'Batch size', '50');
  await setParameter(page, 'Max steps', '80');
}

/** A headless browser shares no clipboard with other programs, so the event is made here. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const data = new DataTransfer();
    if (pasted === '') data.items.add(new File([new Uint8Array(64)], 'pasted.png', { type: 'image/png' }));
    else data.setData('text/plain', pasted);
    const target = document.activeElement ?? document.body;
    const options = { clipboardData: data, bubbles: true, cancelable: true, composed: true };
    target.dispatchEvent(new ClipboardEvent('paste', options));
  }, text);
}
