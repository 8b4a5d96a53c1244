/**
 * The fields of a package in package-lock.json that matter here.
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 */

/** @typedef {Record<string, LockedPackage>} Packages by path, such as `node_modules/react`; `''` is the project itself */

/** @typedef {{ os: string, cpu: string, libc: string | null }} Platform in npm's words: `linux`, `x64`, `glibc` */

/**
 * The packages of the lockfile that are not installed as the lockfile says.
 * @param {Packages} locked `packages` of package-lock.json
 * @param {Packages} installed `packages` of node_modules/.package-lock.json, which npm writes when it has finished
 * @param {Platform} platform
 * @param {(path: string) => boolean} isOnDisk
 * @returns {string[]} their paths
 */
export function missingPackages(locked, installed, platform, isOnDisk) {
  const missing = [];
  for (const [path, wanted] of Object.entries(locked)) {
    if (path === '') continue;
    const present = installed[path];
    const isThere = present !== undefined && isSame(wanted, present) && isOnDisk(path);
    if (!isThere && (present !== undefined || isNeeded(wanted, platform))) missing.push(path);
  }
  return missing;
}

/**
 * @param {LockedPackage} wanted
 * @param {LockedPackage} present
 */
function isSame(wanted, present) {
  if (wanted.version !== present.version) return false;
  return (
    wanted.integrity === undefined ||
    present.integrity === undefined ||
    wanted.integrity === present.integrity
  );
}

/**
 * npm skips optional packages for other platforms, and their exclusive dependencies. So an absent optional package counts as
 * missing only if it names a platform that matches this one.
 * @param {LockedPackage} wanted
 * @param {Platform} platform
 */
function isNeeded(wanted, { os, cpu, libc }) {
  if (wanted.optional !== true) return true;
  if (wanted.os === undefined && wanted.cpu === undefined) return false;
  return allows(wanted.os, os) && allows(wanted.cpu, cpu) && allows(wanted.libc, libc);
}

/**
 * npm's lists name allowed values (`linux`) or excluded ones (`!win32`).
 * @param {readonly string[] | undefined} list
 * @param {string | null} value
 */
function allows(list, value) {
  if (list === undefined) return true;
  if (list.includes(`!${value}`)) return false;
  return (
    list.some((entry) => entry === value || entry === 'any') || list.every((entry) => entry.startsWith('!'))
  );
}
