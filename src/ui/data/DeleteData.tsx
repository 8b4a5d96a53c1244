import { ActionButton } from '../common/ActionButton.tsx';
import { ConfirmDialog } from '../common/ConfirmDialog.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useConfirmation } from '../common/useConfirmation.ts';
import { useControl } from '../train/useControl.ts';

/** Frees the space that the pictures take, after asking once. */
export function DeleteData() {
  const session = useSession();
  const confirmation = useConfirmation();
  return (
    <>
      <ActionButton onPress={confirmation.ask} unavailable={useControl('deleteData')}>
        Delete data
      </ActionButton>
      <ConfirmDialog
        dialog={confirmation.dialog}
        title="Delete CIFAR-10 from this browser?"
        action="Delete 60,000 pictures"
        onConfirm={() => session.deleteDataset()}
      >
        The 184 MB of pictures go; a run that is not saved as a checkpoint goes with them. Checkpoints stay.
        You can download the pictures again at any time.
      </ConfirmDialog>
    </>
  );
}
