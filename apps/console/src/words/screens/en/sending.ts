import type { Strings } from '../../id.js';
import type { sending as indonesian } from '../id/sending.js';

export const sending: Strings<typeof indonesian> = {
  carrierHold: {
    section: 'Held for one carrier',
    about:
      'This carrier refuses messages of the broadcast, so messages to it wait. Check what the code means with that provider; for e-mail also our reputation, SPF, DKIM and DMARC.',
    title: '{{carrier}} ({{channel}}): its messages wait since {{at}}',
    next: 'A few messages are tried again at {{at}}.',
    trying: 'A few messages are being tried; the result is judged at {{at}}.',
    others: 'Those that wait may expire.',
    todo: 'Look up the code at that provider; once it is settled, try again.',
    todoAsk: 'An operator looks up the code at that provider.',
    release: 'Try {{carrier}} again now',
    releaseUnknown: 'Send again now (up to {{messages, counted(one: message; many: messages)}})',
    decide: 'Held because refused: send again once the cause is gone',
    line: '{{channel}}: {{why}}; up to {{messages, counted(one: message waits; many: messages wait)}} since {{at}}',
    ask: 'Send to {{carrier}} again now?',
    go: 'Send now',
    what: 'All messages that wait for {{carrier}} on {{channel, within}} are sent, not only a few. If they are refused again, they wait again.',
    done: 'Messages to {{carrier}} are sent again.',
  },
  trial: {
    nothing: 'Trial in {{region}} since {{at}}: 0 accepted, {{waiting}} to go. Wait for its result.',
    running:
      'Trial in {{region}} since {{at}}: {{accepted}} accepted, {{refused}} refused, {{waiting}} waiting. Wait for its result.',
    later:
      'Trial in {{region}}: {{refused}} refused; tried again {{again}}. Resolve the cause, or try another region.',
    laterSome:
      'Trial in {{region}}: {{accepted}} accepted, {{refused}} refused; tried again {{again}}. Resolve the cause, or try another region.',
    refused:
      'Trial in {{region}}: {{accepted}} accepted, {{refused}} refused. The cause is still there: do not release the rest.',
    few: 'Trial in {{region}}: {{accepted}} accepted, {{refused}} refused: too few to tell. Try another region, or release the rest and watch what comes of it.',
    passed: 'Trial in {{region}}: {{accepted}} accepted, {{refused}} refused. Release the rest.',
  },
  reasons: {
    warmingUp: {
      what: 'Waits for tomorrow: the sending account is new, and this provider has had today’s part',
      todo: 'Nothing to do; what expires before tomorrow is not sent.',
    },
    ceiling: {
      what: 'This month’s ceiling is reached',
      todo: 'Operator: change the ceiling in the accounts file, or wait for the next month.',
    },
    noMailbox: {
      what: 'No such mailbox',
      todo: 'Nothing to do: the address is not written to any more.',
    },
    mailboxDisabled: {
      what: 'Mailbox switched off',
      todo: 'Nothing to do: the address is not written to any more.',
    },
    mailboxFull: { what: 'Mailbox full', todo: 'Nothing to do: the next broadcast tries again.' },
    senderRefused: {
      what: 'The provider refuses us as sender',
      todo: 'Operators: check SPF, DKIM and DMARC (Operations, Sender domain) and our reputation before resuming.',
    },
    bounced: { what: 'E-mail came back without a reason', todo: 'Nothing to do unless there are many.' },
    laterGivenUp: {
      what: 'Mail server put us off until tries ran out',
      sofar: 'Mail server put us off',
      todo: 'If many are of one provider: ask that provider.',
    },
    mailRefused: {
      what: 'Mail server refused the message',
      todo: 'If there are many: operators ask the provider about the code.',
    },
    blocked: { what: 'Recipient blocked the bot', todo: 'Nothing to do: it is their choice.' },
    notStarted: {
      what: 'The bot may not write to the recipient',
      todo: 'Nothing to do: the recipient has to start the bot again.',
    },
    chatGone: {
      what: 'Telegram account is gone',
      todo: 'Nothing to do: the account is not written to any more.',
    },
    contentRefused: {
      what: 'Provider refused the text',
      todo: 'Authors: check the text; operators: ask the provider about its rules.',
    },
    account: {
      what: 'Provider refused our account',
      todo: 'Operators: check keys, registered sender and billing before resuming.',
    },
    senderUnfit: {
      what: 'Our sender cannot be used for this number',
      todo: 'Operator: check the registered sender number or name for the network and country of that number.',
    },
    tooFast: { what: 'Too fast for the provider', todo: 'Operators: check the rate in the settings.' },
    providerError: {
      what: 'Provider answered with an error',
      todo: 'Tried again by itself; see providers under Operations.',
    },
    providerAway: {
      what: 'Provider could not be reached',
      todo: 'Tried again by itself; see providers under Operations.',
    },
    noNumber: {
      what: 'Number is dead or no mobile',
      todo: 'Nothing to do: the number is not written to any more.',
    },
    optedOut: { what: 'Recipient opted out at the provider', todo: 'Nothing to do: that is respected.' },
    phoneOff: { what: 'Phone off or out of reach', todo: 'Nothing to do: the next broadcast tries again.' },
    phoneBlocks: { what: 'Phone blocks the message', todo: 'Nothing to do.' },
    operatorSilent: {
      what: 'Mobile operator did not deliver',
      todo: 'If there are many: operators ask the SMS provider.',
    },
    cancelledThere: {
      what: 'Cancelled at the SMS provider',
      todo: 'Nobody does that in Siar: operators look in the provider’s log who did, and guard that account.',
    },
    expired: { what: 'Not sent before it expired', todo: 'Start earlier, or let it expire later.' },
    cancelled: {
      what: 'Cancelled before it was sent',
      todo: 'Its recipients got nothing of this broadcast. If they must know, they need a new one.',
    },
    foundThere: {
      what: 'Called accepted by an operator, who found it in the provider’s log',
      todo: 'Nothing: it counts as accepted.',
    },
    restored: {
      what: 'The database was restored: it may have gone out before',
      todo: 'Operators may resend the uncertain ones; many people may then get two.',
    },
    workerLost: {
      what: 'The sending program broke off at hand-over',
      todo: 'Operators may resend the uncertain ones; some people may then get two.',
    },
    notComposed: {
      what: 'Message could not be composed',
      todo: 'Operators: see the log; tell the developers.',
    },
    held: {
      what: 'Waits: its provider refuses this broadcast',
      todo: 'A few messages are tried again by themselves; an operator can send all of them again from the broadcast’s page.',
    },
    dead: {
      what: 'The address was dead already, known from an earlier broadcast or from staff',
      todo: 'Not written to any more. Where there are many, one earlier broadcast may have taken them out because its provider answered wrongly: an operator decides on them under Suppressed addresses. Otherwise the list of contacts needs an update.',
    },
    left: {
      what: 'Left, or asked not to be written to',
      todo: 'Nothing to do: that choice is respected.',
    },
  },
  channelResume: {
    goesOut:
      '{{messages, counted(one: message that waits; many: messages that wait)}} on {{channel, within}} will be sent, what is scheduled at its hour.',
    goesOutOnce:
      '{{messages, counted(one: message that waits; many: messages that wait)}} on {{channel, within}} will be sent only once {{what}}, what is scheduled at its hour.',
    nothing: 'No broadcast message waits because of this pause alone.',
    notices: 'Confirmation codes and alerts that were held are sent too. This is recorded.',
    noticesOnce:
      'Confirmation codes and alerts that were held are sent only once {{what}}. This is recorded.',
  },
  goesOn: {
    again: 'Siar tries again by itself.',
    againSoon: 'Siar tries again by itself, every minute at the latest.',
  },
};
