import type { View } from 'vega';

/**
 * Gives the view's data set other rows, in the objects of the rows before. Vega numbers every object that it is given and keeps
 * some of what it drew for it, so that rows given anew at each drawing would fill the memory of a long run.
 */
export function replaceRows(view: View, name: string, rows: readonly object[]): View {
  const present: readonly object[] = view.data(name);
  const successors = new Map(rows.slice(0, present.length).map((row, index) => [present[index], row]));
  const isKept = (tuple: object) => successors.has(tuple);
  const changes = view
    .changeset()
    .remove((tuple: object) => !isKept(tuple))
    .insert(rows.slice(present.length));
  for (const field of Object.keys(rows[0] ?? {})) {
    changes.modify(isKept, field, (tuple: object) => Reflect.get(successors.get(tuple) ?? tuple, field));
  }
  return view.change(name, changes);
}
