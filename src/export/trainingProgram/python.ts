/*
 * Python, put together from pieces: whole functions, classes and blocks of constants, formatted as black formats them.
 */

/** A piece of text that is there on some condition only. */
type Optional = string | false;

/** The texts that are there, one below the other. */
export function lines(...texts: readonly Optional[]): string {
  return texts.filter((text) => text !== false).join('\n');
}

export function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '    ');
}

/** `SEED = 1`: a line for each constant. */
export function constants(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} = ${literal(value)}`)
    .join('\n');
}

/** `0.001`, `1e-5`, `"text"` */
export function literal(value: string | number): string {
  const isTiny = typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-4;
  return isTiny ? value.toExponential() : JSON.stringify(value);
}

/**
 * A file of a program: what it is, what it imports, its constants, and what it defines.
 *
 * @param constants empty for none
 * @param definitions functions and classes, and what runs them
 */
export function pythonFile(docstring: string, constants: string, definitions: readonly Optional[]): string {
  const body = definitions.filter((text) => text !== false).map((text) => text.trimEnd());
  const imports = importsOf([constants, ...body].join('\n'));
  const head = [`"""${docstring}"""`, imports, constants].filter((text) => text !== '').join('\n\n');
  // black leaves one empty line between imports and constants, and two before definitions.
  return `${[head, ...body].join('\n\n\n')}\n`;
}

/** What a file of the program may import, in the order of its statements: a name for a module, or names in a module. */
const modules = {
  standard: [
    ...['argparse', 'copy', 'itertools', 'json', 'math', 'os', 'sys', 'tempfile', 'zipfile'].map((name) =>
      module(name),
    ),
    members('pathlib', 'Path'),
  ],
  installed: [
    module('numpy', 'np'),
    module('torch'),
    module('torch.distributed', 'dist'),
    members('torch', 'nn'),
    aliased('torch.nn', 'functional', 'F'),
    members('torch.nn.parallel', 'DistributedDataParallel'),
    members('torch.optim.lr_scheduler', 'LambdaLR'),
    members('torch.utils.data', 'DataLoader', 'Dataset', 'Sampler'),
  ],
  own: [
    module('cifar10_data'),
    members('data', 'BATCH_SIZE', 'BatchSampler', 'InputScaling', 'load_data'),
    members('network', 'load_network', 'save_network'),
  ],
} as const satisfies Readonly<Record<string, readonly Import[]>>;

/** The statement that a text needs; null where it needs none. */
type Import = (text: string) => string | null;

function module(name: string, alias = ''): Import {
  const statement = alias ? `import ${name} as ${alias}` : `import ${name}`;
  return (text) => (isIn(text, `${alias || name}\\.`) ? statement : null);
}

function aliased(from: string, name: string, alias: string): Import {
  return (text) => (isIn(text, `${alias}\\.`) ? `from ${from} import ${name} as ${alias}` : null);
}

/** Names that the file itself does not define. */
function members(from: string, ...names: readonly string[]): Import {
  return (text) => {
    const used = names.filter((name) => isIn(text, name) && !isDefined(text, name));
    return used.length > 0 ? `from ${from} import ${used.join(', ')}` : null;
  };
}

/** Whether the name is in the text, and not part of another one. */
function isIn(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.])${name}\\b`).test(text);
}

function isDefined(text: string, name: string): boolean {
  return new RegExp(`^(?:(?:class|def) ${name}\\b|${name} = )`, 'm').test(text);
}

function importsOf(text: string): string {
  const groups = Object.values(modules).map((group) =>
    lines(...group.map((statement) => statement(text) ?? false)),
  );
  return groups.filter((group) => group !== '').join('\n\n');
}
