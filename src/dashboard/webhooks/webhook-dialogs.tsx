import {
  RegisterWebhookDocument,
  UpdateWebhookDocument,
  type WebhookFieldsFragment,
} from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { commonWords } from "../shared/common-words.ts";
import { Dialog } from "../shared/dialog.tsx";
import { notifyDone } from "../shared/notify.tsx";
import { type WebhookDraft, WebhookForm } from "./webhook-form.tsx";

const words = defineWords({
  en: {
    register: "Register a webhook",
    edit: "Edit webhook",
    saved: "Webhook saved.",
  },
  vi: {
    register: "Đăng ký webhook",
    edit: "Sửa webhook",
    saved: "Đã lưu webhook.",
  },
});

interface RegisterWebhookProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onRegistered: (secret: string) => void;
}

export function RegisterWebhook({ opened, onClose, onRegistered }: RegisterWebhookProps) {
  const { register } = useWords(words);
  const { send, close, form } = useDialogCommand(RegisterWebhookDocument, onClose);
  const submit = async ({ events, ...draft }: WebhookDraft) => {
    const done = await send({ input: { ...draft, events: [...events] } });
    if (!done) return;
    close();
    onRegistered(done.registerWebhook.secret);
  };
  return (
    <Dialog opened={opened} onClose={close} title={register} closeOnClickOutside={false}>
      <WebhookForm action={register} onSubmit={submit} {...form} />
    </Dialog>
  );
}

interface EditWebhookProps {
  readonly webhook: WebhookFieldsFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function EditWebhook({ webhook, opened, onClose }: EditWebhookProps) {
  const { edit, saved } = useWords(words);
  const { save } = useWords(commonWords);
  const { send, close, form } = useDialogCommand(UpdateWebhookDocument, onClose);
  const change = async ({ events, ...draft }: WebhookDraft) => {
    if (!(await send({ input: { webhookId: webhook.id, ...draft, events: [...events] } }))) return;
    close();
    notifyDone(saved);
  };
  return (
    <Dialog opened={opened} onClose={close} title={edit} closeOnClickOutside={false}>
      <WebhookForm webhook={webhook} action={save} onSubmit={change} {...form} />
    </Dialog>
  );
}
