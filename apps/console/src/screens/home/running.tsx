import IconSpeakerphone from '@tabler/icons-react/icons/IconSpeakerphone';
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Home } from '../../api';
import { everyone } from '../../parts/sending/account.rules';
import { StateBadge } from '../../parts/broadcasts/badges';
import { Empty } from '../../parts/frame/empty';
import { Section } from '../../parts/frame/section';
import { useAccountWords } from '../../parts/sending/use-account-words';
import { usePerson } from '../../session';
import { number } from '../../times';
import { StackedBar } from '../broadcast/numbers/stacked-bar';
import { troubledFirst } from './incidents.rules';
import { Row } from './row';

/** The broadcasts in progress, and how far they are. */
export function Running({ running }: { running: NonNullable<Home['running']> }) {
  const { t } = useTranslation();
  const told = useAccountWords();
  const { name: own } = usePerson().organisation;
  return (
    <Section
      title={t('home.running')}
      aside={
        <Anchor component={Link} to="/siaran" size="sm">
          {t('home.all')}
        </Anchor>
      }
    >
      {running.length === 0 && (
        <Empty icon={IconSpeakerphone} how={t('home.runningHow')}>
          {t('home.nothingRunning')}
        </Empty>
      )}
      {running.length > 0 && (
        <ul className="rows">
          {troubledFirst(running).map(
            ({ id, title, kind, companion, organisation, state, hindrance, mayStillGoOut, ...counts }) => (
              <Row
                key={id}
                id={id}
                title={title}
                kind={kind}
                companion={companion}
                aside={<StateBadge state={state} hindrance={hindrance} begun />}
                lines={[
                  // Of one's own office it goes without saying.
                  organisation === own ? null : organisation,
                  everyone(counts) === 0 ? t('live.notYet') : told(counts),
                  mayStillGoOut > 0 ? t('numbers.inHand', { messages: number(mayStillGoOut) }) : null,
                ]}
              >
                <StackedBar counts={counts} label={title} />
              </Row>
            ),
          )}
        </ul>
      )}
    </Section>
  );
}
