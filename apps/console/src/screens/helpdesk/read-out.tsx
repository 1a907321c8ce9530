import { Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, type PublicRecord } from '../../api';
import { Facts } from '../../parts/frame/facts';
import { byLanguage, languageName } from '../../parts/texts/language-name';
import { instant } from '../../times';

/**
 * The text that may be read out to a caller: the valid one, Indonesian first. An invalid one is apart, for comparison
 * only.
 * @param channel on which the caller got it, where that is known: its text comes first
 */
export function ReadOut({
  record,
  inForce,
  channel = null,
}: {
  record: PublicRecord;
  inForce: PublicRecord | null;
  channel?: Channel | null;
}) {
  const { t } = useTranslation();
  if (inForce?.publicCode === record.publicCode)
    return <Texts title={t('helpdesk.readOut')} of={record} channel={channel} />;
  return (
    <>
      {inForce ? (
        <Texts title={t('helpdesk.readOutCorrection')} of={inForce} channel={channel} />
      ) : (
        <Text fw={600}>{t('helpdesk.nothingHolds')}</Text>
      )}
      <Paper withBorder p="sm" maw={720} component="details">
        <Text component="summary" size="sm" fw={600} c="red.9">
          {/* The text that holds in another broadcast is not wrong. */}
          {t(
            inForce && inForce.publicCode !== record.sameText ? 'helpdesk.oldText' : 'helpdesk.doubtfulText',
          )}
        </Text>
        <Stack mt="sm">
          <Texts title={t('helpdesk.notAloud')} of={record} channel={channel} />
        </Stack>
      </Paper>
    </>
  );
}

function Texts({ title, of, channel }: { title: string; of: PublicRecord; channel: Channel | null }) {
  const { t } = useTranslation();
  const place = (one: Channel): number => (one === channel ? -1 : CHANNELS.indexOf(one));
  const texts = of.texts.toSorted(
    (a, b) => byLanguage(a.language, b.language) || place(a.channel) - place(b.channel),
  );
  return (
    <>
      <Title order={3} size="h6">
        {title}
      </Title>
      <Facts
        facts={[
          [t('helpdesk.office'), of.office],
          [t('helpdesk.approvedAt'), instant(of.approvedAt)],
          [t('helpdesk.itsCode'), of.publicCode],
        ]}
      />
      {texts.map(({ channel: by, language, direction, subject, text }) => (
        <Stack gap={4} key={`${by} ${language}`} maw={680}>
          <Text size="xs" c="dimmed">
            {t(`channels.${by}`)}, {languageName(language)}
          </Text>
          {subject !== undefined && (
            <Text fw={600} size="sm" lang={language} dir={direction}>
              {subject}
            </Text>
          )}
          <Text className="message" size="sm" lang={language} dir={direction}>
            {text}
          </Text>
        </Stack>
      ))}
    </>
  );
}
