/**
 * Names runs and sweeps by date and time, as the article's log directories: 2026-11-24_14-05-09, in local time. Where two begin in
 * the same second, the later one gets a number behind it.
 */
export function createDatedIds(isOnRecord: (id: string) => boolean): (moment: Date) => string {
  // A run comes on record a little after it has begun.
  const given = new Set<string>();
  return (moment) => {
    const dated = idAt(moment);
    let id = dated;
    for (let number = 2; given.has(id) || isOnRecord(id); number += 1) id = `${dated}-${number}`;
    given.add(id);
    return id;
  };
}

function idAt(moment: Date): string {
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-');
}
