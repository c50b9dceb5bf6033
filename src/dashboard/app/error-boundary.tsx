import { Button, Text } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useLocation } from "wouter";
import { Page } from "../shared/page.tsx";
import { defineWords, useWords } from "./language.tsx";

const words = defineWords({
  en: {
    title: "Something went wrong",
    explanation:
      "This page could not be shown, but nothing you did is lost. Reload it; if it fails again, tell your administrator.",
    reload: "Reload",
  },
  vi: {
    title: "Trang này gặp lỗi",
    explanation:
      "Không hiển thị được trang, nhưng những gì bạn đã làm không bị mất. Hãy tải lại; nếu vẫn lỗi, hãy báo cho quản trị viên.",
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
