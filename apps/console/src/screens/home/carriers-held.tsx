import { useTranslation } from 'react-i18next';
import type { Home } from '../../api';
import { brakeWords } from '../../parts/sending/brake-words';
import { instant, number } from '../../times';
import { Row, Rows } from './row';

type Hold = NonNullable<Home['carrierHolds']>[number];

/** Broadcasts with copies that wait for a carrier: only an operator can send them before the next try. */
export default function CarriersHeld({
  of,
  besides,
}: {
  of: readonly Hold[];
  /** What other lists say of a broadcast. */
  besides: (id: string) => readonly string[];
}) {
  const { t } = useTranslation();
  const ids = [...new Set(of.map(({ broadcastId }) => broadcastId))];
  return (
    <Rows label={t('carrierHold.decide')}>
      {ids.map((id) => {
        const own = of.filter(({ broadcastId }) => broadcastId === id);
        const [first] = own;
        return (
          first && (
            <Row
              key={id}
              id={id}
              title={first.title}
              kind={first.kind}
              companion={first.companion}
              lines={[
                ...own.map((hold) =>
                  t('carrierHold.line', {
                    channel: t(`channels.${hold.channel}`),
                    why: brakeWords(t, { ...hold, why: hold.sign }),
                    at: instant(hold.since),
                    messages: number(hold.waiting),
                  }),
                ),
                ...besides(id),
              ]}
            />
          )
        );
      })}
    </Rows>
  );
}
