import { backendNames, backendTitles } from '../../backend/backendInfo.ts';

/** What a backend is called on the page; a checkpoint from elsewhere may name one that is not known here. */
export function backendTitle(name: string): string {
  const known = backendNames.find((candidate) => candidate === name);
  return known ? backendTitles[known] : name;
}
