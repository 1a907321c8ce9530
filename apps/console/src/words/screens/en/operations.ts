import type { Strings } from '../../id.js';
import type { operations as indonesian } from '../id/operations.js';

export const operations: Strings<typeof indonesian> = {
  operations: {
    summary: {
      senders: {
        email: 'our e-mail sender address',
        telegram: 'our Telegram bot',
        sms: 'our SMS sender',
      },
      todo: {
        label: 'What to do:',
        emergency: 'Once its reason is settled, lift the emergency stop.',
        queue: 'Call those who run Siar’s servers now.',
        unserved: 'Call those who run Siar’s servers now.',
        stall: 'Call those who run Siar’s servers now.',
        away: 'Call the provider if it does not come back soon; Siar tries again by itself.',
        awayStopped:
          'Call the provider if it does not come back soon; broadcasts are tried again once the emergency stop is lifted.',
        brake: 'Settle the cause first (step 2), then release the brake (step 3).',
        channel: 'Once the reason of the pause is settled, resume the channel.',
        broadcast: 'Once the reason of the pause is settled, resume the broadcast.',
        unreachable: 'Check the network; sending may go on all the same.',
        'slow-down':
          'nothing. Siar slows down and tries again by itself; if it lasts, follow the steps below.',
      },
      label: 'Summary',
      good: 'All is well. {{running}}',
      goingGood: '{{count, counted(one: broadcast runs; many: broadcasts run)}}, nothing is held up.',
      noneGoing: 'No broadcast is being sent.',
      halted:
        'Nothing is being sent: {{count, counted(one: broadcast is; many: broadcasts are)}} paused or braked.',
      going: '{{count, counted(one: broadcast runs; many: broadcasts run)}}.',
      goingHeld:
        '{{count, counted(one: broadcast runs; many: broadcasts run)}}, held up in part ({{channels}}).',
      goingSomeHeld:
        '{{count, counted(one: broadcast runs; many: broadcasts run)}}, {{parts}} of them held up in part ({{channels}}).',
      haltedToo: '{{count, counted(one: broadcast is; many: broadcasts are)}} held up as a whole.',
      held: '{{count, counted(one: broadcast is; many: broadcasts are)}} held up, in whole or in part.',
      goOn: 'Still sending: {{channels, within}}.',
      goOnBesides: 'Also what is not held of: {{channels, within}}.',
      ready: 'Ready to send: {{channels, within}}.',
      othersGoOn: 'Other broadcasts keep going.',
      allGoOn: 'All channels keep sending.',
      idle: '{{channel}}: {{messages, counted(one: message waits; many: messages wait)}}, none went out in the last minute.',
      nothing: 'No broadcast is sent now.',
      emergency: 'All broadcasts stopped since {{at}}, by {{name}}.',
      queue: 'The queue does not answer: no new messages for {{channels, within}}.',
      unserved: '{{channels}} stopped {{at}}: the sending program is dead.',
      away: {
        account: '{{channels}} stopped {{at}}: the provider refuses our account.',
        silent: '{{channels}} stopped {{at}}: the provider does not answer.',
        error: '{{channels}} stopped {{at}}: the provider answers with an error.',
        refused: '{{channels}} stopped {{at}}: the provider refuses every message.',
      },
      stall: '{{channels}} stalled since {{at}}: messages wait, none is sent.',
      brake: {
        account:
          '{{channels}} braked since {{at}} in {{count, counted(one: broadcast; many: broadcasts)}}: the provider refuses our account.',
        sender:
          '{{channels}} braked since {{at}} in {{count, counted(one: broadcast; many: broadcasts)}}: the provider refuses {{sender}} or the content.',
        dead: '{{channels}} braked since {{at}} in {{count, counted(one: broadcast; many: broadcasts)}}: too many {{addresses}} are dead.',
        refused:
          '{{channels}} braked since {{at}} in {{count, counted(one: broadcast; many: broadcasts)}}: nearly all messages are refused.',
        key: '{{channels}} braked since {{at}} in {{count, counted(one: broadcast; many: broadcasts)}}: the key of the addresses is missing.',
      },
      channel: '{{channels}} paused for all broadcasts since {{at}}, by {{name}}.',
      broadcast:
        '{{count, counted(one: broadcast; many: broadcasts)}} on {{channels, within}} paused since {{at}}.',
      broadcastIn:
        '{{count, counted(one: broadcast; many: broadcasts)}} on {{channels, within}} paused in {{regions}} since {{at}}.',
      unreachable: 'The {{channels, within}} provider does not answer when asked from here.',
      'slow-down': '{{channels}} slower since {{at}}: the provider asks for it.',
      silent: '{{count, counted(one: program gives; many: programs give)}} no sign of life.',
      refusals:
        '{{count, counted(one: broadcast is; many: broadcasts are)}} not sent by programs with other settings.',
      slow: '{{channel}} is slow: {{pace}} of a limit of {{rate}} per second, {{messages, counted(one: message waits; many: messages wait)}}.',
      carriers: 'Messages to {{carriers}} are held.',
      brakeNear: '{{count, counted(one: broadcast comes; many: broadcasts come)}} near the brake.',
      uncertain: '{{copies, counted(one: message is; many: messages are)}} uncertain.',
      failedJobs: '{{count, counted(one: background job has; many: background jobs have)}} failed.',
      settings: 'Settings of the servers need correcting.',
    },
    steps: { happened: 'What happened', check: 'What to check', after: 'After that' },
    causes: {
      emergency: {
        title: 'Emergency stop',
        what: 'Everything is stopped since {{at}}',
        after: 'Lift it when the reason for the stop is settled.',
      },
      brake: {
        title: '{{channel}}: braked automatically',
        after: 'Is the cause gone? Only then release the brake. If it is not, Siar brakes again.',
      },
      broadcast: {
        title: '{{channel}}: some broadcasts paused',
        what: 'Some broadcasts on {{channel, within}} are paused',
        after: 'Is the reason of the pause settled? Only then resume.',
      },
      channel: {
        title: '{{channel}}: channel paused',
        what: '{{channel}} is paused since {{at}}',
        after: 'Is the reason settled? Only then resume the channel.',
      },
      away: {
        title: {
          silent: '{{channel}}: the provider does not answer',
          error: '{{channel}}: the provider answers with an error',
          refused: '{{channel}}: the provider refuses every message',
          account: '{{channel}}: the provider refuses our account',
        },
        what: {
          silent: 'The {{channel, within}} provider has not answered since {{at}}',
          error: 'The {{channel, within}} provider has answered with an error since {{at}}',
          refused: 'The {{channel, within}} provider has refused every message since {{at}}',
          account: 'The {{channel, within}} provider has refused our account since {{at}}',
        },
        after: '{{goesOn}}',
      },
      'slow-down': {
        title: '{{channel}}: asked to slow down',
        what: 'The {{channel, within}} provider has been asking us to slow down since {{at}}',
        after: '{{again}}',
      },
      unserved: {
        title: '{{channel}}: sending program is dead',
        what: '{{channel}}: no sending program has been running since {{at}}',
        after: 'Start the program again. {{next}}',
      },
      stall: {
        title: '{{channel}}: stalled',
        what: '{{channel}} is stalled since {{at}}: messages wait, none is sent',
        after: 'Restart the program that hangs. {{next}}',
      },
      queue: {
        title: 'The queue does not answer',
        what: 'The queue does not answer: the {{channel, within}} sending program gets no new messages',
        after: '{{next}}',
      },
      unreachable: {
        title: '{{channel}}: provider out of reach',
        what: 'The {{channel, within}} provider does not answer when asked from here',
        after: 'Nothing has to be released: the sending programs may still reach it.',
      },
    },
    checks: {
      stopSettled: 'Whether the reason for the stop is settled, with whoever stopped it.',
      pauseSettled: 'Whether the reason of the pause is settled, with whoever paused it.',
      noticesHeld: 'Confirmation codes and alerts on this channel are held too.',
      kpuDoubt: 'What KPU doubts can be resumed only when KPU has lifted its doubt.',
      account: {
        email: 'The account at the e-mail provider: password, billing, sending limits.',
        telegram: 'The Telegram bot: whether its token is valid and it is not blocked.',
        sms: 'The SMS account: password, billing, and the registered sender number or name.',
      },
      domain: 'The records of the sender domain (SPF, DKIM, DMARC):',
      content: 'The text itself, if only one broadcast is refused: open the broadcast.',
      dead: 'Which imported file the dead {{addresses}} came from: ask an author, who sees it on the screen Imports.',
      askProvider: 'Ask the provider why it refuses; name the code and the time.',
      stayFailed:
        'What was refused is failed. Once its broadcast goes on and the provider takes messages, resend it on the page of that broadcast, under “Not arrived”.',
      stayDead:
        'What was refused is failed. If the provider was wrong: give the {{addresses}} back on the page of the broadcast, then resend under “Not arrived”.',
      ownKey: 'Whether the sending programs have the key of the addresses.',
      statusPage: 'The provider’s status page.',
      ownNetwork: 'The network and DNS of Siar’s servers.',
      quota: 'The account’s quota and rate at the provider.',
      sharedAccount: 'Whether another program uses the account.',
      lowerRate: 'If the provider’s limit is lower: ask those who run the servers to lower it in Siar.',
      programRuns: 'Whether a sending program of this channel runs on one of the servers.',
      programHangs: 'Whether one is named as giving no sign of life under Services.',
      queueServer: 'The queue’s server (Redis or PostgreSQL) and its network.',
    },
    domainLink: 'check the sender domain',
    forAdmin: 'For those who run the servers',
    call: 'Call:',
    callServer: 'whoever runs Siar’s servers.',
    callUnset: 'the support of the {{channel, within}} provider; name the reason and the time above.',
    callUnrecorded:
      'The number of the {{channels, within}} provider is not noted in Siar: ask those who run the servers.',
    callSetting: 'The contact of a provider stands beside its trouble once it is set: {{settings}}.',
    reason: 'Reason: {{reason}}',
    code: 'Code: {{reason}}',
    means: 'Broadcasts it holds up: {{count}}',
    moreBroadcasts: 'and {{count, counted(one: other broadcast; many: other broadcasts)}}',
    inRegions: '{{regions}} regions: show',
    releaseMore: '{{count}} more',
    waits: '{{messages, counted(one: message waits; many: messages wait)}}',
    waitsOrTried:
      '{{messages, counted(one: message waits or is being tried; many: messages wait or are being tried)}}',
    since: 'since {{at}}',
    waitingOnly: '{{messages, counted(one: message waits; many: messages wait)}}.',
    nothingHeld: 'No broadcast waits for it now.',
    letGoOn: 'Resume {{title}}',
    release: 'Release the brake: {{title}}',
    releaseShort: 'Release the brake',
    tryRegion: 'Try one region first: {{title}}',
    tryRegionShort: 'Try one region first',
    tryOther: 'Try another region: {{title}}',
    tryOtherShort: 'Try another region',
    releaseRest: 'Release the rest: {{title}}',
    releaseRestShort: 'Release the rest',
    heldToo: 'Messages to {{carriers}} are held too; they go on with this brake.',
    refused: {
      code: 'By its code, refused is:',
      means: 'The code means: {{what}}',
      said: {
        address: 'the sender address or its domain.',
        dkim: 'the sender’s DKIM signature.',
        spf: 'our server, by the SPF record of the sender’s domain.',
        ptr: 'the IP address of our mail server (its reverse name, PTR).',
        domain: 'the sender’s domain: the checks of SPF, DKIM or DMARC fail.',
        nullMx: 'the sender’s domain, since by its DNS it takes no mail.',
        password: 'the name or the password of the account.',
        size: 'the message, since it is too large.',
        content: 'the content of the message.',
        country: 'sending to that country: the account does not permit it yet.',
        number: 'the sender’s name or number.',
        unregistered: 'the sender’s number, since it is not registered.',
      },
      is: 'Refused:',
      sentFrom: 'Sent from:',
      oneOf: 'Sent from one of these (answers are not recorded by account):',
      account: 'account {{account}}',
      through: 'through the account {{account}}',
      server: 'at {{server}}',
    },
    uncertainDecide: 'Decide: {{title}}',
    letGoOnShort: 'Resume',
    noEvents: 'Nothing has happened yet.',
    olderEvents: '{{count, counted(one: earlier event; many: earlier events)}}',
    onChannel: ' on {{channel, within}}',
    inRegion: ' in {{region}}',
    copies: ' ({{messages, counted(one: message; many: messages)}})',
    copiesThen: ' ({{messages, counted(one: message; many: messages)}} not sent by then)',
    forCorrection: ' because of a correction',
    summed: 'Summed since {{at}}.',
    events: {
      title: 'What happened last',
      titleOfDay: 'What happened that day',
      day: 'Show one day',
      dayBefore: 'The day before',
      dayAfter: 'The day after',
      today: 'Today, {{day}}',
      yesterday: 'Yesterday, {{day}}',
      none: 'Nothing happened on {{day}}.',
      more: 'What was earlier that day is in the audit trail.',
      'account.prefer': '{{who}} preferred the account {{account}} of {{channel, within}}.',
      'account.rest': '{{who}} put the account {{account}} of {{channel, within}} to rest.',
      'account.return':
        '{{who}} returned the account {{account}} of {{channel, within}} to service after {{seconds, counted(one: second; many: seconds)}}.',
      'account.share':
        '{{who}} moved the share of the account {{account}} of {{channel, within}} from {{from}} to {{to}} of the configured one.',
      'account.unprefer': '{{who}} no longer prefers the account {{account}} of {{channel, within}}.',
      'broadcast.cancel': '{{who}} cancelled {{title}}{{part}}.',
      'alert.take': '{{who}} handles {{title}}.',
      'broadcast.approve': '{{who}} approved the correction {{title}}; it is sent at once.',
      'broadcast.brake': '{{title}}{{part}} was braked.',
      'broadcast.doubt': '{{who}} declared the content of {{title}} in doubt{{part}}; nothing was paused.',
      'broadcast.doubtPaused':
        '{{who}} declared the content of {{title}} in doubt{{part}}; it was paused already, since {{since}}.',
      'broadcast.end-doubt': '{{who}} declared the content of {{title}} no longer in doubt.',
      'broadcast.lift-doubt': '{{who}} lifted the doubt on the content of {{title}}.',
      'broadcast.expire':
        '{{title}} expired: {{missed}} of {{total, counted(one: message was; many: messages were)}} not sent.',
      'broadcast.failing':
        '{{failed}} of {{handed, counted(one: message; many: messages)}} of {{title}}{{part}} failed.',
      'broadcast.pause': '{{who}} paused {{title}}{{part}}.',
      'broadcast.pauseInDoubt': '{{who}} paused {{title}}{{part}} and declared its content in doubt.',
      'broadcast.accept-unknown':
        '{{who}} called {{accepted, counted(one: uncertain message; many: uncertain messages)}} of {{title}}{{part}} accepted by the provider.',
      'broadcast.resend-rejected':
        '{{who}} sent {{resent, counted(one: rejected message; many: rejected messages)}} of {{title}}{{part}} again.',
      'broadcast.resend-unknown':
        '{{who}} sent {{resent, counted(one: uncertain message; many: uncertain messages)}} of {{title}}{{part}} again.',
      'broadcast.resume': '{{who}} resumed {{title}}{{part}}.',
      'broadcast.resumeCleared':
        '{{who}} resumed {{title}}{{part}} and declared the doubt about its content over.',
      'broadcast.release':
        '{{who}} released the brake on {{title}}{{part}}; its content is in doubt, so it stays paused.',
      'broadcast.withdraw': '{{who}} withdrew {{title}}{{part}}.',
      'channel.pause': '{{who}} paused the channel {{channel, within}}.',
      'carrier.hold': 'Messages of {{title}} to {{carrier}} are held automatically{{part}}: it refuses them.',
      'carrier.release': 'Messages of {{title}} to {{carrier}} were sent again by {{who}}{{part}}.',
      'carrier.through': 'Messages of {{title}} are taken by {{carrier}} again{{part}}.',
      'channel.resume': '{{who}} resumed the channel {{channel, within}}.',
      'channel.slow':
        'The {{channel, within}} provider began to ask to slow down; Siar slows down by itself.',
      'channel.steady':
        'The {{channel, within}} provider no longer asks to slow down, after {{seconds, counted(one: second; many: seconds)}}.',
      'emergency.lift': '{{who}} lifted the emergency stop.',
      'emergency.fence': 'Everything stopped by itself: the database is older than what was sent.',
      'emergency.settle':
        'After the restore, {{unknown, counted(one: message; many: messages)}} became uncertain.',
      'emergency.stop': '{{who}} stopped everything.',
      'account.affords': 'The account {{channel}} can spend again; messages go out by it.',
      'account.spending': 'The account {{channel}} has used {{spent}} of this month’s ceiling, {{ceiling}}.',
      'account.spent':
        'The account {{channel}} has reached this month’s ceiling, {{ceiling}}: it takes no messages until next month, or until the ceiling is changed.',
      'account.away': 'The account {{channel}} takes nothing; its messages go to another one that does.',
      'account.back':
        'The account {{channel}} answers the check again after {{seconds, counted(one: second; many: seconds)}}.',
      'account.flaps':
        'The account {{channel}} took nothing {{times}} times since {{begun}}; its messages go to another one that does.',
      'account.flapped':
        'The account {{channel}} took nothing {{times}} times since {{begun}}, then answered the check again.',
      'provider.away': 'The {{channel, within}} provider takes no messages; they wait.',
      'provider.errs': 'The {{channel, within}} provider answers with an error; its messages wait.',
      'provider.silent': 'The {{channel, within}} provider does not answer; its messages wait.',
      'provider.refuses': 'The {{channel, within}} provider refuses every message; its messages wait.',
      'provider.flaps':
        'The {{channel, within}} provider {{how}}, {{times}} times since {{begun}}; its messages wait.',
      'provider.flapped':
        'The {{channel, within}} provider {{how}}, {{times}} times since {{begun}}, then answered the check again.',
      'provider.back':
        'The {{channel, within}} provider answers the check again after {{seconds, counted(one: second; many: seconds)}}.',
      'suppression.lift-rejected':
        '{{who}} gave back {{addresses, counted(one: address; many: addresses)}} that {{title}}{{part}} took out.',
      'queue.retry': '{{who}} ran the background job {{job}} on {{channel, within}} again.',
      'reconcile.dead-claim':
        'A sending program broke off in the middle of {{title}}: {{unknown, counted(one: message; many: messages)}} became uncertain.',
      'reconcile.deadClaimsOfSome':
        'Sending programs broke off in the middle of {{broadcasts, counted(one: broadcast; many: broadcasts)}}: {{unknown, counted(one: message; many: messages)}} became uncertain.',
    },
    outage: {
      away: 'took no messages',
      silent: 'did not answer',
      errs: 'answered with an error',
      refuses: 'refused every message',
    },
    title: 'Operations',
    board: 'Queue dashboard (new tab)',
    boardHelp: 'What the columns of the queue dashboard mean',
    boardTerms: {
      active: 'a worker has it now',
      waiting: 'waits for a worker',
      prioritized: 'waits too, the more urgent first',
      delayed: 'waits for its time',
      waitingChildren: 'waits for parts of it; Siar does not use this',
      completed: 'done',
      failed: 'given up by a worker; whether the message goes out again is settled by the ledger, not here',
      paused: 'waits, since the queue was stopped',
    },
    servers: 'Services',
    allUp: 'All services answer',
    database: 'Database',
    queue: 'Queue ({{backend}})',
    provider: '{{channel}} provider',
    up: 'answers',
    upUnused: 'answers checks; no broadcast message in the last hour',
    down: 'does not answer',
    refuses: 'refuses',
    errs: 'answers with an error',
    slows: 'asks to slow down',
    unasked: 'not checked from here',
    unsafe:
      'If the database or the queue breaks off, what was recorded last is lost, and messages may go out twice. Ask those who run the servers to change the settings.',
    unsafeSettings: 'Settings to change: {{settings}}.',
    untrustedProxy:
      'The program {{program}} is reached through a proxy that Siar does not know (last at {{at}}): everybody counts as one network. Ask those who run the servers to register the proxy.',
    untrustedProxySettings: 'Set TRUST_PROXY to the address of that proxy.',
    noReceipts: 'All receipts are applied.',
    receipts:
      '{{count, counted(one: receipt waits; many: receipts wait)}}, the oldest for {{seconds, counted(one: second; many: seconds)}}.',
    brakeNear: 'Near the brake',
    brakeAbout:
      'The broadcasts below still go out on the channel named. Each stops there by itself when the limits of the brake are exceeded by several domains or operators, or by one large provider.',
    refusals: 'Workers with other settings',
    refusalsWhat:
      'These sending programs send nothing of the broadcasts below, because their settings are not those KPU approved. Set them alike and start them again; the messages wait.',
    refusal: '{{worker}}, {{channel, within}} (last at {{at}})',
    refusalSettings: 'What differs: {{settings}}.',
    probe: 'Siar tries again {{at}}.',
    silentSome:
      '{{count}} programs give no sign of life: they hang or were killed. Restart those that still run.',
    silentOne: '{{program}} ({{name}}), since {{at}}',
    silent:
      'Program {{program}} ({{name}}) has given no sign of life since {{at}}: it hangs or was killed. Restart it if it still runs.',
    oneProvince:
      'Only one province, or one broadcast? That is paused on the broadcast’s own page, by its map:',
    oneProvinceGo: 'running broadcasts',
    messages: 'messages still to send',
    messagesInHand: 'messages still to send; {{messages}} more being handed over',
    scheduled: '{{messages}} more wait for their hour',
    rate: '{{pace}} a second in the last minute; limit {{rate}}',
    rateShort: '{{pace}} / second, last minute',
    rateIdle: 'nothing to send now',
    rateLimit: 'limit {{rate}}',
    rateNone: 'no limit',
    slow: 'Slow',
    slowUntil:
      'Far below its limit. At this pace the {{messages, counted(one: message that is; many: messages that are)}} due will be through at about {{at}}.',
    heldFor: 'Held: {{carriers}}',
    stalled: 'Left in dead programs',
    oneAccount: 'Account at the provider',
    accounts: 'Accounts at providers: when one takes nothing, its messages go to another',
    account: {
      takes: 'takes messages',
      slow: 'has asked to slow down since {{at}}',
      away: 'has taken nothing since {{at}}',
      spends: 'spent this month: {{spent}}',
      spendsOf: 'spent this month: {{spent}} of {{ceiling}}',
      spent: 'takes nothing until next month: this month’s ceiling, {{ceiling}}, was reached {{at}}',
      drains: 'drains: {{messages, counted(one: message; many: messages)}} that it holds still to go',
      rests: 'rests: takes no messages',
      restedBy: 'Since {{at}}, by {{name}}.',
      routes:
        'Only for recipients at {{carriers}}, who get their messages through it alone while it takes some.',
      warmUp:
        'Warms up: today at most {{ceiling, counted(one: e-mail; many: e-mails)}} to each large mailbox provider.',
      warmed: 'So far: {{parts}}.',
      preferred: 'Preferred: takes what its limits allow first.',
      share: 'Its share is {{part}} of the configured one since {{at}}.',
      why: 'Cause: {{why}}.',
      moved: {
        away: 'it was away',
        'slow-down': 'it asked to slow down',
        'slow-answers': 'it answers much more slowly than the others',
        'slow-receipts': 'its receipts come much later than the others’, or not at all',
        quiet: 'nothing speaks against it any more, and its share comes back in steps',
      },
    },
    accountActs: {
      rest: {
        title: 'Put the account {{account}} to rest?',
        what: 'It gets no new messages and no confirmation codes or alerts. The other accounts of the channel take over at once.',
        holds:
          '{{messages, counted(one: message that it holds goes; many: messages that it holds go)}} out as usual.',
        holdsNothing: 'It holds no message now.',
        go: 'Rest {{account}}',
        done: '{{account}} rests.',
      },
      return: {
        title: 'Return the account {{account}} to service?',
        what: 'It takes its share of the messages again within a second.',
        go: 'Return {{account}}',
        done: '{{account}} is in service again.',
      },
      prefer: {
        title: 'Prefer the account {{account}}?',
        what: 'It takes what its limits allow first; the other accounts of the channel take the rest.',
        instead: '{{account}} is then no longer preferred.',
        go: 'Prefer {{account}}',
        done: '{{account}} is preferred.',
      },
      unprefer: {
        title: 'No longer prefer the account {{account}}?',
        what: 'The shares in the settings then decide how many messages each account takes.',
        go: 'No longer prefer {{account}}',
        done: '{{account}} is no longer preferred.',
      },
    },
    perSecond: '{{rate}} a second',
    background: 'Background jobs',
    calm: 'No job is stuck or has failed',
    jobs: 'Waiting',
    active: 'Being worked on',
    failed: 'Failed',
    oldest: 'Oldest since',
    failedJobs: 'Failed background jobs',
    noFailedJobs: 'No background job has failed.',
    attempts: '{{count, counted(one: try; many: tries)}}',
    failures: {
      abandoned: 'The program that worked on it stopped halfway.',
      unreachable: 'The database, the queue or the provider could not be reached.',
      slow: 'The database or the queue took too long to answer.',
      key: 'The sending program lacks the key that opens addresses.',
      refused: 'The database or the provider refuses this program: check its rights and password.',
      other: 'The cause is not known.',
    },
    technical: 'Technical details',
    retry: 'Run again',
    retryTitle: 'Run this background job again?',
    retryWhat: '{{job}} goes back to its queue. What was sent is not sent twice. This is recorded.',
    findings: 'Mended by Siar itself since this program started:',
    lostJobs:
      '{{count, counted(one: group of messages; many: groups of messages)}} queued again (usual after a pause)',
    deadClaims:
      '{{count, counted(one: group of messages was; many: groups of messages were)}} held by dead programs, {{unknown, counted(one: message; many: messages)}} became uncertain',
    pause: 'Pause {{channel, within}}',
    pauseTitle: 'Pause the channel {{channel, within}}?',
    pauseWhat:
      'Nothing more is sent over {{channel, within}}, confirmation codes and alerts included, until it is resumed; only what is in hand may still go out. What passes its expiry is not sent. This is recorded.',
    resume: 'Resume {{channel, within}}',
    resumeTitle: 'Resume the channel {{channel, within}}?',
  },
  senderDomain: {
    title: 'Sender domain',
    open: 'Sender domain',
    back: 'Back to operations',
    about:
      'What the DNS has about the domains that Siar sends e-mail from. Receiving servers refuse or distrust mail whose records are wrong. The result is not stored.',
    from: 'Sender address (From)',
    bounceDomain: 'Bounce domain',
    bounceHelp: '{{domain}} (envelope address; failed mail returns here)',
    relays: 'Mail servers',
    again: 'Check again',
    checking: 'Asking the DNS. It takes 15 seconds at most.',
    summary: 'Checked {{at}}: {{counts}}.',
    counts: {
      wrong: '{{count}} wrong',
      attention: '{{count}} to look at',
      unknown: '{{count}} not known',
      good: '{{count}} good',
    },
    atMost: 'The DNS is asked once in 30 seconds at most.',
    skipped: {
      'no-relay': {
        title: 'No mail server yet',
        what: 'SMTP_URL is not set on this server, so nothing is checked. Ask those who run the server to set SMTP_URL, EMAIL_FROM, EMAIL_BOUNCE_DOMAIN and, where Siar signs, DKIM_DOMAIN and DKIM_PRIVATE_KEY.',
      },
      training: {
        title: 'Training installation',
        what: 'E-mail of an exercise does not reach people, so the DNS is not asked and nothing is checked.',
      },
    },
    kinds: {
      spf: {
        name: 'SPF',
        bounces:
          'Which servers may send in the name of the bounce domain. Receivers judge Siar’s mail by this record.',
        from: 'Which servers may use the domain of From as envelope address. Siar’s mail uses the bounce domain, so this record only guards the name.',
      },
      dkim: { name: 'DKIM', what: 'The public key by which receivers verify the signature of the mail.' },
      dmarc: {
        name: 'DMARC',
        what: 'What receivers do with mail that claims to be from the domain of From and cannot prove it.',
      },
      mx: {
        name: 'MX',
        what: 'The server that takes failed mail. Without it Siar does not learn which addresses are dead.',
      },
      'mta-sts': {
        name: 'MTA-STS',
        what: 'Requires encryption (TLS) for mail that returns to the bounce domain.',
      },
      ptr: {
        name: 'PTR',
        what: 'The name of a mail server’s IP address, which must lead back to that address.',
      },
    },
    states: {
      good: 'Good',
      attention: 'Needs a look',
      wrong: 'Wrong',
      unknown: 'Not known',
    },
    levels: { wrong: 'Wrong:', attention: 'Needs a look:', unknown: 'Not known:' },
    found: 'There now',
    right: 'Should be',
    record: '{{type}} record',
    file: 'File',
    copyName: 'Copy name',
    copyValue: 'Copy value',
    long: 'Longer than 255 characters: in a zone file it is written as several strings in quotes. Most DNS panels split it by themselves.',
    findings: {
      'dns-silent': 'The DNS did not answer the {{type}} question about {{name}} within a few seconds.',
      'dns-error': 'The DNS answered the {{type}} question about {{name}} with the error {{code}}.',
      'spf-missing': '{{domain}} has no SPF record. Receivers cannot tell which servers may send.',
      'spf-missing-from': '{{domain}} has no SPF record. Others can use the name more easily.',
      'spf-several':
        'There are {{number}} SPF records. There must be exactly one; with more, none of them counts.',
      'spf-syntax': 'The record cannot be used ({{text}}). Receivers treat it as broken.',
      'spf-lookups':
        'The record takes {{number}} DNS look-ups, and the limit is 10. Receivers treat it as broken. Replace some of the includes by ip4 or ip6.',
      'spf-lookups-within': 'It uses {{number}} of 10 DNS look-ups.',
      'spf-voids':
        '{{number}} look-ups of the record find nothing, and the limit is 2. Remove names that do not exist any more.',
      'spf-all-absent': 'The record does not end in -all or ~all, so other servers are not refused.',
      'spf-all-pass': 'The record ends in +all: any server may send in this name.',
      'spf-all-neutral': 'The record ends in ?all, so other servers are not refused.',
      'spf-after-all': 'What comes after all is not read: {{terms}}.',
      'spf-ptr': 'The record uses ptr, which is slow and advised against; some receivers ignore it.',
      'spf-relay-allowed': 'The address {{address}} of {{host}} is allowed.',
      'spf-relay-not-allowed':
        'The address {{address}} of {{host}} is not allowed ({{result}}). If mail leaves by that address, SPF fails; if it leaves by another, ask those who run the mail server which.',
      'spf-relay-unseen':
        'The outgoing address of {{host}} cannot be seen from here. Ask those who run it, and make sure that it is listed.',
      'dkim-relay-signs':
        'Siar does not sign (DKIM_PRIVATE_KEY is empty), so the mail server has to. Its key cannot be checked from here: ask those who run it.',
      'dkim-private-key':
        'The settings of the signature cannot be used: DKIM_DOMAIN and DKIM_PRIVATE_KEY must both be set, and the key must be an RSA key in PEM.',
      'dkim-missing': 'There is no public key at {{name}}. No signature can be verified.',
      'dkim-several':
        'There are {{number}} records at one name. There must be exactly one; receivers may use the wrong one.',
      'dkim-malformed': 'The record is no complete DKIM key: it may have been cut off when it was copied.',
      'dkim-revoked':
        'The public key is empty (p=): this key is declared revoked. Every signature is refused.',
      'dkim-key-type': 'The key in the DNS is of the type {{type}}, and Siar signs with RSA.',
      'dkim-short':
        'The key has {{bits}} bits only. Signatures below 1024 bits are refused. Make a new key of 2048 bits.',
      'dkim-below-advised':
        'A key of {{bits}} bits is still accepted, and 2048 are advised. Make a new key with a new selector.',
      'dkim-mismatch':
        'The key in the DNS does not belong to DKIM_PRIVATE_KEY. No signature can be verified.',
      'dkim-matches': 'The key in the DNS ({{bits}} bits) belongs to the key that Siar signs with.',
      'dkim-testing': 'The key is marked as a test (t=y): some receivers ignore its signatures.',
      'dkim-hash': 'The key does not allow SHA-256 (h={{hashes}}), which Siar uses.',
      'dkim-service': 'The key is not for e-mail (s={{services}}).',
      'dmarc-missing':
        '{{domain}} has no DMARC record. Gmail and Yahoo require one of large senders. Begin with p=none, read the reports, then make it stricter. The address of the reports must exist.',
      'dmarc-several':
        'There are {{number}} DMARC records. There must be exactly one; with more, none of them counts.',
      'dmarc-malformed':
        'The record cannot be used: p must be none, quarantine or reject, and each part has the form name=value.',
      'dmarc-inherited': 'The record of {{domain}} applies.',
      'dmarc-policy': 'Forged mail is treated with {{policy}}.',
      'dmarc-policy-none':
        'The policy is none: forged mail in this name is still delivered. Once the reports are clean, make it quarantine, then reject.',
      'dmarc-partial': 'The policy applies to {{percent}} % of the mail only (pct).',
      'dmarc-no-reports':
        'There is no rua: nobody gets reports of failed or forged mail. The address of the reports must exist.',
      'dmarc-reports-malformed':
        'Not all of the report addresses (rua={{rua}}) have the form mailto:address.',
      'dmarc-reports-refused':
        'Reports go to {{domain}}, and that domain has not allowed it: it needs a TXT record {{name}} with v=DMARC1.',
      'dmarc-dkim-aligned': 'The domain of the signature, {{domain}}, is aligned with From (adkim={{mode}}).',
      'dmarc-dkim-unaligned':
        'The domain of the signature, {{domain}}, is not aligned with {{from}} (adkim={{mode}}): DKIM does not count, and forwarded mail fails. Change DKIM_DOMAIN.',
      'dmarc-dkim-unseen': 'The mail server signs: make sure that d= in its signature is the domain of From.',
      'dmarc-spf-aligned': 'The bounce domain {{domain}} is aligned with From (aspf={{mode}}).',
      'dmarc-spf-unaligned':
        'The bounce domain {{domain}} is not aligned with {{from}} (aspf={{mode}}): SPF does not count for DMARC.',
      'mx-missing':
        '{{domain}} has no MX. Failed mail cannot return, and dead addresses stay unnoticed. Set the MX to the server that passes it on to Siar.',
      'mx-implicit': '{{domain}} has no MX; senders use its own address ({{address}}). An MX is better.',
      'mx-null': 'The MX of {{domain}} declares that it accepts no mail.',
      'mx-address': 'The MX is the address {{host}}, and must be a name.',
      'mx-unresolved': 'The MX host {{host}} has no address.',
      'mx-private':
        'The MX host {{host}} has the address {{address}}, which cannot be reached from the Internet.',
      'mx-found': '{{host}} has an address ({{address}}).',
      'sts-missing':
        '{{domain}} has no MTA-STS: returning mail can be read on its way. Set up the record and the file below; begin with the mode testing.',
      'sts-several':
        'There are {{number}} MTA-STS records. There must be exactly one; with more, none of them counts.',
      'sts-malformed': 'The record has no valid id (1 to 32 letters and digits).',
      'sts-no-mx': '{{domain}} has no MX, so there is nothing to protect yet.',
      'sts-host-missing': '{{host}} has no address, so its policy cannot be fetched.',
      'sts-unreachable':
        '{{url}} cannot be reached from this server ({{code}}). The way out to port 443 may be closed here.',
      'sts-certificate': 'The certificate of {{host}} is not valid ({{code}}), so the policy is ignored.',
      'sts-status': '{{url}} answers {{status}}, and must answer 200; redirects are not followed.',
      'sts-policy': 'The policy cannot be used: {{field}} is not valid, or missing.',
      'sts-mode-none': 'The mode is none: MTA-STS is switched off.',
      'sts-testing':
        'The mode is testing: connections without encryption still pass. Once the reports are clean, make it enforce and change the id.',
      'sts-short-age': 'max_age is {{seconds}} seconds only. A week or more is better.',
      'sts-mx-uncovered': 'The MX host {{host}} is not in the policy.',
      'sts-enforced': 'The policy is enforced.',
      'tls-reports-missing':
        'There is no TLS-RPT: nobody gets reports of failed connections. It is optional.',
      'tls-reports-malformed':
        'The TLS-RPT record cannot be used: rua must be mailto: or https:, and there must be one record.',
      'tls-reports-found': 'TLS reports go to {{rua}}.',
      'ptr-host-missing': '{{host}} is not in the DNS that this server asks.',
      'ptr-private':
        '{{address}} is a private or loopback address, so the DNS is not asked. Mail leaves by another address: ask those who run the mail server.',
      'ptr-missing':
        '{{address}} has no PTR. If mail leaves by this address, large receivers refuse it. The owner of the IP address sets it.',
      'ptr-unconfirmed':
        'The PTR of {{address}} is {{name}}, and that name does not lead back to this address.',
      'ptr-confirmed': '{{address}} has the name {{name}}, which leads back to this address.',
      'ptr-outgoing':
        'The address of {{host}} was checked. If mail leaves by another one, ask those who run it which.',
    },
  },
};
