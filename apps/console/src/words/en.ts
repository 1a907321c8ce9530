import type { Words } from './id.js';
/** Every word on screen, in English. */
export const en: Words = {
  tagline: 'Election information that reaches people',
  skip: 'Skip to content',
  menu: 'Menu',
  clocks: 'Time now',
  loading: 'Loading…',
  signOut: 'Sign out',
  signOutTitle: 'Sign out and remove what is written here?',
  signOutWhat:
    'There are drafts on this device that are not saved. Signing out removes them, so that whoever sits here next cannot read them.',
  nav: {
    home: 'Home',
    broadcasts: 'Broadcasts',
    calendar: 'Calendar',
    groups: { work: 'Work', citizens: 'Citizens', operations: 'Operations', office: 'Office' },
    audit: 'Audit trail',
    reviews: 'Reviews',
    operations: 'Operations',
    contacts: 'Contacts',
    elections: 'Elections',
    people: 'People',
    dataRequests: 'Data requests',
    onCall: 'On call',
    templates: 'Templates',
    imports: 'Import',
    suppressions: 'Suppressed addresses',
    helpdesk: 'Helpdesk',
    account: 'My account',
    addresses: 'My addresses',
  },
  actions: {
    cancel: 'Cancel',
    close: 'Close',
  },
  toasts: {
    name: 'Results of what you did (F8)',
    close: 'Close: {{text}}',
    undo: 'Undo',
    left: '{{count}} s left',
    notUndone: 'It cannot be undone',
  },
  news: {
    title: 'News',
    unread: 'News, {{shown}} unread',
    waiting: {
      reviews: 'Waiting for your decision: {{shown}}',
      operations: 'To be looked at: {{shown}}',
      people: 'Appointments that wait for you: {{shown}}',
      requests: 'Data requests overdue, or due within 24 hours: {{shown}}',
    },
  },
  notFound: {
    title: 'Page not found',
    text: 'This address leads to no page.',
    back: 'Back to home',
  },
  roles: {
    author: 'Author',
    reviewer: 'KPU reviewer',
    operator: 'Operator',
    auditor: 'Auditor',
    dpo: 'Data protection officer',
    helpdesk: 'Help desk',
    admin: 'Admin',
  },
  states: {
    draft: 'Draft',
    in_review: 'In review',
    approved: 'Approved',
    running: 'Running',
    paused: 'Paused',
    completed: 'Completed',
    rejected: 'Rejected',
    withdrawn: 'Withdrawn',
    cancelled: 'Cancelled',
    expired: 'Expired',
    midway: 'Cancelled midway',
  },
  failing: { all: 'All that were tried failed', many: 'Many failed' },
  hindrances: {
    stopped: 'Emergency stop',
    braked: 'Braked',
    paused: 'Paused',
    pausedInPart: 'Paused in part',
    slowed: 'Held up',
    title: {
      stopped: 'Everything is stopped since {{at}}',
      braked: '{{channels}} braked automatically since {{at}}',
      paused: '{{channels}} paused since {{at}}',
      slowed: '{{channels}}: the provider has been asking us to slow down since {{at}}',
      unserved: '{{channels}}: no sending program has been running since {{at}}',
    },
    found: {
      key: 'the sending program lacks the key that opens addresses',
      sender: 'the provider refuses the sender',
    },
    by: 'by {{name}}',
    inDoubt: 'its content is in doubt: {{reason}}',
    where: '{{channels}} in {{regions}}',
    regions: '{{regions, counted(one: region; many: regions)}}',
    who: '{{role}} ({{name}})',
    part: '{{waves}} of {{of, counted(one: wave; many: waves)}}',
    waits: 'What is left waits until it expires.',
    nothingWaits: 'Nothing is left to send in this part.',
    next: {
      stopped: 'It goes on when an operator lifts the emergency stop.',
      braked: 'An operator looks into the cause with the provider, then resumes it, or its owner cancels it.',
      paused: 'Resume it when the cause is settled.',
      pausedKpu: 'A KPU reviewer first lifts the doubt on its content; then an operator resumes it.',
      pausedAsk: 'Ask an operator to resume it when the cause is settled.',
      inReview:
        'KPU is reviewing its correction. Nothing goes out before KPU has decided: if it is approved, what is left is cancelled; if not, an operator can resume it.',
      heldElsewhere:
        'Nothing goes on yet when this ends: all that is left is paused or braked too, and stays so.',
      slowed: '{{again}} Operators check the quota and the rate at the provider.',
      unserved: 'Nothing is sent until an operator starts that program again.',
    },
  },
  kinds: { ordinary: 'Ordinary', urgent: 'Urgent', correction: 'Correction' },
  channels: { email: 'E-mail', telegram: 'Telegram', sms: 'SMS' },
  signIn: {
    title: 'Sign in',
    username: 'User name',
    password: 'Password',
    showPassword: 'Show password',
    code: 'One-time code',
    codeHelp: 'The six digits your authenticator shows now.',
    recoveryCode: 'Recovery code',
    recoveryHelp: 'One of the codes you kept when you set up the authenticator. Each works once.',
    useRecovery: 'No authenticator at hand? Use a recovery code',
    useCode: 'Use a code from the authenticator',
    wrongRecovery: 'The recovery code is wrong or was used before.',
    codeForm: 'Six digits',
    submit: 'Sign in',
    byIssuer: 'Sign in with your ministry account',
    orLocal: 'or with a Siar account',
    help: 'Cannot sign in? Ask your organisation’s admin.',
    failed: 'You are not signed in',
    wrong: 'The user name or the password is wrong.',
    wrongCode: 'The code is wrong or was used before. Wait for the next one.',
    disabled: 'This account is disabled. Ask your organisation’s admin.',
    malformed: 'Give a user name and a password; a code has six digits.',
    tooMany: 'Too many attempts. Try again in about {{minutes}} min.',
    again: 'Your session has ended',
    nothingLost: 'Sign in again to go on. What you have written is not lost.',
  },
  stepUp: {
    title: 'Confirm with a code',
    why: 'This act needs a fresh code from your authenticator.',
    go: 'Go on',
  },
  /** How a refusal is put together. */
  refusal: {
    others: '{{count, counted(one: other; many: others)}}',
    places: '{{words}} (in {{count, counted(one: place; many: places)}})',
    field: '{{field}}: {{said}}',
    column: 'Column {{at}}',
    acts: {
      undo: 'undone',
      edit: 'changed',
      submit: 'submitted',
      approve: 'approved',
      reject: 'rejected',
      withdraw: 'withdrawn',
      release: 'sent',
      pause: 'paused',
      resume: 'resumed',
      cancel: 'cancelled',
      complete: 'completed',
      doubt: 'put in doubt',
      expire: 'ended',
    },
  },
  errors: {
    retry: 'Try again',
    offline: 'Siar cannot be reached. Check your connection.',
    signedOut: 'Sign in first.',
    forbidden: 'You may not do this.',
    notFound: 'Not found, or not for you to see.',
    conflict: 'Things have changed meanwhile.',
    invalid: 'Something is not right yet.',
    tooMany: 'Too many attempts. Wait a little.',
    unavailable: 'Siar cannot work just now. Nothing was changed.',
    unforeseen: 'Something went wrong on our side.',
  },
  offline: {
    title: 'No connection',
    what: 'What is shown may be old. This screen is renewed once there is a connection again.',
  },
  noPermission: {
    title: 'This screen is not for your roles',
    what: 'Your roles: {{roles}}. If you need it, ask an admin of your office.',
  },
  carriers: { domestic: 'Other operators', abroad: 'Operators abroad' },
  home: {
    unmanned: {
      reviewer: 'No one is on call for urgent broadcasts and corrections',
      operator: 'No one is on call for the automatic brake',
      nationwide: 'No reviewer who covers the whole nation is on call',
      'own-reviewer': 'No one from your office is on call for urgent broadcasts and corrections',
      'own-operator': 'No one from your office is on call for the automatic brake',
    },
    stuck: '{{shown, counted(one: request; many: requests)}} cannot be confirmed: there is no second admin',
    stuckWhat:
      'Without a second admin it lapses. Ask who runs the server to restore an admin who was disabled or lost access.',
    toOnCall: 'Fill the on-call list',
    atKpu: 'With KPU',
    submittedOwn: 'Your broadcasts that wait for KPU’s decision',
    sentBack: 'rejected by KPU {{when}}',
    takenBack: 'withdrawn {{when}}',
    needed: 'Waiting for you',
    brakedForIt: 'Braked for it; release when the provider takes messages again:',
    toKnow: 'Good to know',
    nothingToKnow: 'Nothing is in trouble now.',
    brakedToKnow: 'Stopped by the automatic brake',
    failingToKnow: 'Many messages failed',
    nothingNeeded: 'Nothing is waiting for you now.',
    away: '{{channel}}: the provider does not answer, or refuses everything',
    awaySince: 'Since {{at}}. What has not been sent waits, until it expires at the latest. {{goesOn}}',
    channelPaused: 'The channel {{channel, within}} is paused for every broadcast',
    channelPausedBy: 'Since {{at}}, by {{name}}. Reason: {{reason}}',
    channelPausedMeans:
      'What has not been sent on it waits until an operator resumes it under Operations, until it expires at the latest.',
    failing: 'Many messages failed: find the reason',
    failedOn:
      '{{channel}}: {{failed}} of {{handed, counted(one: message; many: messages)}} that were tried failed',
    expired: 'Expired before all of it was sent',
    expiredSince: 'ended {{at}}',
    unsentOn: '{{channel}}: {{messages}} of {{all, counted(one: message; many: messages)}} not sent',
    expiredUntil: 'Shown until you open the broadcast, at most for 24 hours.',
    braked: 'Stopped by the automatic brake: decide',
    reviews: 'Waiting for approval',
    paused: 'Paused',
    toCorrect: 'Withdrawn or cancelled midway: write its correction',
    cancelled: 'cancelled {{when}}',
    drafts: 'My drafts',
    submitted: 'submitted {{at}}',
    takenBy: '{{name}} has it in hand',
    pausedBy: {
      author: 'paused by its authors',
      kpu: 'paused by KPU',
      operator: 'paused by an operator',
      brake: 'paused by the automatic brake',
      correction: 'paused for a correction',
      ofCompanion: 'paused because its correction was cancelled, withdrawn or is corrected again',
    },
    pauses: '{{pauses}} separate pauses',
    morePauses: 'and {{pauses, counted(one: more pause; many: more pauses)}}',
    pausedWaves: '{{waves, counted(one: wave; many: waves)}} paused',
    doubted: 'its content is in doubt',
    inDoubt: 'Content in doubt: not decided',
    doubtedBy: {
      author: 'put in doubt by its author {{at}}',
      kpu: 'put in doubt by KPU {{at}}',
      operator: 'put in doubt by an operator {{at}}',
      correction: 'put in doubt because of a correction {{at}}',
      takenBack: 'put in doubt {{at}} because its correction was cancelled or withdrawn',
    },
    correctionDecides:
      'KPU is reviewing its correction: if it approves that, the rest of this broadcast is cancelled; if not, KPU lifts the doubt once it is sure that the text is right.',
    correctionDecidesAlone:
      'KPU is reviewing its correction: if it is approved, what is left of this broadcast is cancelled; if not, an operator can resume it.',
    kpuDecides: 'KPU lifts the doubt if the text is right; if it is wrong, it is corrected.',
    doubtOpen:
      'If the text is right, KPU lifts the doubt, or an operator declares it settled; if it is wrong, it is corrected.',
    expires: 'Begins to expire {{at}} unless it is resumed.',
    running: 'Running now',
    nothingRunning: 'No broadcast is being sent.',
    runningHow:
      'A broadcast that KPU has approved appears here when its time comes, with how many copies have arrived.',
    sent: '{{messages}} sent',
    failed: '{{messages}} failed',
    all: 'All broadcasts',
    next: 'The next 24 hours',
    nextHelp: 'The clock on the wall in each zone; the line is the present.',
    nextIn: 'Next, {{zone}}',
    nothingNext: 'No broadcast is scheduled within the next 24 hours.',
    now: 'now',
    abroad: 'Abroad',
    elsewhere: 'Your work is in the menu.',
    requests:
      '{{shown, counted(one: data request is; many: data requests are)}} open; the first must be answered by {{at}}',
    requestsOverdue:
      '{{shown, counted(one: data request is; many: data requests are)}} open; the first has been overdue since {{at}}',
    appointed:
      'Your appointment as {{roles}} is only asked for and not in effect yet: a second admin has to confirm it before {{at}}.',
    appointedStuck:
      'Your appointment as {{roles}} is only asked for, not in effect yet, and lapses {{at}}: at present there is no second admin to confirm it. Tell the admin of your office.',
    noRoles:
      'You have no role yet: no work is open to you. Ask the admin of your office to give you one on the People page.',
    appointedMissing:
      'Your appointment as {{roles}} is only asked for and not in effect yet. A second admin can confirm once your account is set up, by {{at}} at the latest:',
    missing: {
      'no-own-password': 'Change your one-time password',
      'no-first-sign-in': 'Sign in by your ministry account',
      'no-authenticator': 'Set up an authenticator',
      'no-own-address': 'Confirm an address of your own in My addresses',
    },
    awaited: 'The role {{role}} counts from {{at}}. Until then its work is not open to you.',
  },
  search: {
    go: 'Search or jump to',
  },
  look: { go: 'Look' },
  list: {
    compose: 'Write a broadcast',
    changed: 'changed {{when}}',
  },
  deliveryStates: {
    pending: 'Waiting',
    claimed: 'In hand',
    accepted: 'Accepted by provider',
    delivered: 'Arrived',
    failed: 'Failed',
    suppressed: 'Not sent',
    expired: 'Expired',
    cancelled: 'Cancelled',
    unknown: 'Uncertain',
    unlisted: 'Not yet listed',
    neverListed: 'Cancelled or expired before listing',
  },
  broadcast: {
    doubtBadge: 'In doubt',
    doubtByKpu:
      'KPU has doubts: only a KPU reviewer who answers for all its regions can lift them. Then an operator can resume it.',
    doubtByKpuEnded: 'KPU has doubts: only a KPU reviewer who answers for all its regions can lift them.',
    doubtByCorrectionEnded:
      'The cause is a correction that KPU is reviewing. If it is approved, this text no longer holds; if it is rejected, a KPU reviewer can lift this doubt.',
    doubtByCorrection:
      'The cause is a correction that KPU is reviewing. If it is approved, the rest of this broadcast is cancelled; if it is rejected, a KPU reviewer can lift this doubt, and then an operator can resume.',
    doubtByUnapproved:
      'The cause is a correction that was submitted and not approved. Next: a KPU reviewer lifts this doubt, and an operator then resumes what is paused; or the amended correction is submitted and approved.',
  },
  chain: {
    titled: { correction: 'Correction: {{title}}', companion: 'Companion: {{title}}' },
    help: {
      yes: 'What it says is wrong and does not hold. Citizens who check it are led to that correction.',
      yesUnapproved: 'What it says is wrong and does not hold.',
      draftUnapproved: 'What it says may be wrong. That correction was not submitted.',
      in_review:
        'What it says may be wrong. Until KPU has decided, citizens who check it read: “Under review, do not forward.”',
      unsettled: {
        doubted: 'What it says is wrong. No text of it holds now: that correction itself is in doubt.',
        in_review:
          'What it says is wrong. No text of it holds now: KPU is reviewing a correction of that one.',
        fallen: 'What it says is wrong. No text of it holds now: that correction itself is wrong.',
      },
      in_reviewStopped: 'What it says may be wrong: KPU is deciding.',
      draft: 'What it says may be wrong. That correction was not submitted, and citizens do not know of it.',
      draftDoubted:
        'The text is in doubt, and citizens who check it are told so. That correction is still a draft: KPU decides once it is submitted.',
      stopped: 'It was corrected, and that correction was withdrawn or cancelled. A new one is needed.',
      'taken-back': 'A correction that was rejected, withdrawn or cancelled corrects nothing.',
    },
    next: {
      from: 'It was corrected, and that correction was withdrawn or cancelled. The new one is written from that correction, so that it reaches its recipients too.',
      open: 'Open that correction to write it.',
      in_review:
        'What it says is wrong, and its earlier correction holds no longer. KPU is reviewing a new one; no text holds until that is approved.',
      draft:
        'What it says is wrong, and its earlier correction holds no longer. A new one is being written; no text holds until that is approved.',
    },
    takenBackNext: {
      in_review: 'Its text was taken back, which is what citizens read. KPU is reviewing a new correction.',
      draft: 'Its text was taken back, which is what citizens read. A new correction is being written.',
    },
    inCompanion:
      'What it says is wrong. Its correction was withdrawn or cancelled, but KPU found the text of that right in its companion: citizens are led there.',
    inCompanionUnapproved:
      'What it says is wrong. Its correction was withdrawn or cancelled, but KPU found the text of that right in its companion.',
    wrongBadge: 'Wrong, its correction holds no longer',
    inCompanionBadge: 'Wrong, the text of its correction holds',
    companion: 'To addresses that got nothing',
  },
  offices: {
    president: 'President',
    dpr: 'DPR',
    dpd: 'DPD',
    'dprd-province': 'Provincial DPRD',
    'dprd-regency': 'Regency DPRD',
    governor: 'Governor',
    regent: 'Regent',
    mayor: 'Mayor',
  },
  times: {
    regionCount: '{{count, counted(one: region; many: regions)}}',
  },
  decide: {
    call: 'Decide before {{at}}: those on call were called.',
    'once-lifted':
      'Decide as soon as you can: it goes out once the stop of all broadcasts is lifted. Waiting since {{at}}.',
    'at-once': 'Decide as soon as you can: it goes out at approval. Waiting since {{at}}.',
    due: 'Decide before {{at}}, the first region’s hour.',
    expiry: 'Some hours have passed. Decide before {{at}} for it to be done in time.',
    expired: 'Too late: it expired {{at}}.',
    passed: 'That has passed.',
  },
  unapprovable: {
    'correction-first': 'It can be approved only after its correction, which stops the original.',
    'correction-draft':
      'It cannot be approved yet: its correction is a draft again and is being edited. This text changes with it once that is submitted again, and can be approved only after that correction.',
    'correction-being-corrected':
      'It cannot be approved yet: a correction of its correction is under review. Decide on that first, or reject this broadcast.',
    'correction-in-doubt':
      'It cannot be approved yet: its correction, which has the same text, is in doubt. Decide on that first, or reject this broadcast.',
    'correction-corrected':
      'It can no longer be approved: the correction whose text it carries was itself corrected. It has to be rejected, or withdrawn by its author.',
    'correction-cancelled':
      'It can no longer be approved: the correction whose text it carries was cancelled. It has to be rejected, or withdrawn by its author.',
    'correction-withdrawn':
      'It can no longer be approved: the correction whose text it carries was withdrawn. It has to be rejected, or withdrawn by its author.',
    'correction-rejected':
      'It cannot be approved: KPU rejected the correction whose text it carries. It has to be rejected, or withdrawn by its author.',
  },
  tally: {
    reached:
      '{{reached}} of {{total, counted(one: message; many: messages)}} taken by the provider or arrived',
  },
  live: {
    notYet: 'No message has been made ready yet.',
  },
  numbers: {
    onPausedChannel:
      '{{messages, counted(one: message; many: messages)}} on {{channel, within}} will be sent only once that channel is resumed.',
    asOf: 'As of {{at}}:',
    sent: '{{messages, counted(one: message; many: messages)}} accepted by a provider or arrived',
    waiting: '{{messages, counted(one: message; many: messages)}} still waiting',
    neverSent: '{{messages, counted(one: message; many: messages)}} cancelled, never to be sent',
    paused:
      '{{messages, counted(one: more message is paused; many: more messages are paused)}} beside that, and waiting',
    unlisted: '{{messages}} of them not listed yet, an estimate',
    inHand: '{{messages, counted(one: message; many: messages)}} in hand, which may still go out',
    unknown: '{{messages, counted(one: uncertain message; many: uncertain messages)}}',
    expire: '{{messages, counted(one: message expires; many: messages expire)}} {{at}} unless resumed',
    expireMore: 'and {{count, counted(one: later expiry; many: later expiries)}}',
  },
  reason: {
    required: 'Reason',
    needed: 'A reason is needed.',
  },
  training: {
    title: 'Training',
    means:
      'This is for exercises: no message reaches people. Each is marked [LATIHAN] and goes to the sandbox only.',
  },
  goesOn: {
    once: {
      emergency: 'the emergency stop is lifted',
      channel: 'this channel is resumed',
      provider: 'the provider accepts messages again',
      program: 'its sending program runs again',
      queue: 'the queue answers again',
    },
    byItself: 'What is not paused goes on by itself once the provider accepts messages again.',
    later: 'Broadcasts that nobody paused go on only once {{what}}.',
    triedLater: 'Siar tries again only once {{what}}.',
    thenSent: 'Messages that wait go out by themselves afterwards.',
    thenSentLater: 'Messages that wait go out only once {{what}} too.',
  },
  emergency: {
    title: 'An emergency stop stands',
    since: 'Since {{at}}, by {{name}}: {{reason}}',
    sinceAlone: 'No broadcast has been sent since {{at}}.',
    means:
      'No broadcast is sent on any channel, nor is what is approved now; only what was in hand at the stop may still go out. Expiry still holds.',
    notices: 'Confirmation codes and notices to staff still go out.',
    noticesBut:
      'Confirmation codes and notices to staff still go out, except on channels that are paused: {{channels}}.',
    stop: 'Stop all broadcasts',
    stopTitle: 'Stop all broadcasts?',
    stoppedTitle: 'All broadcasts are stopped',
    stopWhat:
      'Every broadcast stops on every channel, also what is approved after this, until an operator lifts it. Only what is in hand may still go out. Expiry still holds.',
    noneHeld: 'This stop holds no broadcast back.',
    noneRuns: 'No broadcast is under way.',
    running:
      '{{broadcasts, counted(one: broadcast; many: broadcasts)}}, {{waves, counted(one: wave; many: waves)}}',
    stopped:
      'Stopped: {{broadcasts, counted(one: broadcast; many: broadcasts)}}, {{waves, counted(one: wave; many: waves)}}.',
    uncounted:
      'All broadcasts are stopped, but they could not be counted yet. See the numbers by the button that lifts it.',
    lift: 'Lift the stop',
    liftTitle: 'Lift the emergency stop?',
    liftedTitle: 'The emergency stop is lifted',
    liftWhat: 'Everything goes on, but for what is paused by itself or has expired.',
    note: 'Why it may go on',
    lifted:
      'Lifted: {{broadcasts, counted(one: broadcast; many: broadcasts)}}, {{waves, counted(one: wave goes; many: waves go)}} on again; sending of {{messages, counted(one: message; many: messages)}} goes on, what is scheduled at its hour.',
  },
  compose: {
    subject: 'Subject',
  },
  alert: {
    waiting: 'Waits for an answer',
    taken: 'Somebody has it',
    review: 'Waits for KPU’s decision',
    brake: 'Stopped by the automatic brake: an operator must decide',
    stalled: 'Sending is stalled: an operator must look at the operations page',
    by: 'Decide before {{at}}.',
    expires: 'The first messages expire {{at}}.',
    called: 'A call to {{people, counted(one: person; many: people)}} on call was made ready {{at}}.',
    again:
      'Call no. {{calls}}, to {{people, counted(one: person; many: people)}} on call, was made ready {{at}}.',
    fates: {
      waiting: '{{person}}, {{channel}}: has not gone out, waiting since {{at}}',
      sent: '{{person}}, {{channel}}: accepted by the provider {{at}}',
      failed: '{{person}}, {{channel}}: failed {{at}}',
      expired: '{{person}}, {{channel}}: did not go out until {{at}}',
      unknown: '{{person}}, {{channel}}: uncertain, {{at}}',
    },
    leaving: 'The calls are being sent.',
    noneSent:
      'No call is certain to have gone out. Reach these people by other means, such as the telephone.',
    nobody:
      'Nobody on call could be alerted. Call somebody yourself, and ask an admin to fill the on-call list.',
    takenBy: '{{name}} has had it since {{at}}.',
    lapsed: '{{name}} said they had it {{at}}, but has not decided.',
    take: 'I have it',
    takeHelp: 'If you take it, the others are left alone for 15 minutes.',
  },
  people: {
    noRoles: 'No roles',
  },
  own: {
    refused:
      '{{channel}}: the provider refused Siar’s last message to your address. Notices and on-call alerts may not reach you: check the address or use another.',
  },
  operations: {
    uncertain: 'Uncertain messages',
    uncertainCopies: '{{copies, counted(one: message; many: messages)}} uncertain',
    brake: {
      dead: '{{copies}} of the last {{answers}} addresses no longer exist',
      fault: '{{copies}} of the last {{answers}} answers refuse the sender or the content',
      refused: '{{copies}} of the last {{answers}} answers refuse the message',
    },
    brakeOne: {
      dead: '{{copies}} of the last {{answers}} addresses with {{carrier}} no longer exist',
      fault: '{{copies}} of the last {{answers}} answers of {{carrier}} refuse the sender or the content',
      refused: '{{copies}} of the last {{answers}} answers of {{carrier}} refuse the message',
    },
  },
};
