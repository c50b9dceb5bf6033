import { ChangeSiteDocument, OpenSiteDocument, type SiteDetailsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useDialogCommand } from "../shared/command.ts";
import { commonWords } from "../shared/common-words.ts";
import { Dialog } from "../shared/dialog.tsx";
import { notifyDone } from "../shared/notify.tsx";
import type { SiteInput } from "./site-fields.ts";
import { SiteForm } from "./site-form.tsx";

const words = defineWords({
  en: {
    create: "Create station",
    created: (name: string) => `${name} created`,
    edit: (name: string) => `Edit ${name}`,
    saved: (name: string) => `${name} saved`,
  },
  vi: {
    create: "Tạo trạm",
    created: (name: string) => `Đã tạo ${name}`,
    edit: (name: string) => `Sửa ${name}`,
    saved: (name: string) => `Đã lưu ${name}`,
  },
});

interface CreateSiteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onCreated: (id: string) => void;
}

export function CreateSite({ opened, onClose, onCreated }: CreateSiteProps) {
  const text = useWords(words);
  const { send, close, form } = useDialogCommand(OpenSiteDocument, onClose);
  const create = async (input: SiteInput) => {
    const done = await send({ input });
    if (!done) return;
    notifyDone(text.created(done.createStation.station.name));
    close();
    onCreated(done.createStation.station.id);
  };
  return (
    <Dialog opened={opened} onClose={close} title={text.create} size="lg">
      <SiteForm action={text.create} {...form} onSubmit={(input) => void create(input)} />
    </Dialog>
  );
}

interface EditSiteProps {
  readonly site: SiteDetailsFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function EditSite({ site, opened, onClose }: EditSiteProps) {
  const text = useWords(words);
  const { save } = useWords(commonWords);
  const { send, close, form } = useDialogCommand(ChangeSiteDocument, onClose);
  const change = async (input: SiteInput) => {
    const done = await send({ input: { stationId: site.id, ...input } });
    if (!done) return;
    notifyDone(text.saved(done.updateStation.station.name));
    close();
  };
  return (
    <Dialog opened={opened} onClose={close} title={text.edit(site.name)} size="lg">
      <SiteForm site={site} action={save} {...form} onSubmit={(input) => void change(input)} />
    </Dialog>
  );
}
