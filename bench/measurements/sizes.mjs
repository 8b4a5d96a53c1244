import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from '../../commands/runCommand.mjs';

/** @typedef {{ part: string, bytes: number, gzipBytes: number }} PartSize */

/**
 * The sizes of the built page's parts. The first screen's scripts are those that `index.html` names, with all of their static imports; it
 * is painted without them, and usable with them.
 * @returns {Promise<PartSize[]>}
 */
export async function measureSizes() {
  const folder = join(projectRoot, 'dist');
  const scripts = scriptsIn(join(folder, 'assets'));
  const firstScreen = reachable(scripts, namesIn(readFileSync(join(folder, 'index.html'), 'utf8'), scripts));
  const workers = [...scripts.keys()].filter((name) => name.includes('.worker-'));
  const later = [...scripts.keys()].filter((name) => !firstScreen.has(name) && !workers.includes(name));
  const charts = later.filter((name) => scripts.get(name)?.includes('vega'));
  const webAssembly = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.wasm'));
  const sizeOf = (/** @type {string} */ part, /** @type {Iterable<string>} */ names) =>
    partSize(
      part,
      [...names].map((name) => readFileSync(join(folder, 'assets', name))),
    );
  return [
    sizeOf('First screen', firstScreen),
    ...workers.map((name) => sizeOf(`Worker ${name.split('.')[0]}`, [name])),
    sizeOf('Charts', charts),
    sizeOf(
      'Later stages of the page',
      later.filter((name) => !charts.includes(name)),
    ),
    ...webAssembly.map((name) => sizeOf(name.replace(/-[\w-]{8}(?=\.wasm$)/, ''), [name])),
  ];
}

/**
 * @param {string} folder
 * @returns {Map<string, string>} name → code
 */
function scriptsIn(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/**
 * The scripts that are needed before the first of them runs: the transitive static imports.
 * @param {ReadonlyMap<string, string>} scripts
 * @param {readonly string[]} roots
 */
export function reachable(scripts, roots) {
  /** @type {Set<string>} */
  const found = new Set();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...staticImports(scripts.get(name) ?? '').filter((imported) => scripts.has(imported)));
  }
  return found;
}

/** @param {string} code minified */
function staticImports(code) {
  return [...code.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g)].map(([, name = '']) => name);
}

/**
 * What its elements load: the page also lists all of its files, to fetch them again where one has not arrived.
 * @param {string} html
 * @param {ReadonlyMap<string, string>} scripts
 */
function namesIn(html, scripts) {
  const loaded = html.match(/(?<=(?:src|href)=")[^"]+\.js(?=")/g) ?? [];
  return [...scripts.keys()].filter((name) => loaded.some((path) => path.endsWith(name)));
}

/**
 * @param {string} part
 * @param {readonly Buffer[]} contents
 * @returns {PartSize}
 */
function partSize(part, contents) {
  const total = (/** @type {(content: Buffer) => number} */ size) =>
    contents.reduce((sum, content) => sum + size(content), 0);
  return {
    part,
    bytes: total(({ length }) => length),
    gzipBytes: total((content) => gzipSync(content).length),
  };
}
