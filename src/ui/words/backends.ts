import { backendNames, backendTitles } from '../../backend/backendInfo.ts';

/** The backend's title on the page. A checkpoint from elsewhere may name a backend that this version does not know. */
export function backendTitle(name: string): string {
  const known = backendNames.find((candidate) => candidate === name);
  return known ? backendTitles[known] : name;
}
