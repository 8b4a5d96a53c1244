import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort, portFrom } from '../../../commands/port.mjs';

let server: Server | undefined;
afterEach(() => server?.close());

/** Another program that listens at `address`; resolves to its port. */
function listen(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const listening = createServer();
    server = listening;
    listening.once('error', reject).listen(0, address, () => {
      const bound = listening.address();
      if (bound !== null && typeof bound === 'object') resolve(bound.port);
    });
  });
}

describe('the port asked for', () => {
  it.each([undefined, '', ' '])('is the standard one for PORT=%j', (value) => {
    expect(portFrom(value, 4173)).toBe(4173);
  });

  it('is that of PORT', () => {
    expect(portFrom('8080', 4173)).toBe(8080);
  });

  it.each(['abc', '0', '-1', '80.5', '65536', '80 81'])('is refused when PORT is %j', (value) => {
    expect(portFrom(value, 4173)).toBeNull();
  });
});

describe('the port that is free', () => {
  it.each(['127.0.0.1', '0.0.0.0'])('is a later one when another program listens on %s', async (address) => {
    const busy = await listen(address);
    expect(await freePort(busy)).toBeGreaterThan(busy);
  });

  it('is the one asked for when nobody listens there', async () => {
    const port = await listen('127.0.0.1');
    await new Promise((resolve) => server?.close(resolve));
    expect(await freePort(port)).toBe(port);
  });
});
