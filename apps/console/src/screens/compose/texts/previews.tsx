import { Box, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SampleCopy, TextLook } from '../../../api';
import { clock } from '../../../times';
import classes from './previews.module.css';

/** Nothing loads and nothing runs; a link opens nowhere. */
const STRICT =
  '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'"><base target="_blank">';

/** A copy as a mail program shows it. The HTML is sandboxed: it cannot run scripts, load anything or navigate. */
export function EmailPreview({
  copy: { subject = '', html = '' },
  sender,
  name,
}: {
  copy: SampleCopy;
  sender: TextLook['sender'];
  name: string;
}) {
  const { t } = useTranslation();
  return (
    <Paper withBorder className={classes.mail}>
      <Stack gap={2} p="sm" className={classes.head}>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {subject}
        </Text>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {sender.name} <Text span size="sm" c="dimmed">{`<${sender.from}>`}</Text>
        </Text>
        <Text size="xs" c="dimmed">
          {t('sample.to', { name })}
        </Text>
      </Stack>
      <iframe
        className={classes.body}
        title={t('sample.mail')}
        sandbox=""
        srcDoc={html.replace('<head>', `<head>${STRICT}`)}
      />
    </Paper>
  );
}

/** A copy as a bubble in a Telegram chat. */
export function TelegramPreview({ copy: { text, language }, from }: { copy: SampleCopy; from: string }) {
  return (
    <Box className={classes.chat}>
      <Text size="xs" fw={600} className={classes.chatName}>
        {from}
      </Text>
      <Box className={classes.bubble}>
        <Text size="sm" className="message" lang={language}>
          {text}
        </Text>
        <Text size="xs" c="dimmed" ta="right">
          {clock(new Date()).replace(/ .*/, '')}
        </Text>
      </Box>
    </Box>
  );
}

/** A copy as an SMS on a phone. */
export function SmsPreview({ copy: { text, language }, from }: { copy: SampleCopy; from: string }) {
  return (
    <Box className={classes.phone}>
      <Group justify="center" className={classes.phoneTop}>
        <Text size="xs" fw={600}>
          {from}
        </Text>
      </Group>
      <Box className={classes.sms}>
        <Text size="sm" className="message" lang={language}>
          {text}
        </Text>
      </Box>
    </Box>
  );
}
