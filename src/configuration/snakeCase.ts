import type { ParameterKey } from './parameters.ts';

/** `learning_rate`: how Python programs, the article's among them, write a parameter's name. */
export function snakeCase(key: ParameterKey): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
