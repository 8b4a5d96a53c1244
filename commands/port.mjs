import { createServer } from 'node:net';

const highestPort = 65_535;

/** All of these are checked, because on some systems a port is free on one address while another program uses it on another. */
const addresses = ['127.0.0.1', '::1', '0.0.0.0', '::'];

/**
 * The requested port.
 * @param {string | undefined} value of the variable PORT
 * @param {number} standard the port when none was requested
 * @returns {number | null} null when it is not a valid port
 */
export function portFrom(value, standard) {
  if (value === undefined || value.trim() === '') return standard;
  const port = Number(value);
  return Number.isInteger(port) && port > 0 && port <= highestPort ? port : null;
}

/**
 * The first port from `first` on that no program on this machine listens on.
 * @param {number} first
 * @returns {Promise<number>}
 * @throws the system's error when listening is not allowed at all (EACCES for a port below 1024)
 */
export async function freePort(first) {
  for (let port = first; port <= highestPort; port++) {
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${first} to ${highestPort} is free.`);
}

/** @param {number} port */
async function isFree(port) {
  for (const address of addresses) {
    if (!(await isFreeOn(address, port))) return false;
  }
  return true;
}

/**
 * @param {string} address
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFreeOn(address, port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EACCES') reject(error);
      // Any other error means that this machine lacks the address (no IPv6), so nothing else listens there either.
      else resolve(error.code !== 'EADDRINUSE');
    });
    server.listen({ port, host: address, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
