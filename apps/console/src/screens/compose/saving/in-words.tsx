import { useTranslation } from 'react-i18next';
import type { Channel } from '../../../api';
import { useElections } from '../../../parts/broadcasts/elections';
import { useTopics } from '../../../parts/broadcasts/topics';
import { regionName, useRegions } from '../../../parts/regions/regions';
import { languageName } from '../../../parts/texts/language-name';
import { Template } from '../../../parts/texts/highlighted-text';
import { listed, wallClock } from '../../../times';
import type { ComposeForm } from '../form.rules';

/** Returns the name of a part that differs, by the key of a difference. */
export function usePartName(): (of: string) => string {
  const { t } = useTranslation();
  return (of) => {
    const [, channel, language = '', field] = /^texts\.(\w+)\.(\w+)\.(\w+)$/.exec(of) ?? [];
    if (channel === undefined) return t(`parts.${of as 'title'}`);
    const what = field === 'subject' ? t('compose.subject') : t('compose.body');
    return `${t(`channels.${channel as Channel}`)} – ${what} – ${languageName(language)}`;
  };
}

/** The name of a part that differs. @param of the key of a difference */
export const PartName = ({ of }: { of: string }) => usePartName()(of);

/** A version's value of a part. @param text as the differences have it, which a text is shown as */
export function InWords({ of, text, form }: { of: string; text: string; form: ComposeForm }) {
  const { t } = useTranslation();
  useRegions();
  const { topicName } = useTopics();
  const elections = useElections();
  if (of === 'title') return text || t('compose.nothingWritten');
  if (of.startsWith('texts.'))
    return text === '' ? t('compose.nothingWritten') : <Template text={text} named />;
  switch (of) {
    case 'kind':
      return `${t(`kinds.${form.kind}`)} · ${t(`reach.${form.reach}`)} · ${listed(form.channels.map((channel) => t(`channels.${channel}`)))}`;
    case 'alternatives':
      return <AlternativesInWords of={form.alternatives} />;
    case 'audience':
      return form.regions.length === 0
        ? t('audience.noRegions')
        : [
            ...form.regions.map((code) => regionName(code)),
            ...form.languages.map(languageName),
            ...form.topics.map(topicName),
          ].join(', ');
    case 'schedule':
      return [
        form.when === 'now' ? t('times.now') : form.at === '' ? t('times.none') : wallClock(form.at),
        ...Object.entries(form.perRegion).map(
          ([code, at]) => `${regionName(code)}: ${at === '' ? '–' : wallClock(at)}`,
        ),
        form.expires === '' ? t('times.expiresUsual') : t('times.expires', { at: wallClock(form.expires) }),
        form.leaveWindow ? t('times.anyHour') : '',
      ]
        .filter((line) => line !== '')
        .join('\n');
    case 'election':
      return `${elections.data?.find(({ id }) => id === form.electionId)?.name ?? t('compose.noElection')}${form.neutral ? ` · ${t('review.neutral')}` : ''}`;
    case 'sms':
      return `${t('compose.segments')}: ${form.segments}${form.unicode ? ` · ${t('compose.unicode')}` : ''}`;
    default:
      return form.correction ? t(`correction.${form.correction.telegram.original}`) : '–';
  }
}

/** The easy texts themselves; for recordings, which exist, and the hashes that distinguish them. */
function AlternativesInWords({ of: { easy, audio, signing } }: { of: ComposeForm['alternatives'] }) {
  const { t } = useTranslation();
  const lines = [
    ...Object.entries(easy)
      .filter(([, text]) => text !== '')
      .map(([code, text]) => `${t('alternatives.easyIn', { language: languageName(code) })}: ${text}`),
    ...Object.entries(audio).map(
      ([code, { sha256 }]) =>
        `${t('alternatives.audioIn', { language: languageName(code) })}: ${sha256.slice(0, 12)}…`,
    ),
    ...(signing ? [`${t('alternatives.signing')}: ${signing.sha256.slice(0, 12)}…`] : []),
  ];
  return lines.length === 0 ? '–' : lines.join('\n');
}
