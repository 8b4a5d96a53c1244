import type { Page } from '@playwright/test';

/** What a user sees of the page. */
export interface Snapshot {
  readonly data: string;
  readonly activity: string;
  readonly step: string;
  /** Alerts, notices, and lines of the log. */
  readonly messages: readonly string[];
  /** Those that can be pressed. */
  readonly buttons: readonly string[];
  readonly checkpoints: readonly string[];
}

export function takeSnapshot(page: Page): Promise<Snapshot> {
  return page.evaluate(() => {
    const texts = (selector: string) =>
      [...document.querySelectorAll(selector)]
        .filter((element) => element.checkVisibility())
        .map((element) => element.textContent.trim())
        .filter((text) => text !== '');
    const [step = '', activity = ''] = [...document.querySelectorAll('.run-progress-line [role=status]')].map(
      (element) => element.textContent,
    );
    return {
      data: document.querySelector('#data [role=status]')?.textContent ?? '',
      activity,
      step,
      messages: [
        ...texts('[role=alert] > p'),
        ...texts('[role=alert]:not(:has(> p))'),
        ...texts('.notice[role=status] > p, p.notice[role=status]'),
        ...texts('[role=log] > p'),
      ],
      buttons: texts('button:not(:disabled, [aria-disabled=true])'),
      checkpoints: texts('[aria-label=Checkpoints] > li'),
    };
  });
}
