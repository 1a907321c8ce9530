import type { SenderDomainView } from '#contract/api/sender-domain';
import type { Config } from '#platform/config';
import { SwrCache } from '#platform/waiting';
import type { Network } from './asking.js';
import { accountsOf, isConfigured, settingsOf } from '../../accounts/accounts.js';
import type { SmtpSettings } from '../smtp-settings.js';
import { type Sender, domainSenderOf } from './sender.rules.js';

/** A result is given again for this long, in ms, so that the page cannot be used to flood the DNS. */
const KEPT_MS = 30_000;

/**
 * Checks the domains that Siar sends e-mail from. One check at a time: requests during a check get its result.
 * Nothing is stored.
 */
export class SenderDomain {
  private readonly kept: SwrCache<SenderDomainView>;

  /**
   * @param skipped why nothing is asked; null: everything is
   * @param network other servers than the system's
   */
  constructor(
    private readonly sender: Sender,
    private readonly skipped: SenderDomainView['skipped'],
    private readonly network: Network = {},
    clock?: () => number,
  ) {
    this.kept = new SwrCache(
      () => this.check(),
      1,
      () => undefined,
      clock,
      {
        freshMs: KEPT_MS,
        oldestMs: KEPT_MS,
      },
    );
  }

  /** The sender of the settings. */
  static of(config: Config): SenderDomain {
    const servers = accountsOf(config)
      .email.filter((account) => isConfigured(account, config))
      .map((account): [string, string] => [account.name, settingsOf<SmtpSettings>(account, config).url]);
    const sender = domainSenderOf(config, new Map(servers));
    const skipped = config.TRAINING ? 'training' : sender.relays.length === 0 ? 'no-relay' : null;
    return new SenderDomain(sender, skipped);
  }

  /** What the DNS says now, or said within the last 30 s. */
  async view(): Promise<SenderDomainView> {
    return (await this.kept.get('')) ?? this.check();
  }

  private async check(): Promise<SenderDomainView> {
    const checkedAt = new Date();
    const { from, bounceDomain, relays } = this.sender;
    const checks =
      this.skipped === null
        ? // Loaded now: the programs that import the channels would carry it for nothing.
          await (await import('./check.js')).checkSender(this.sender, this.network, checkedAt)
        : [];
    return { checkedAt, skipped: this.skipped, from, bounceDomain, relays: [...relays], checks };
  }
}
