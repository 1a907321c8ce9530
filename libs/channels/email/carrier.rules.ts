import { getDomain } from 'tldts';
import type { Carrier } from '../channel.js';

/**
 * Mailbox providers so large that their refusals alone indicate a fault of the sender, by their domains: a name, and what
 * may follow it. The lists are closed, because anybody can register such a name under a suffix that the provider left out,
 * and would then answer in the provider's name. Yahoo in Japan is another company's.
 */
const PROVIDERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  gmail: { gmail: 'com', googlemail: 'com' },
  yahoo: {
    yahoo: `com co.id co.in co.nz co.th co.uk co.za com.ar com.au com.br com.co com.hk com.mx com.my com.ph com.sg com.tr
      com.tw com.vn at be ca cl de dk es fi fr gr ie in it nl no pl pt ro se`,
    ymail: 'com',
    rocketmail: 'com',
    myyahoo: 'com',
    aol: 'com co.uk de fr',
    aim: 'com',
  },
  outlook: {
    outlook: `com co.id co.il co.nz co.th com.ar com.au com.br com.gr com.tr com.vn at be cl cz de dk es fr hu ie in it jp
      kr lv my ph pt sa sg sk`,
    hotmail: `com co.id co.in co.il co.jp co.kr co.nz co.th co.uk co.za com.ar com.au com.br com.hk com.tr com.tw com.vn be
      ca cl de dk es fi fr gr hu it my nl no ph se sg`,
    live: `com co.id co.kr co.uk co.za com.ar com.au com.mx com.my com.ph com.pt com.sg at be ca cl cn de dk fi fr hk ie in
      it jp nl no ru se`,
    msn: 'com',
  },
  icloud: { icloud: 'com', me: 'com', mac: 'com' },
  proton: { proton: 'me', protonmail: 'com', pm: 'me' },
  zoho: { zoho: 'com', zohomail: 'com' },
};

const PROVIDER_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(PROVIDERS).flatMap(([provider, names]) =>
    Object.entries(names).flatMap(([name, suffixes]) =>
      suffixes.split(/\s+/).map((suffix) => [`${name}.${suffix}`, provider] as const),
    ),
  ),
);

/** The names of the large providers. */
export const EMAIL_CARRIERS: readonly string[] = Object.keys(PROVIDERS);

/**
 * Returns the carrier of an e-mail address. A domain counts as the one that was registered: subdomains cost nothing,
 * and a hundred of them are still one source of refusals. Pure.
 * @param address in normal form
 */
export function emailCarrier(address: string): Carrier {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const provider = PROVIDER_OF.get(domain);
  return provider === undefined
    ? { name: getDomain(domain) ?? domain, large: false }
    : { name: provider, large: true };
}
