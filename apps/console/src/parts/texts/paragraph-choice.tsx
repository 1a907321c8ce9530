import { Stack, Text, UnstyledButton } from '@mantine/core';
import { Dialog } from '../forms/dialog';
import { focusAdded } from '../forms/focus-added';
import { Template } from './highlighted-text';
import { paragraphs } from './highlights.rules';

/** Asks which paragraph of a text is meant, where nobody marked any words. */
export function ParagraphChoice({
  title,
  help,
  text,
  language,
  onChoose,
  onClose,
}: {
  title: string;
  help: string;
  text: string;
  language: string;
  onChoose: (paragraph: { start: number; quote: string }) => void;
  onClose: () => void;
}) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Stack gap="xs">
        <Text size="sm">{help}</Text>
        {paragraphs(text).map((paragraph, at) => (
          <UnstyledButton
            key={paragraph.start}
            className="choice"
            data-autofocus={at === 0 || undefined}
            onClick={() => {
              focusAdded();
              onChoose(paragraph);
            }}
            lang={language}
          >
            <Template text={paragraph.quote} named />
          </UnstyledButton>
        ))}
      </Stack>
    </Dialog>
  );
}
