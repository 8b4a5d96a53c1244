// npm start: installs and builds what is missing, serves the page, opens it where there is a display.
import './stopUnderOldNode.mjs';
import { buildPage, isPageBuilt } from './buildPage.mjs';
import { hasDisplay } from './display.mjs';
import { installWhatIsMissing } from './installWhatIsMissing.mjs';
import { freePort, portFrom } from './port.mjs';
import { projectRoot } from './runCommand.mjs';
import { say } from './say.mjs';

const standardPort = 4173;

async function start() {
  const wanted = portFrom(process.env.PORT, standardPort);
  if (wanted === null) {
    return fail(`PORT is "${process.env.PORT}", which is no port: give a number from 1 to 65535.`);
  }
  if (!(await installWhatIsMissing())) return fail('Without these packages the page cannot be built.');
  if (!isPageBuilt()) {
    say('Building the page …');
    const { code } = await buildPage();
    if (code !== 0) return fail('The page could not be built; the reason is above.');
  }
  await serve(wanted);
}

/** @param {number} wanted */
async function serve(wanted) {
  const port = await freePort(wanted);
  // 127.0.0.1 is reachable by name (localhost) and by number; listening on the name may mean IPv6 alone.
  const url = `http://localhost:${port}/`;
  const { preview } = await import('vite');
  const server = await preview({
    root: projectRoot,
    preview: {
      host: '127.0.0.1',
      port,
      strictPort: true,
      open: hasDisplay(process.platform, process.env) && url,
    },
  });
  endOnInterrupt(server);

  if (port !== wanted) {
    say(`Port ${wanted} is in use by another program, so this is port ${port}.`);
    say(
      'A browser keeps data and checkpoints for each port apart: what was stored under another port is not seen here.',
    );
  }
  say(`The page is at ${url}`);
  say('Ctrl-C ends it.');
}

/** @param {import('vite').PreviewServer} server */
function endOnInterrupt(server) {
  process.once('SIGINT', () => {
    // A second Ctrl-C has no listener, and ends the process at once.
    server.close().finally(() => process.exit(0));
  });
}

/** @param {string} sentence */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

start().catch((error) => {
  fail(
    error.code === 'EACCES' && error.syscall === 'listen'
      ? `This port is not open to you (${error.message}). Try PORT=8080.`
      : String(error.stack),
  );
});
