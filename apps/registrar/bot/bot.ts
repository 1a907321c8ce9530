import { Injectable } from '@nestjs/common';
import { Audience, topicIds } from '#audience';
import {
  consentTexts,
  findPlaces,
  type Membership,
  type OwnAddress,
  type Place,
  placeName,
  Preferences,
  REGIONAL_WORDING,
  regionalWording,
  returnTo,
  returnWording,
  SignUps,
  takeTelegramUpdate,
  type Wish,
} from '#audience/joining';
import { type LiveLanguages, onceLiveConsent } from '#audience/languages';
import type { Region } from '#contract/api/elections';
import type { TelegramUpdate } from '#channels/telegram';
import type { Opened } from '#dispatch/verification';
import type { NoticeMessage } from '#notices';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Database, type Tx } from '#platform/database';
import { BotAnswers } from './bot-answers.js';
import { checkedAnswer, codeToCheck, verdictAnswer } from './bot-check.js';
import { BotChecks } from './bot-checks.js';
import { BOT_WORDS, type BotLanguage, type BotWords } from './bot-words.js';
import {
  languageButtons,
  placeButtons,
  type Press,
  provinceButtons,
  readButtons,
  readPress,
  regencyButtons,
  topicButtons,
  writePress,
} from './bot.rules.js';

/** Up to this number of places the bot lists them; above, it asks again. */
const MOST_PLACES = 12;
/** Context of an update. */
interface Talk {
  tx: Tx;
  chatId: string;
  member: (Membership & { chat: OwnAddress }) | null;
  /** Whether messages are sent to this chat. */
  active: boolean;
  regions: ReadonlyMap<string, Region>;
  places: readonly Place[];
  live: LiveLanguages;
  language: BotLanguage;
  words: BotWords;
}

/**
 * The Telegram bot, by webhook or by polling. An update and its answer are one transaction, applied once. Answers are
 * notices: they are as durable as the act, and workers send them within the bot's 30 messages a second. Limits per chat
 * and in total leave most of that rate to broadcasts.
 */
@Injectable()
export class Bot {
  constructor(
    private readonly database: Database,
    private readonly audience: Audience,
    private readonly signUps: SignUps,
    private readonly preferences: Preferences,
    private readonly checks: BotChecks,
    private readonly answers: BotAnswers,
    @InjectConfig() private readonly config: Config,
  ) {}

  /** Applies an update; committed on return. Idempotent. */
  async onUpdate(update: TelegramUpdate): Promise<void> {
    // Read before the transaction, because they use another connection.
    const known = {
      regions: await this.audience.regions(),
      places: await this.audience.places(),
      live: await this.audience.languages(),
    };
    const { verdict, opened } = await this.checks.of(update);
    const language = await this.database.transaction(async (tx) => {
      const talk = await this.talk(tx, update, known);
      if (update.updateId === undefined || (await takeTelegramUpdate(tx, update.updateId))) {
        const answer = verdict
          ? { text: verdictAnswer(this.config, verdict, talk.language) }
          : await this.act(talk, update, opened);
        if (answer) await this.answers.answer(talk, answer);
      }
      return talk.language;
    });
    if ('callbackQueryId' in update && update.callbackQueryId !== undefined)
      this.answers.release(
        update.callbackQueryId,
        update.kind === 'leave' ? BOT_WORDS[language].popUpLeft : '',
      );
  }

  private async talk(
    tx: Tx,
    update: TelegramUpdate,
    known: Pick<Talk, 'regions' | 'places' | 'live'>,
  ): Promise<Talk> {
    const member = await this.preferences.ofChat(tx, update.chatId);
    const wanted = member?.wish.language ?? update.language ?? 'id';
    const language = wanted.startsWith('en') ? 'en' : 'id';
    const active = member?.chat.state === 'active';
    return { tx, chatId: update.chatId, member, active, ...known, language, words: BOT_WORDS[language] };
  }

  private async act(
    talk: Talk,
    update: TelegramUpdate,
    opened: Opened | null,
  ): Promise<NoticeMessage | null> {
    const { tx, member, active, words, language, regions } = talk;
    switch (update.kind) {
      case 'blocked':
        if (member)
          await this.audience.suppress(
            tx,
            'telegram',
            [member.chat.id],
            'provider-opt-out',
            'telegram blocked',
          );
        return null;
      case 'leave': {
        const left = member !== null && (await this.audience.leave(tx, member.chat.id, 'telegram'));
        if (!left) return { text: words.notHere };
        return {
          text: words.left,
          buttons: [[{ text: words.comeBack, data: writePress({ kind: 'return' }) }]],
        };
      }
      case 'start':
        return update.payload === undefined ? this.begin(talk) : this.beginFromPage(talk, update.payload);
      case 'command':
        switch (update.command) {
          case 'bantuan':
            return { text: words.help };
          case 'cek':
            return { text: checkedAnswer(this.config, update.argument, opened, language) };
          case 'wilayah':
            return { text: words.askRegion, buttons: provinceButtons(regions, 0, language) };
          case 'bahasa':
            if (!active) return { text: words.notJoined };
            return { text: words.askLanguage, buttons: languageButtons(talk.live) };
          case 'topik':
            if (!active || !member) return { text: words.notJoined };
            return { text: words.topics, buttons: topicButtons(member.wish.topics, language) };
        }
        break;
      case 'text': {
        const code = codeToCheck(update);
        // Ten letters without a digit are more likely a place than an unknown code.
        if (code !== null && (opened || /\d/.test(code)))
          return { text: checkedAnswer(this.config, code, opened, language) };
        const places = findPlaces(update.text.slice(0, 100), talk.places);
        if (places.length > 0 && places.length <= MOST_PLACES)
          return { text: words.found, buttons: placeButtons(places) };
        // Codes are in capitals: what is no place then was meant as one.
        if (code !== null && code === code.toUpperCase())
          return { text: checkedAnswer(this.config, code, opened, language) };
        return notUnderstood(words);
      }
      case 'press': {
        const press = readPress(update.data);
        return press ? this.pressed(talk, press) : notUnderstood(words);
      }
    }
    return null;
  }

  private async pressed(talk: Talk, press: Press): Promise<NoticeMessage> {
    const { tx, chatId, member, active, words, language, regions } = talk;
    const provinces = (page: number): NoticeMessage => ({
      text: words.askRegion,
      buttons: provinceButtons(regions, page, language),
    });
    switch (press.kind) {
      case 'provinces':
        return provinces(press.page);
      case 'regencies':
        if (!regions.has(press.province)) return provinces(0);
        return {
          text: words.askRegency,
          buttons: regencyButtons(regions, press.province, press.page, language),
        };
      case 'region':
        // Buttons stay in a chat for years, and regions are divided.
        if (!regions.has(press.code)) return provinces(0);
        if (active)
          return this.change(talk, { regionCode: press.code }, words.region(placeName(regions, press.code)));
        return {
          text: words.askConsent(placeName(regions, press.code), this.purposes(language)),
          buttons: [
            [{ text: words.agree, data: writePress({ kind: 'join', code: press.code }) }],
            ...readButtons(talk.live, press.code),
          ],
        };
      case 'read': {
        const regional = talk.live.get(press.language);
        if (!regions.has(press.code)) return provinces(0);
        if (!regional) return this.pressed(talk, { kind: 'region', code: press.code });
        const { id: wording, purposes } = regionalWording(regional, this.names);
        return {
          text: words.askConsent(placeName(regions, press.code), Object.values(purposes)),
          buttons: [[{ text: words.agree, data: writePress({ kind: 'join', code: press.code, wording }) }]],
        };
      }
      case 'join': {
        if (!regions.has(press.code)) return provinces(0);
        const { wording = this.signUps.wording(language).id } = press;
        // The wording of a regional language that was agreed to: it must have been shown once.
        const read = REGIONAL_WORDING.exec(wording)?.[2];
        if (read !== undefined && (await onceLiveConsent(tx, wording)) === null) return provinces(0);
        const wish: Wish = {
          regionCode: press.code,
          language: read ?? language,
          topics: member?.wish.topics ?? [],
          preferredChannel: member?.wish.preferredChannel ?? 'telegram',
        };
        if (!(await this.signUps.joinByChat(tx, chatId, wish, wording))) return { text: words.refused };
        return {
          text: words.joined(placeName(regions, press.code)),
          buttons: topicButtons(wish.topics, language),
        };
      }
      case 'confirm':
        return this.confirmed(talk, press.token);
      case 'language':
        return this.speak(talk, press.language);
      case 'topic': {
        const had = member?.wish.topics ?? [];
        const topics = topicIds.filter((id) => (id === press.id ? !had.includes(id) : had.includes(id)));
        const said = await this.change(talk, { topics }, words.topics);
        return active ? { ...said, buttons: topicButtons(topics, language) } : said;
      }
      case 'return': {
        const { id: wording } = returnWording(language);
        const back = member !== null && (await returnTo(tx, member.chat.id, 'telegram', wording));
        return { text: back ? words.back : words.notBack };
      }
    }
  }

  private async speak(talk: Talk, chosen: string): Promise<NoticeMessage> {
    const { words, live, active } = talk;
    if (chosen === 'id' || chosen === 'en')
      return this.change(talk, { language: chosen }, BOT_WORDS[chosen].language);
    const regional = live.get(chosen);
    // Buttons stay in a chat for years, and a language can be withdrawn.
    if (!regional)
      return active ? { text: words.notLive, buttons: languageButtons(live) } : { text: words.notJoined };
    return this.change(talk, { language: chosen }, words.regional(regional.ownName));
  }

  private async change(
    { tx, member, active, words }: Talk,
    to: Partial<Wish>,
    said: string,
  ): Promise<NoticeMessage> {
    if (!member || !active) return { text: words.notJoined };
    await this.preferences.change(tx, member.contactId, { ...member.wish, ...to }, [], 'telegram');
    return { text: said };
  }

  private begin({ active, member, words, regions, language }: Talk): NoticeMessage {
    if (active && member) return { text: words.already(placeName(regions, member.wish.regionCode)) };
    return {
      text: `${words.welcome}\n\n${words.askRegion}`,
      buttons: provinceButtons(regions, 0, language),
    };
  }

  /** Opening a deep link confirms nothing: anyone can forward it. */
  private async beginFromPage(talk: Talk, token: string): Promise<NoticeMessage> {
    const { tx, words, regions, active } = talk;
    const asked = await this.signUps.look(token, tx);
    if (asked?.channel !== 'telegram' || (asked.confirmed && !active)) {
      const { text, buttons } = this.begin(talk);
      return { text: `${words.expired}\n\n${text}`, buttons };
    }
    if (asked.confirmed) return this.begin(talk);
    // In the page's language and wording: the consent is recorded with that wording.
    const asking = asked.wording.endsWith('/en') ? BOT_WORDS.en : BOT_WORDS.id;
    const purposes = consentTexts(asked.wording, this.names, await onceLiveConsent(tx, asked.wording));
    return {
      text: asking.askConfirm(placeName(regions, asked.wish.regionCode), purposes ?? []),
      buttons: [[{ text: asking.agree, data: writePress({ kind: 'confirm', token }) }]],
    };
  }

  private async confirmed(talk: Talk, token: string): Promise<NoticeMessage> {
    const { tx, chatId, words, regions } = talk;
    const asked = await this.signUps.look(token, tx);
    const done =
      asked?.channel === 'telegram'
        ? await this.signUps.confirmIn(tx, token, { chatId })
        : ({ kind: 'unknown' } as const);
    if (done.kind !== 'joined' || !asked) {
      const { text, buttons } = this.begin(talk);
      return { text: done.kind === 'already' && talk.active ? text : `${words.expired}\n\n${text}`, buttons };
    }
    const language = asked.wish.language.startsWith('en') ? 'en' : 'id';
    return {
      text: BOT_WORDS[language].joined(placeName(regions, asked.wish.regionCode)),
      buttons: topicButtons(asked.wish.topics, language),
    };
  }

  private get names(): { ministry: string; commission: string } {
    return { ministry: this.config.MINISTRY_NAME, commission: this.config.COMMISSION_NAME };
  }

  private purposes(language: BotLanguage): string[] {
    return Object.values(this.signUps.wording(language).purposes);
  }
}

const notUnderstood = (words: BotWords): NoticeMessage => ({
  text: `${words.notUnderstood}\n\n${words.help}`,
});
