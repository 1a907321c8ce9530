import type { Strings } from '../../id.js';
import type { acts as indonesian } from '../id/acts.js';

export const acts: Strings<typeof indonesian> = {
  stopActs: {
    title: 'Paused, resumed, cancelled',
    all: 'All that had not been sent',
    broadcast: 'This broadcast',
    of: '{{channel}} in {{region}}',
    cause: 'Cause: {{cause}}',
    by: { brake: 'the automatic brake', correction: 'its correction', siar: 'Siar' },
    braked: '{{what}}: braked.',
    pause: '{{what}}: paused by {{by}}.',
    pauseInDoubt: '{{what}}: paused by {{by}}; its content is in doubt.',
    resume: '{{what}}: resumed by {{by}}.',
    resumeKept: '{{what}}: resumed by {{by}}, except what is in doubt.',
    resumeCleared: '{{what}}: resumed by {{by}}; the doubt about its content was declared over.',
    release: '{{what}}: brake released by {{by}}; still paused, because its content is in doubt.',
    'end-doubt': 'The doubt about its content was declared over by {{by}}.',
    cancel: '{{what}}: cancelled by {{by}}; what was not sent yet is not sent any more.',
    doubt: '{{what}}: put in doubt by {{by}}.',
    'lift-doubt': 'The doubt about its content was lifted by {{by}}.',
    withdraw: 'Withdrawn by {{by}}.',
    'stop-all': 'Emergency stop: every broadcast was stopped by {{by}}.',
    'lift-stop': 'The emergency stop was lifted by {{by}}.',
    'pause-channel': '{{what}}: every broadcast on this channel was paused by {{by}}.',
    'resume-channel': '{{what}}: every broadcast on this channel was resumed by {{by}}.',
    'give-back':
      '{{what}}: {{addresses, counted(one: rejected address; many: rejected addresses)}} given back by {{by}}.',
  },
  doubtIt: {
    title: 'Declare its content in doubt?',
    gone: 'Its content was declared in doubt',
    what: 'It stays paused. Citizens who check this message read: “Under review, do not forward.”',
    whatEnded:
      'It has ended and cannot be taken back from those who got it. Citizens who check it read: “Under review, do not forward”, until the doubt is lifted or a correction is approved.',
  },
  correct: {
    title: 'Begin a correction?',
    titleOf: 'Correction: {{title}}',
    titleAgain: 'Correction {{no}}: {{title}}',
    what: {
      ended:
        'A new draft begins with this text. The original has ended: nothing of it is paused or cancelled. Approval sends the correction to all who got the original or may have.',
      original:
        'A new draft begins with this text. Submitting it pauses the original; its approval cancels what is left of that and sends the correction to all who got it or may have.',
      paused:
        'A new draft begins with this text. What still carries the wrong text is paused already, and stays so. Its approval cancels what is left of it and sends the correction to all who got it or may have.',
      both: 'A new draft begins with this text. Submitting it pauses all that is still under way with the wrong text: the original and its companion. Its approval cancels what is left of them and sends the correction to all who got it or may have.',
    },
    go: 'Write the correction',
    openOther: 'Open that correction',
  },
  correction: {
    changes: 'What changes in the original message',
    unchanged: 'Still the same as the original message: nothing is corrected here yet.',
    showOriginal: 'Show the original message',
    hideOriginal: 'Hide the original message',
    title: 'Correction',
    what: 'On the channels chosen, it goes to all who got the original or earlier corrections there, or may have.',
    unreached:
      '{{addresses, counted(one: address; many: addresses)}} of the original’s audience, those who signed up since among them, can be written to and got nothing yet.',
    counting: 'How many addresses of the original’s audience got nothing yet is still being counted.',
    unreachedAsked: 'When submitting you are asked whether the right text goes to them too.',
    toThoseWhoLeft: 'Also to those who unsubscribed after they had got the original',
    toThoseWhoLeftHelp:
      'Usually not: who withdraws consent is not written to again (UU 27/2022). Choose it only where the wrong message may harm them; KPU approves this choice. Addresses that are dead, block us or complained are never written to.',
    left: '{{people, counted(one: person; many: people)}} left since they got it.',
    telegram: 'Telegram messages that people have',
    telegramHelp:
      'Where an old message cannot be edited or deleted a new one is sent in any case, so that nobody is left with the wrong text alone.',
    leave: 'Left as they are; a new message is sent',
    edit: 'Edited into the correction',
    editHelp: 'Telegram does not notify people of an edit.',
    delete: 'Deleted',
    deleteHelp: 'Only within 48 hours of sending.',
    message: 'Send a new message as well',
    messageHelp: 'People are notified. It takes twice as long to send.',
    andMessage: 'and a new message is sent',
    noMessage: 'a new message only where that cannot be done',
    original: 'The original',
    originalBoth: 'The original and its companion',
    ended: 'It had ended before the approval of its correction: nothing was paused or cancelled.',
    willNot: 'It has ended: nothing is paused or cancelled. How far it went:',
    willStay: 'Paused already; what is left is cancelled when the correction is approved. How it stands now:',
    will: 'Paused when the correction is submitted; what is left is cancelled when it is approved. How it stands now:',
    did: 'What was left was cancelled when the correction was approved.',
    choice: '{{about}}: {{words}}',
    whoLeft: 'Those who unsubscribed',
    leftToo: 'They get this correction too.',
    leftNot: 'They do not get this correction.',
    rest: 'Addresses that got nothing yet',
    remainder: 'A broadcast of its own with the text of this correction',
    noRemainder: 'There is no broadcast for them.',
    countedAt: 'As of {{at}}.',
    nobodyLeft: 'No address is left that got nothing.',
    went: 'That broadcast went to {{sent, counted(one: address; many: addresses)}}: {{reached}} taken by the provider or arrived, {{failed}} failed.',
    wentUncertain: '{{unknown}} uncertain.',
    wentNowhere: 'That broadcast has ended and went to no address.',
    wayOn:
      'They will get nothing: no broadcast goes to them. If they must know, copy this correction into a new broadcast; it goes to its whole audience, those who got the correction among them.',
    wayOnReview:
      'They will get nothing: no companion was submitted with this correction. If they must know, return this correction and ask its author to submit its companion too.',
    wayOnAuthor:
      'They will get nothing: no companion was submitted with this correction. If they must know, edit this correction and submit it again with its companion; the present submission is then void.',
    sentBack: 'KPU sent its companion back: its author can submit that again by itself.',
    sentBackReview:
      'Its companion was submitted, and KPU returned it: its author can submit it again by itself. This correction need not be returned for that.',
    companionDoubted:
      'Its companion carries the same text: it is put in doubt too, what is unsent of it is paused, and citizens who check it read that it was withdrawn, until KPU decides. How it stands now:',
    doubtByTakenBack:
      'The cause is that the correction whose text it carries was withdrawn or cancelled: this text is the same. It waits for KPU’s decision: if the text is right, a KPU reviewer lifts this doubt; if it is wrong, the doubt stays until a new correction is approved.',
  },
  submit: {
    title: 'Submit to KPU?',
    what: 'Texts, audience and schedule are frozen for review. Changing them again voids this submission.',
    mend: 'To the part {{part}}',
    marks:
      'To look at in the texts: {{count}} (in {{places, counted(one: place; many: places)}}). KPU sees the same.',
    nobody:
      'By the present count nobody would receive it. Check its regions, channels, languages and topics.',
    noMarks: 'The automatic check found nothing in the texts to look at.',
    unmended: 'Passages that KPU marked and that are the same: {{count}}.',
    pauses: {
      original: 'Submitting a correction pauses the original. How it stands now:',
      both: 'Submitting a correction pauses all that is still under way with the wrong text: the original and its companion. How both stand now:',
      paused: 'What still carries the wrong text is paused already, and stays so. How it stands now:',
    },
    unreached:
      '{{addresses, counted(one: address; many: addresses)}} of the original’s audience, those who signed up since among them, can be written to and got nothing yet. Send the right text there too?',
    unreachedCounting:
      'How many addresses of the original’s audience got nothing yet is still being counted. Send the right text there too?',
    unreachedHelp:
      'A broadcast of its own with the same text is submitted with this correction, and approved by itself. Nobody gets both at one address. Its text must make sense to those who never read the original.',
    choose: 'First answer the question above, yes or no.',
    citizensRead:
      'From then on until KPU has decided, citizens who check the corrected message read: “Under review, do not forward.”',
    citizensReadStill:
      'Citizens who check the corrected message already read “Under review, do not forward” and go on reading it until KPU has decided.',
    companionFalls:
      'The text that holds in its companion now is in doubt from then on: until KPU has decided, citizens read that no text holds, and the recipients of the companion that their message was withdrawn.',
    yes: 'Yes, submit that too',
    no: 'No',
  },
  doubts: {
    by: { author: 'Author', kpu: 'KPU', operator: 'Operator', correction: 'Correction' },
  },
  liftDoubt: {
    title: 'Lift the doubt on its content?',
    what: 'Citizens who check this message read again that KPU approved its text. What is paused stays paused until an operator resumes it.',
    inReview:
      'Citizens who check this message go on reading “Under review, do not forward” while KPU reviews its correction. What is paused stays paused until KPU has decided on that.',
    why: 'In doubt because: {{reason}}',
    whyEach: 'In doubt because:',
    all: 'All of them are lifted at once, also those that KPU did not raise.',
    holdsAgain:
      'This text then holds: citizens who check the corrected message, or that correction, are led to this broadcast.',
    takenBack:
      'Its correction, with the same text, was withdrawn or cancelled. Lifting the doubt says that this text is right.',
  },
  sameText: {
    awaits:
      'The companion of this correction, with the same text, is still under review: while the content of this correction is in doubt, it cannot be approved.',
    withdrawn:
      'The correction that this completes has the same text: its content is declared in doubt, and its waiting messages are paused. If the text is right and only the sending has to stop, cancel this broadcast instead. How far that correction is now:',
    readsInCorrection:
      'They also read: “The same text holds as a correction, in another message: that one may be relied on.”',
    takenBack: 'Its companion, which has the same text, was withdrawn:',
    staysWithdrawn:
      'Its companion, which has the same text, was withdrawn: {{messages, counted(one: recipient reads; many: recipients read)}} “This message was withdrawn” still, and are led to this correction while it holds.',
    companionWithdrawn: 'Its companion was withdrawn',
    holdsHere: 'This correction itself still holds.',
    holdsInCompanion:
      'Its text still holds in its companion, since KPU found it right: citizens who check this correction, or the message that it corrects, are led there.',
    correctThat:
      'The next correction is written from this one, so that it reaches the recipients of its companion too:',
    reaches: {
      companion:
        'A doubt on the content holds for the companion of this correction too, which has the same text: its waiting messages are paused as well. How far it is now:',
      correction:
        'A doubt on the content holds for the correction that this completes too, which has the same text: its waiting messages are paused as well. How far it is now:',
    },
    ends: {
      companion: 'The doubt on the companion of this correction, which has the same text, ends too.',
      correction: 'The doubt on the correction that this completes, which has the same text, ends too.',
    },
    also: {
      companion: 'Its companion, which has the same text, is in doubt too:',
      correction: 'The correction that it completes, which has the same text, is in doubt too:',
    },
    open: { companion: 'Open the companion', correction: 'Open the correction' },
  },
  cancel: {
    correction:
      'Those who got this correction read that too, and of the original that no text of it holds. If the text is right, pause this correction instead.',
    correctionPart:
      'To citizens who check, this correction still holds, also to those who do not get it because this part is cancelled.',
    companion:
      'The companion of this correction, still under review by KPU with the same text, can no longer be approved: it has to be returned or withdrawn.',
    ofCompanion:
      'This only stops the sending: the correction that it completes still holds, and those who have got nothing get nothing. If the text is wrong, withdraw this broadcast or correct its correction.',
    title: 'Cancel this broadcast?',
    what: 'What has not gone out never will. This cannot be undone.',
    partTitle: 'Cancel {{part}}?',
    gone: 'The broadcast is cancelled',
    partGone: 'That part is cancelled',
    keep: 'Do not cancel',
    part: 'Cancel this part',
    partRead:
      'What citizens read who check it does not change: the other parts carry the same text. If the text is wrong, correct this broadcast.',
    done: '{{count, counted(one: part is; many: parts are)}} cancelled. A part is one channel in one region.',
  },
  asked: {
    title: 'Returned {{at}} by {{name}}',
    changed: '– changed now',
    unchanged: '– the marked words are the same',
  },
  retry: {
    at: '{{reason}}; tried again from {{at}} on',
    soon: '{{reason}}; tried again soon',
    unsaid: 'Not taken by the provider yet',
    why: 'Why: {{reason}}.',
  },
  pause: {
    othersGoOn:
      'The other parts of this broadcast go on with the same text, while citizens who check read: “Under review, do not forward.” If the text may be wrong, pause all of it.',
    title: 'Pause this broadcast?',
    partTitle: 'Pause {{part}}?',
    what: 'Waiting messages stop until an operator resumes them. Their expiry still holds.',
    whatKpu:
      'Waiting messages stop until a KPU reviewer lifts the doubt and an operator resumes them. Their expiry still holds.',
    why: 'Why is it paused?',
    doubt: 'Its content is in doubt',
    doubtShown: 'Citizens who check this message read: “Under review, do not forward.”',
    technical: 'For a technical reason; the content stands',
    choose: 'Choose one.',
    late: 'Nothing is being sent here any more: there is nothing left to pause.',
    technicalShown: 'Citizens who check this message read that its text was approved.',
    technicalDoubted:
      'The doubt that stands does not change: citizens still read “Under review, do not forward.”',
    gone: 'Paused',
    done: '{{count, counted(one: part is; many: parts are)}} paused. A part is one channel in one region.',
    doneDoubted: 'Its content was declared in doubt.',
    doneDoubtedToo:
      'Its content was declared in doubt, also of {{messages, counted(one: message; many: messages)}} paused before.',
  },
  giveBack: {
    title:
      '{{addresses, counted(one: address; many: addresses)}} on {{channel, within}} suppressed, as rejected in this broadcast',
    why: 'If the provider was wrong, give them back: coming broadcasts are sent to them again.',
    go: 'Give back {{addresses, counted(one: rejected address; many: rejected addresses)}}',
    ask: 'Give back {{addresses, counted(one: address; many: addresses)}} on {{channel, within}}?',
    gone: 'Addresses given back',
    what: 'Only if the provider was wrong. Coming broadcasts are sent again to {{addresses, counted(one: address; many: addresses)}} on {{channel, within}}; the rejected messages of this one are not sent by that, but can be resent afterwards under “Not arrived”. Addresses that are really dead will be rejected again.',
    others:
      'Those who left or complained, those suppressed by staff, and those that another broadcast may have suppressed are not given back.',
    done: '{{addresses, counted(one: address gets; many: addresses get)}} broadcasts again on {{channel, within}}.',
  },
  keepRejected: {
    go: 'Keep suppressed',
    ask: 'Keep {{addresses, counted(one: address; many: addresses)}} on {{channel, within}} suppressed?',
    what: 'If the provider was right, and these addresses are really dead. Coming broadcasts are still not sent to them, and Home does not ask again. They can still be given back here.',
    done: '{{addresses, counted(one: address stays; many: addresses stay)}} suppressed on {{channel, within}}.',
    kept: '{{name}} kept them suppressed {{at}}: {{reason}}',
  },
  undecided: {
    title: 'Addresses that one broadcast took out',
    about:
      'These broadcasts were braked because nearly all was rejected: the provider may have been wrong. As long as the addresses are suppressed, no other broadcast is sent to them. Give them back, or keep them suppressed.',
    line: '{{addresses, counted(one: address; many: addresses)}} on {{channel, within}} suppressed since it was braked {{at}}',
    todo: 'No other broadcast is sent to them.',
    decide: 'Decide',
    decideOf: 'Decide on the addresses that {{title}} took out',
    none: 'Nothing waits for a decision.',
  },
  resume: {
    title: 'Resume this broadcast?',
    partTitle: 'Resume {{part}}?',
    what: 'Sending of waiting messages that have not expired goes on.',
    gone: 'Resumed',
    why: 'Paused on {{channel, within}} because: {{reason}}',
    whyBraked: 'Braked on {{channel, within}} because: {{reason}}',
    reading: 'Reading what is paused…',
    of: '{{title}}, approved {{when}}',
    brakeTitle: 'Release the brake on {{channels, within}}?',
    brakeGo: 'Release the brake',
    brakeTryTitle: 'Release the brake on {{channels}} in {{region}} only?',
    brakeTry:
      'Only this region is sent; the others stay braked. Refusals count from zero, and a few of them do not brake again. What is refused for now is tried again only after 10 minutes. See on the broadcast’s page first whether its messages are accepted, then release the others.',
    brakeTryCosts:
      'If the provider still rejects, up to {{messages, counted(one: message; many: messages)}} of this region will fail: that is what the trial costs.',
    brakeAllHere:
      'All messages that can be released from the brake are in this region. This is no trial: nothing is left to wait for how it goes.',
    brakeTooFew: 'Only {{messages, counted(one: message waits; many: messages wait)}} here: too few to tell.',
    brakeGone: 'Brake released',
    brakeWhat:
      'Sending of waiting messages that have not expired goes on, and refusals are counted from zero. If the cause is still there, it is braked again.',
    givenBack:
      '{{addresses, counted(one: address; many: addresses)}} ({{channels}}) given back {{at}} by {{name}}.',
    takenOut:
      'By those answers, {{addresses, counted(one: address; many: addresses)}} of this broadcast ({{channels}}) will get no broadcast any more. If the provider was wrong, an operator can give them back together on this broadcast’s page.',
    brakeToo: 'The brake on {{channels, within}} is released too.',
    unsaid: 'Paused on {{channel, within}} without a written reason.',
    away: 'The provider of {{channel, within}} has taken no messages since {{at}}: what is resumed waits until it does.',
    held: 'An emergency stop stands: what is resumed now goes out when that stop is lifted.',
    doubtIn:
      'The content is in doubt in {{regions}}. {{messages, counted(one: message there goes; many: messages there go)}} out too.',
    refused:
      'All that is paused in this part is in doubt: {{messages, counted(one: message; many: messages)}} in {{regions}}. KPU doubts this broadcast, in whole or in part: a reviewer of KPU lifts that doubt first; an operator can resume it afterwards.',
    doubtEnds:
      'The doubt is declared over: citizens who check this message read again that KPU approved its text.',
    doubtStays: 'What is in doubt elsewhere stays paused, and in doubt.',
    noReason: 'no reason written',
    doubtEnded:
      'No message is resumed. Citizens who check this message no longer read “Under review, do not forward”, but that KPU approved its text.',
    doubtTitle: 'Declare its content no longer in doubt?',
    doubtGone: 'Its content is no longer in doubt',
    clear: 'Declare settled',
    done: 'Goes on now: {{messages, counted(one: message; many: messages)}} in {{regions}}.',
    doneEmpty: 'Resumed in {{regions}}; no message waits there any more.',
    doneHeld:
      '{{messages, counted(one: message; many: messages)}} in {{regions}} will go out once the emergency stop is lifted.',
    watch: 'See on the page of the broadcast whether the provider accepts them',
    doneLater:
      '{{messages, counted(one: message of these goes; many: messages of these go)}} out only at the set hour, from {{at}}.',
    doneBrake: 'The brake is released; no message goes on.',
    rejectedBefore:
      '{{messages, counted(one: message; many: messages)}} rejected before the release do not go again by themselves.',
    toRejected: 'Decide on the page of the broadcast, once the provider takes messages again',
    doneCleared: 'Its content is no longer in doubt.',
    keptInDoubt:
      'Stays paused, because its content is in doubt, in {{regions}}: {{messages, counted(one: message; many: messages)}}.',
    keptByKpu: 'A reviewer of KPU lifts that doubt first; an operator can resume it afterwards.',
    allInDoubt: 'The brake is released, but nothing goes out: all messages in this part are in doubt.',
    also: 'Send what is in doubt too, in {{regions}}: {{messages, counted(one: message; many: messages)}}',
    doubtedTitle: 'Resume what is in doubt?',
    doubtedGo: 'Resume what is in doubt',
    alsoTitle: 'Resume this broadcast, with what is in doubt?',
    partAlsoTitle: 'Resume this part, with what is in doubt?',
    brakeAlsoTitle: 'Release the brake on {{channels, within}} and send what is in doubt too?',
    alsoGo: 'Resume what is in doubt too',
    othersStay:
      'What others paused in this part, or a brake holds, stays held: {{messages, counted(one: message; many: messages)}}.',
    doneKept:
      'Still paused, because the content is in doubt: {{messages, counted(one: message; many: messages)}}.',
  },
  copy: {
    title: 'Which text is to be copied?',
    which: 'This broadcast was corrected. The text of the new one:',
    corrected: 'The text of the correction, which holds (recommended)',
    correctedUnsettled: 'The text of the last correction: no text holds yet',
    from: 'Of “{{title}}”, approved {{when}}.',
    neither: 'Choose: no text holds now, and either may be wrong.',
    fallen: 'That correction is wrong itself: change its text before you submit.',
    own: 'The old text, which was corrected',
    ownHelp:
      'Wrong according to that correction: change it before you submit. The new draft is marked, for KPU too, while its text is unchanged.',
    differs: 'What differs between the two',
    differsHelp: 'Struck through: only in the old text. Underlined: only in the corrected text.',
    onlyCorrected: 'Only the correction has it.',
    onlyOwn: 'Only the old text has it.',
    same: 'The texts of both are the same.',
    doubtedTitle: 'Copy a text that is in doubt?',
    wrongTitle: 'Copy a text that is wrong?',
    wrong:
      'This broadcast is wrong according to its correction, which no longer holds: change its text before you submit',
    withdrawnTitle: 'Copy a text that was withdrawn?',
    withdrawn: 'This broadcast was withdrawn: its text may be wrong',
    takenBack: 'The text of this broadcast was taken back: it may be wrong',
    withdrawnMarked: 'The new draft is marked, for KPU too, while its text is unchanged.',
    doubted: 'The content of this broadcast is in doubt: its text may be wrong',
    doubtedMarked: 'The new draft is marked, for KPU too, while the doubt stands and its text is unchanged.',
    beingCorrected: 'A correction of it does not hold yet: its text may be wrong',
    rest: 'Audience and schedule are copied from this broadcast; the channels are those of the text you choose. Nothing is sent before it is submitted and approved.',
    go: { corrected: 'Copy the corrected text', own: 'Copy the old text', only: 'Copy this text' },
  },
  approve: {
    stopped:
      'All broadcasts are stopped: after the approval nothing goes out until an operator lifts the stop.',
    stoppedCorrection: 'The rest of the original is cancelled at once; its correction waits.',
    title: 'Approve this broadcast?',
    what: 'Exactly what you see goes out, unchanged.',
    cancels: 'This approval cancels what is left of the original for good. How it stands now:',
    cancelsBoth:
      'This approval cancels for good all that is left with the wrong text: of the original and of its companion. How both stand now:',
    companionLeft:
      'The companion of the correction before, still under review with the text that this corrects, can no longer be approved: it is to be returned or withdrawn.',
    remainder:
      'A broadcast to those who got nothing, {{addresses}} addresses now, was submitted with this correction: approve it afterwards, by itself.',
    remainderNobody:
      'A broadcast to those who have got nothing was submitted along with this correction, but it has no addresses any more: it need not be approved.',
    neutral: 'I have checked that the text is neutral, for the quiet period.',
  },
  remove: {
    title: 'Delete this draft?',
    what: '“{{title}}” is deleted with all its texts, and can be brought back only within 30 seconds. It was never submitted to KPU; what was, returned or not, stays on record.',
  },
  acts: {
    correct: 'Correct',
    correctFrom: 'Open its correction to write a new one',
    submit: 'Submit to KPU',
    approve: 'Approve',
    decide: 'Review and decide',
    reject: 'Return to be mended',
    withdraw: 'Withdraw',
    pause: 'Pause',
    doubt: 'Declare in doubt',
    resume: 'Resume',
    pauseRest: 'Pause what still goes on',
    resumeRest: 'Resume what is paused',
    liftDoubt: 'Lift the doubt',
    cancel: 'Cancel the broadcast',
    change: 'Change the text or schedule',
    edit: 'Edit',
    test: 'Send a test',
    copy: 'Copy into a new broadcast',
    more: 'More',
    part: 'Actions',
    pauseOrCancel: 'Pause/cancel',
    moreOf: 'for {{what}}',
    cancelPart: 'Cancel this part',
    remove: 'Delete draft',
  },
  reject: {
    title: 'Return this broadcast to be mended?',
    what: 'It goes back to its authors with your reason.',
    companion: 'Its companion is returned with it.',
    comments:
      '{{count, counted(one: unresolved comment goes; many: unresolved comments go)}} along to its author.',
  },
  withdraw: {
    title: 'Withdraw this broadcast?',
    now: 'How this broadcast stands now:',
    nowCorrection: 'How this correction itself stands now:',
    companion: 'Its companion, which is not decided on, is withdrawn with it.',
    what: 'What has not gone out will not. What has gone out cannot be taken back.',
    change: 'Withdraw and change',
    changeTitle: 'Change an approved broadcast?',
    changeWhat:
      'This broadcast is withdrawn, then opens to be changed, its texts and its schedule. It goes out only after it is submitted again and KPU approves it again.',
    back: 'While none of its messages is prepared, it can be changed and submitted again; KPU then decides from the start.',
  },
  test: {
    title: 'Send a test',
    what: 'A copy marked [UJI] goes to your own confirmed addresses.',
    language: 'Language',
    go: 'Send',
    goesTo: 'Goes to',
    noAddress: 'no confirmed address yet, not sent',
    sentTo: '{{channel}}: sent to {{to}}.',
    'no-text': '{{channel}}: not sent, it has no text yet.',
    'no-address': '{{channel}}: not sent, you have no confirmed address there.',
  },
};
