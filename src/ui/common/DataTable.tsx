import './dataTable.css';

interface DataTableProps {
  /** Of the box that scrolls. */
  readonly label: string;
  readonly caption: string;
  readonly columns: readonly string[];
  /** A cell for each column; the first names the row, and no other row has it. */
  readonly rows: readonly (readonly [heading: string, ...cells: string[]])[];
}

/** Numbers in a box of its own height, which keys can scroll as well. */
export function DataTable({ label, caption, columns, rows }: DataTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what has no focus cannot be scrolled by keys.
    <section className="data-table" aria-label={label} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody translate="no">
          {rows.map(([heading, ...cells]) => (
            <tr key={heading}>
              <th scope="row">{heading}</th>
              {cells.map((cell, index) => (
                <td key={columns[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
