import { ActionButton } from '../common/ActionButton.tsx';
import { ConfirmDialog } from '../common/ConfirmDialog.tsx';
import { useSession } from '../common/sessionContext.ts';
import { useDialog } from '../common/useDialog.ts';
import { useDisabledReason } from '../train/useDisabledReason.ts';

/** Deletes the stored images after a confirmation. */
export function DeleteData() {
  const session = useSession();
  const confirmation = useDialog();
  return (
    <>
      <ActionButton onPress={confirmation.open} disabledReason={useDisabledReason('deleteData')}>
        Delete data
      </ActionButton>
      <ConfirmDialog
        dialog={confirmation.dialog}
        title="Delete CIFAR-10 from this browser?"
        action="Delete 60,000 pictures"
        onConfirm={() => session.deleteDataset()}
      >
        This deletes 184 MB of images and any run that is not saved as a checkpoint. Checkpoints are kept. You
        can download the images again at any time.
      </ConfirmDialog>
    </>
  );
}
