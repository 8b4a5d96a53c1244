import { ShareButton } from '../share/ShareButton.tsx';

/** The result as a picture and a link, for people rather than programs. */
export function CardExport() {
  return (
    <div className="export-group">
      <h3>Picture card</h3>
      <p className="quiet">
        The result in one picture, with its curve and the first layer, and a link that opens its configuration
        with the accuracy to beat.
      </p>
      <div className="row">
        <ShareButton className="button">Save picture card</ShareButton>
      </div>
    </div>
  );
}
