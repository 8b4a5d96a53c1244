import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin, ResolvedConfig } from 'vite';
import { integrityOf } from './versionFiles.ts';

/*
 * What the page may load and run: files of its own origin and nothing else, in two policies.
 *
 * The document's goes into the built page as a meta element, for hosts that send no headers, and our own server sends it as a
 * header too. Both know one exception, the script in `index.html` that notices where others did not arrive (`src/offline/restart.ts`),
 * by its SHA-256. Besides, there is no `eval`, no inline script or style, and HTML and script addresses from text only as
 * `src/ui/trustedTypes.ts` lets them through.
 *
 * A worker obeys the header of its own script. It may compile WebAssembly ('wasm-unsafe-eval'), which the page may not: the
 * training backend of `src/backend/wasm` does it, from bytes that are in the script itself.
 */

/** Scripts that run as workers: those that vite names so, and the service worker. */
const workerScript = /(\.worker-[\w-]+|\/sw)\.js$/;

type Directives = Readonly<Record<string, readonly string[]>>;

/**
 * @param dataUrl where the pictures are served from; undefined for the page's own origin
 * @param html of the page, whose own scripts may run
 */
export function pagePolicy(dataUrl: string | undefined, html: string): string {
  const scripts = [...html.matchAll(/<script>([^<]*(?:<(?!\/script)[^<]*)*)<\/script>/g)];
  return policyOf({
    ...sharedDirectives(dataUrl),
    'script-src': ["'self'", ...scripts.map(([, script = '']) => `'${integrityOf(script)}'`)],
    'style-src': ["'self'"],
    'img-src': ["'self'"],
    'manifest-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['default'],
  });
}

/** @param dataUrl where the pictures are served from; undefined for the page's own origin */
export function workerPolicy(dataUrl: string | undefined): string {
  return policyOf({ ...sharedDirectives(dataUrl), 'script-src': ["'self'", "'wasm-unsafe-eval'"] });
}

/** Puts the page's policy into the built page, and sends it and the workers' with what `vite preview` serves. */
export function contentSecurityPolicy(): Plugin {
  let config: ResolvedConfig;
  const dataUrl = (): string | undefined => config.env.VITE_CIFAR10_BASE_URL;

  return {
    name: 'content-security-policy',
    configResolved(resolved) {
      config = resolved;
    },
    transformIndexHtml: {
      // After the script has been put there.
      order: 'post',
      handler: (html) => {
        // In development vite itself writes scripts and styles into the page.
        if (config.command === 'serve') return [];
        const attrs = { 'http-equiv': 'Content-Security-Policy', content: pagePolicy(dataUrl(), html) };
        return [{ tag: 'meta', attrs, injectTo: 'head-prepend' }];
      },
    },
    configurePreviewServer(server) {
      const built = resolve(config.root, config.build.outDir, 'index.html');
      // Nobody may show the page within another one; only a header can say that.
      const page = () =>
        `${pagePolicy(dataUrl(), existsSync(built) ? readFileSync(built, 'utf8') : '')}; frame-ancestors 'none'`;
      const worker = workerPolicy(dataUrl());
      server.middlewares.use(({ url = '' }, response, next) => {
        const [path = ''] = url.split('?');
        response.setHeader('Content-Security-Policy', workerScript.test(path) ? worker : page());
        response.setHeader('X-Content-Type-Options', 'nosniff');
        response.setHeader('Referrer-Policy', 'no-referrer');
        next();
      });
    },
  };
}

function sharedDirectives(dataUrl: string | undefined): Directives {
  const dataOrigin = dataUrl && URL.canParse(dataUrl) ? [new URL(dataUrl).origin] : [];
  return {
    'default-src': ["'none'"],
    'connect-src': ["'self'", ...dataOrigin],
    'worker-src': ["'self'"],
  };
}

function policyOf(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
