import { fileURLToPath } from 'node:url';
import { createServer, isRunnableDevEnvironment, type Plugin, type ViteDevServer } from 'vite';
import { sampleSprite } from './sampleSprite.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = '/src/prerender.tsx';
const emptyRoot = '<div id="root"></div>';

/**
 * Puts the first screen into the page as HTML, in development as in the build: it is painted before any JavaScript has arrived,
 * and `src/main.tsx` hydrates it. Where the two differ, the browser's console has an error.
 */
export function prerender(): Plugin {
  return {
    name: 'prerender',
    transformIndexHtml: {
      order: 'post',
      async handler(html, { server }) {
        const screen = await (server ? renderedBy(server) : renderedForBuild());
        checkScreen(screen);
        if (!html.includes(emptyRoot)) throw new Error(`index.html has no ${emptyRoot}`);
        return html.replace(emptyRoot, () => `<div id="root" data-prerendered>${screen}</div>`);
      },
    },
  };
}

/** What a component must not do that the first screen shows. */
function checkScreen(screen: string): void {
  // The page's Content-Security-Policy would refuse both.
  const refused = /<script|<[^>]* style=/.exec(screen);
  if (refused) throw new Error(`the prerendered page has an inline script or style: ${refused[0]}`);
  // When somebody comes back to the page, browsers fill in what such a control had before. React does not see that: the page would
  // show one backend and train on another.
  const restored = /<(?:select|input)(?![^>]* autocomplete="off")[^>]*>/i.exec(screen);
  if (restored)
    throw new Error(`the prerendered page has a control without autoComplete="off": ${restored[0]}`);
}

/** @returns the contents of `#root` */
async function renderedBy(server: ViteDevServer): Promise<string> {
  const { ssr } = server.environments;
  if (!isRunnableDevEnvironment(ssr)) throw new Error('vite has no environment that runs modules under Node');
  const page = await ssr.runner.import<typeof import('../src/prerender.tsx')>(entry);
  return page.prerender();
}

/** A build has no server that could load the page's modules under Node: one is started for that alone, and listens nowhere. */
async function renderedForBuild(): Promise<string> {
  const server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    plugins: [sampleSprite()],
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, ws: false, watch: null },
  });
  try {
    return await renderedBy(server);
  } finally {
    await server.close();
  }
}
