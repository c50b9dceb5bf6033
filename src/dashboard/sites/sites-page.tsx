import { Button, Group, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { defineWords, useWords } from "../app/language.tsx";
import { pathOf, routes } from "../routes.ts";
import { useAddress } from "../shared/address.ts";
import { OnlyFor } from "../shared/only-for.tsx";
import { Page } from "../shared/page.tsx";
import { ExpireButton } from "./expire-button.tsx";
import { CreateSite } from "./site-dialogs.tsx";
import { SiteList } from "./site-list.tsx";

const words = defineWords({
  en: { title: "Stations", create: "Create station", search: "Search by name" },
  vi: { title: "Trạm sạc", create: "Tạo trạm", search: "Tìm theo tên" },
});

export default function SitesPage() {
  const { title } = useWords(words);
  return (
    <OnlyFor who="staff" title={title}>
      {() => <Sites />}
    </OnlyFor>
  );
}

const LONGEST_NAME = 200;
const TYPING_MS = 250;

function Sites() {
  const text = useWords(words);
  const [, navigate] = useLocation();
  const { search, typed, setTyped } = useNameSearch();
  const [creates, setCreates] = useState(false);
  const actions = (
    <Group gap="xs">
      <ExpireButton />
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setCreates(true)}>
        {text.create}
      </Button>
    </Group>
  );
  return (
    <Page title={text.title} actions={actions}>
      <TextInput
        type="search"
        label={text.search}
        value={typed}
        maxLength={LONGEST_NAME}
        leftSection={<IconSearch size={16} aria-hidden />}
        maw={360}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <SiteList search={search} />
      <CreateSite
        opened={creates}
        onClose={() => setCreates(false)}
        onCreated={(id) => navigate(pathOf(routes.site, id))}
      />
    </Page>
  );
}

/** The name to search for, kept in the address so that it survives a reload and returns with the page. */
function useNameSearch() {
  const [parameters, change] = useAddress();
  const search = (parameters.get("q") ?? "").slice(0, LONGEST_NAME).trim();
  const [typed, setTyped] = useState(search);
  // The address may be changed elsewhere.
  useEffect(() => setTyped((current) => (current.trim() === search ? current : search)), [search]);
  useEffect(() => {
    if (typed.trim() === search) return;
    const timer = setTimeout(() => change({ q: typed.trim() }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, search, change]);
  return { search, typed, setTyped };
}
