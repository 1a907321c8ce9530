import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '../../../api';
import { CorrectedText } from '../../../parts/broadcasts/chain';
import { byLanguage, languageName } from '../../../parts/texts/language-name';
import { HighlightedText } from '../../../parts/texts/highlighted-text';
import { RecordingPlayer } from '../../../parts/texts/recording-player';
import { Section } from '../../../parts/frame/section';
import { Marks } from '../../review/marks';
import type { Marking } from '../../review/marking.rules';
import type { Mark } from '../../../api/reviews';
import { shownOf } from './shown.rules';

/**
 * The easy texts and recordings of a broadcast, as the public page will show them. Renders nothing when there are none.
 * @param findings of the review, in the easy texts
 * @param marking where the findings are decided on
 */
export function Alternatives({
  broadcast,
  findings = [],
  marking = null,
}: {
  broadcast: Broadcast;
  findings?: readonly Mark[];
  marking?: Marking | null;
}) {
  const { t } = useTranslation();
  const { alternatives, frozen } = shownOf(broadcast);
  if (!alternatives) return null;
  const { easy = {}, audio = {}, signing } = alternatives;
  const inOrder = <T,>(of: Record<string, T>): [string, T][] =>
    Object.entries(of).sort(([a], [b]) => byLanguage(a, b));
  return (
    <Section title={t('alternatives.title')}>
      <CorrectedText chain={broadcast.chain} />
      <Text size="sm">{t(frozen ? 'alternatives.frozen' : 'alternatives.help')}</Text>
      {inOrder(easy).map(([language, text]) => {
        const own = findings.filter((one) => one.language === language);
        const title = t('alternatives.easyIn', { language: languageName(language) });
        return (
          <Stack key={language} gap={6} maw={680} component="section" aria-label={title}>
            <Title order={3} size="h5">
              {title}
            </Title>
            <Text className="message" lang={language}>
              <HighlightedText
                named
                text={text}
                highlights={own.map(({ start, quote }, at) => ({ no: at + 1, start, length: quote.length }))}
              />
            </Text>
            <Marks of={own} from={1} text={text} marking={marking} />
          </Stack>
        );
      })}
      {inOrder(audio).map(([language, recording]) => (
        <RecordingPlayer
          key={language}
          kind="audio"
          label={t('alternatives.audioIn', { language: languageName(language) })}
          recording={recording}
        />
      ))}
      {signing && <RecordingPlayer kind="signing" label={t('alternatives.signing')} recording={signing} />}
    </Section>
  );
}
