import { ChangeSiteDocument, OpenSiteDocument, type SiteDetailsFragment } from "../api/documents.ts";
import { defineWords, useWords } from "../app/language.tsx";
import { useCommand } from "../shared/command.ts";
import { notifyDone } from "../shared/notify.tsx";
import { FormModal } from "./form-modal.tsx";
import type { SiteInput } from "./site-fields.ts";
import { SiteForm } from "./site-form.tsx";

const words = defineWords({
  en: {
    create: "Create station",
    created: (name: string) => `${name} is created`,
    edit: (name: string) => `Edit ${name}`,
    save: "Save",
    saved: (name: string) => `${name} is saved`,
  },
  vi: {
    create: "Tạo trạm",
    created: (name: string) => `Đã tạo ${name}`,
    edit: (name: string) => `Sửa ${name}`,
    save: "Lưu",
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
  const { send, fetching, refusal, forget } = useCommand(OpenSiteDocument, { quiet: true });
  const close = () => {
    forget();
    onClose();
  };
  const create = async (input: SiteInput) => {
    const done = await send({ input });
    if (!done) return;
    notifyDone(text.created(done.createStation.station.name));
    close();
    onCreated(done.createStation.station.id);
  };
  return (
    <FormModal opened={opened} onClose={close} title={text.create} size="lg">
      <SiteForm
        action={text.create}
        busy={fetching}
        refusal={refusal}
        onSubmit={(input) => void create(input)}
        onCancel={close}
      />
    </FormModal>
  );
}

interface EditSiteProps {
  readonly site: SiteDetailsFragment;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function EditSite({ site, opened, onClose }: EditSiteProps) {
  const text = useWords(words);
  const { send, fetching, refusal, forget } = useCommand(ChangeSiteDocument, { quiet: true });
  const close = () => {
    forget();
    onClose();
  };
  const save = async (input: SiteInput) => {
    const done = await send({ input: { stationId: site.id, ...input } });
    if (!done) return;
    notifyDone(text.saved(done.updateStation.station.name));
    close();
  };
  return (
    <FormModal opened={opened} onClose={close} title={text.edit(site.name)} size="lg">
      <SiteForm
        site={site}
        action={text.save}
        busy={fetching}
        refusal={refusal}
        onSubmit={(input) => void save(input)}
        onCancel={close}
      />
    </FormModal>
  );
}
