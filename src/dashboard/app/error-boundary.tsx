import { Button, Text } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useLocation } from "wouter";
import { Page } from "../shared/page.tsx";
import { defineWords, useWords } from "./language.tsx";

const words = defineWords({
  en: {
    title: "This page has failed",
    explanation:
      "The fault is in the page, and nothing that you have done is lost. Load it again; if it fails once more, tell whoever runs this site.",
    reload: "Load again",
  },
  vi: {
    title: "Trang này gặp lỗi",
    explanation:
      "Lỗi nằm ở trang, những gì bạn đã làm không bị mất. Hãy tải lại; nếu vẫn lỗi, hãy báo cho người vận hành.",
    reload: "Tải lại",
  },
});

/** Keeps the shell usable when a page fails or its code cannot be fetched. Navigation clears the error. */
export function ErrorBoundary({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  return <Boundary key={path}>{children}</Boundary>;
}

class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Failed /> : this.props.children;
  }
}

function Failed() {
  const text = useWords(words);
  return (
    <Page title={text.title}>
      <Text role="alert">{text.explanation}</Text>
      <Button onClick={() => location.reload()} w="fit-content">
        {text.reload}
      </Button>
    </Page>
  );
}
