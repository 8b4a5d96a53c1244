import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures.ts';

test('the first paint needs at most 130 kB of JavaScript, compressed', async ({ request }) => {
  const html = await (await request.get('./')).text();
  const scripts = new Set(html.match(/assets\/[^"]+\.js/g));
  expect(scripts.size).toBeGreaterThan(0);
  let bytes = 0;
  for (const script of scripts) bytes += gzipSync(await (await request.get(`./${script}`)).body()).length;
  expect(bytes).toBeLessThanOrEqual(130_000);
});
