import { TOTP, URI } from 'otpauth';
import { type Ask, signIn } from '../../../apps/standalone/staff-api.js';

const API = { people: '/people', session: '/session' } as const;
const OWN_PASSWORD = 'kembang-sepatu-merah-delima';

/** A person who has a password and an authenticator of their own, and has just shown a code. */
interface Member {
  ask: Ask;
  organisationId: string;
}

/**
 * Appoints an author and a reviewer as the README says, by the staff API: the first admins sign in with their one-time
 * passwords, invite, and of the reviewer's powers a second admin of KPU is asked.
 * @param admins what first-admin printed: user names, each with a one-time password
 * @param codeFor reads the code that was sent to an e-mail address
 */
export async function appoint(
  publisherUrl: string,
  admins: ReadonlyMap<string, string>,
  codeFor: (address: string) => Promise<string>,
): Promise<{ author: Ask; reviewer: Ask }> {
  const arrive = async (username: string, oneTimePassword: string): Promise<Member> => {
    const ask = await signIn(publisherUrl, username, oneTimePassword);
    await ask('POST', `${API.session}/password`, { present: oneTimePassword, wanted: OWN_PASSWORD });
    const { uri } = await ask<{ uri: string }>('POST', `${API.session}/totp`);
    await ask('POST', `${API.session}/totp/confirm`, { totp: (URI.parse(uri) as TOTP).generate() });
    const { organisation } = await ask<{ organisation: { id: string } }>('GET', API.session);
    const address = `${username}@staf.example`;
    await ask('PUT', `${API.session}/addresses/email`, { to: address });
    await ask('POST', `${API.session}/addresses/email/confirm`, { code: await codeFor(address) });
    return { ask, organisationId: organisation.id };
  };
  const admin = (username: string): Promise<Member> => arrive(username, admins.get(username) ?? '');
  const invite = async (by: Member, second: Member, username: string, role: string): Promise<Ask> => {
    const { oneTimePassword } = await by.ask<{ oneTimePassword: string }>('POST', API.people, {
      organisationId: by.organisationId,
      username,
      name: `Pegawai ${role}`,
      roles: [role],
    });
    const { ask } = await arrive(username, oneTimePassword);
    const { appointments } = await second.ask<{ appointments: { id: string; state: string }[] }>(
      'GET',
      '/appointments',
    );
    for (const { id, state } of appointments)
      if (state === 'asked') await second.ask('POST', `/appointments/${id}/confirm`);
    return ask;
  };
  const ministry = [await admin('admin.kementerian'), await admin('admin.kementerian.2')] as const;
  const commission = [await admin('admin.kpu'), await admin('admin.kpu.2')] as const;
  return {
    author: await invite(...ministry, 'penulis', 'author'),
    reviewer: await invite(...commission, 'peninjau', 'reviewer'),
  };
}
