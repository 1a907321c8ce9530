import { Loader, Stack, Text } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SampleCopy } from '../../../api';
import { ErrorNote } from '../../../parts/frame/error-note';
import { VARIABLE_GROUPS } from '../../../parts/texts/variables';
import { Device, type Show } from '../../../parts/texts/device';
import { listed } from '../../../times';
import { usePlainNames } from '../../../parts/texts/plain-names';
import { unfilled } from '../../../parts/texts/unfilled.rules';
import { useLook, type Written } from './use-look';

/** A citizen's copy of one text as the channel's program shows it, rendered by the server. */
export const Preview = memo(function Preview({ show, ...written }: Written & { show: Show }) {
  const { t } = useTranslation();
  const names = usePlainNames();
  const { channel, setting, sample } = written;
  const { look, written: any } = useLook(written);
  if (!any) return <Hint>{t('compose.nothingWritten')}</Hint>;
  if (look.isError) return <ErrorNote error={look.error} title={t('texts.noSample')} />;
  if (!look.data) return <Loader size="sm" aria-label={t('texts.sample')} />;
  const { sender, copy: given } = look.data;
  if (!given) return <Hint>{t('texts.noSample')}</Hint>;
  const empty = unfilled([given.subject ?? '', given.text]);
  const copy: SampleCopy = {
    ...given,
    ...(given.subject !== undefined && { subject: names(given.subject) }),
    ...(given.html !== undefined && { html: names(given.html) }),
    text: names(given.text),
  };
  // Of what only the election holds: the rest is the citizen's own, and is filled in with each copy.
  const lacks = empty.filter((variable) => VARIABLE_GROUPS.election.some((one) => one === variable));
  return (
    <Stack gap="xs">
      {lacks.length > 0 && (
        <Text size="sm" role="status">
          {t(setting.electionId === undefined ? 'sample.noElection' : 'sample.lacks', {
            what: listed(lacks.map((variable) => t(`variables.${variable}`))),
          })}
        </Text>
      )}
      <Device
        channel={channel}
        copy={copy}
        sender={sender}
        name={sample.name}
        show={show}
        busy={look.isFetching}
      />
    </Stack>
  );
});

const Hint = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
);
