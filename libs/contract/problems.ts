/**
 * Every refusal of Siar by its stable code, with its English sentence for people with scripts. Screens have words of
 * their own, by code and parameters. A parameter is written in its sentence as `<name:kind>`; it is a value, never
 * prose, and never a citizen's address or text.
 */

/** The classes of errors that a caller can act on; the HTTP edge maps each to its status. */
export type ProblemKind =
  | 'invalid' // 422: understood, but breaks a rule
  | 'malformed' // 400: not understood
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not-found' // 404
  | 'conflict' // 409: the state or version is not what the caller thought
  | 'too-many' // 429
  | 'too-large' // 413
  | 'unavailable' // 503: try again, nothing changed
  | 'unforeseen'; // 500

/** Reasons to refuse a request as a whole. */
export const PROBLEMS = {
  // Requests
  'not-valid': ['malformed', 'The request is not valid.'],
  'not-json': ['malformed', 'The body is not valid JSON.'],
  'body-unread': ['malformed', 'The body could not be read.'],
  'body-too-large': ['too-large', 'The body is too large: at most <max:n> bytes are taken.'],
  'no-such-path': ['not-found', 'There is nothing at this address.'],
  refused: ['malformed', 'The request is refused.'],
  unforeseen: ['unforeseen', 'Something went wrong on our side. It has been logged.'],
  'media-type': ['malformed', 'The body must be <type:s>; say so in the Content-Type header.'],
  'url-too-long': ['malformed', 'The path and query are longer than <max:n> characters.'],
  'not-a-form': ['malformed', 'Send the fields as application/x-www-form-urlencoded.'],
  'not-a-report': ['malformed', 'Send the whole report as message/rfc822.'],
  'callback-too-large': ['malformed', 'The callback is too large. Nothing was stored.'],
  'other-site': ['forbidden', 'This request comes from another site.'],
  'sandbox-page': ['forbidden', 'Only the sandbox’s own page may do this.'],
  'not-twilio': ['forbidden', 'The signature is not Twilio’s.'],
  'not-telegram': ['forbidden', 'The secret token is not the one agreed with Telegram.'],
  'not-mail-server': ['forbidden', 'The bearer secret is not that of our mail server.'],
  'metrics-token': ['forbidden', 'The figures need METRICS_TOKEN as the bearer token.'],
  'no-security-contact': ['not-found', 'SECURITY_CONTACT is not set here.'],

  // Capacity
  busy: [
    'unavailable',
    'Siar is reading much for others just now. Nothing was changed; try again in half a minute.',
  ],
  'queue-away': [
    'unavailable',
    'Siar cannot reach its queue just now. Nothing was changed; try again in a minute.',
  ],
  'server-away': [
    'unavailable',
    'Siar cannot reach its <server:s> just now. Nothing was changed; try again in a minute.',
  ],
  'server-lost': [
    'unavailable',
    'Siar lost its <server:s> while it was finishing this: it may have been done. Look before you try again.',
  ],
  'took-too-long': [
    'unavailable',
    'This took longer than Siar lets it, and was stopped. Nothing was changed; ask for less, or try again in a minute.',
  ],
  'callbacks-closed': ['unavailable', 'Nobody reads callbacks yet. Nothing was stored.'],
  'callbacks-full': ['unavailable', 'Too many callbacks are waiting. Nothing was stored.'],
  'callbacks-network-full': [
    'too-many',
    'Too many callbacks of your network are waiting. Nothing was stored.',
  ],
  'too-many-attempts': ['too-many', 'Too many attempts. Wait <minutes:n> minutes, then try again.'],
  'too-many-looks': ['too-many', 'Many addresses have been looked up: wait a little.'],
  'too-many-comparisons': ['too-many', 'Many texts were compared: wait a little.'],
  'too-many-tries': ['too-many', 'You have tried many files out: wait a little.'],
  'too-many-imports': ['too-many', '<running:n> imports are running: wait until one of them has ended.'],
  'too-many-tests': ['too-many', 'You have sent many tests: the next one is open in <seconds:n> seconds.'],

  // Sign-in and rights
  'sign-in': ['unauthenticated', 'Sign in first.'],
  'wrong-password': ['unauthenticated', 'The user name or the password is wrong.'],
  'wrong-present-password': ['unauthenticated', 'The present password is wrong.'],
  'wrong-totp': ['unauthenticated', 'The one-time code is wrong or was used before. Wait for the next one.'],
  'wrong-recovery-code': ['unauthenticated', 'The recovery code is wrong or was used before.'],
  'totp-needed': ['unauthenticated', 'Also give the one-time code from your authenticator.'],
  'account-disabled': ['forbidden', 'This account is disabled. Ask your administrator.'],
  'change-password': ['forbidden', 'Your password was made by someone else: change it first.'],
  'enrol-totp': ['forbidden', 'Your roles need an authenticator: set one up first.'],
  'issuer-not-offered': ['not-found', 'This installation has no sign-in of the ministry’s own.'],
  'issuer-away': ['unavailable', 'The ministry’s sign-in cannot be reached just now. Try again in a minute.'],
  'issuer-refused': ['unauthenticated', 'The ministry’s sign-in was cancelled, or it refused.'],
  'issuer-answer': [
    'unauthenticated',
    'The answer of the ministry’s sign-in does not belong to what was begun in this browser, or came too late. Begin again.',
  ],
  'issuer-stranger': [
    'forbidden',
    'There is no account in Siar for this account of the ministry. Ask your administrator for one.',
  ],
  'issuer-acr': [
    'forbidden',
    'The ministry’s sign-in did not ask for a second factor, which Siar needs. Ask who runs it.',
  ],
  'issuer-account': [
    'forbidden',
    'You have signed in by the ministry’s account: password and authenticator are kept there.',
  ],
  'logout-token': ['malformed', 'The logout token is not valid, or was used before.'],
  'issuer-other': [
    'forbidden',
    'This was confirmed by another account of the ministry, or your session has ended.',
  ],
  'not-by-issuer': [
    'conflict',
    'You have not signed in by the ministry’s account: give a one-time code instead.',
  ],
  'issuer-email-taken': ['conflict', 'An account already waits for a person with this address.'],
  'wrong-key': ['unauthenticated', 'This machine key is unknown, has expired or was revoked.'],
  'key-scope': [
    'forbidden',
    'This machine key may not do this: it reads what its scopes name, by GET alone.',
  ],
  'too-many-filters': ['conflict', 'A person keeps at most <max:n> filters: delete one first.'],
  'too-many-requests': ['too-many', 'A machine key may ask <max:n> times a minute: wait a little.'],
  'no-such-key': ['not-found', 'There is no such machine key in the offices that you manage.'],
  'fresh-code': ['forbidden', 'Give a fresh one-time code first.'],
  'fresh-code-each': [
    'forbidden',
    'Give a one-time code for this alone: each such act needs one of its own.',
  ],
  'role-needed': ['forbidden', 'This needs one of these roles: <roles:roles>.'],
  'ministry-imports': ['forbidden', "Contacts are imported by the ministry's people."],
  'ministry-requests': ['forbidden', "Data requests are answered by the ministry's officer."],
  'ministry-addresses': ['forbidden', "Addresses are shown to the ministry's data protection officer alone."],
  'no-totp-yet': ['conflict', 'You have no authenticator: set one up first.'],
  'totp-already': [
    'conflict',
    'You already have an authenticator. An administrator can reset it if you lost it.',
  ],
  'no-such-session': ['not-found', 'You have no such session: it may have ended by itself.'],
  'password-short': ['invalid', 'The new password is too short: at least <min:n> characters.'],
  'password-common': [
    'invalid',
    'The new password is one of those that are guessed first: choose one that nobody else uses.',
  ],
  'password-personal': ['invalid', 'The new password is mostly your own name: choose something else.'],
  'password-same': ['invalid', 'The new password is the present one: choose another.'],

  // One's own addresses, the on-call list
  'no-address-to-reach': ['invalid', 'This is no address to be reached at.'],
  'no-code-open': ['conflict', 'There is no code to type back any more: ask for a new one.'],
  'not-code-sent': ['invalid', 'This is not the code that was sent.'],
  'no-own-address-here': ['not-found', 'You have no address on this channel.'],
  'last-own-address': [
    'conflict',
    'You are on call and this is the last address you are reached at. Give another one first, or ask an admin to take you off the list.',
  ],
  'on-call-role': ['invalid', 'They cannot be on call for what is not theirs to do.'],
  'on-call-unreached': ['invalid', 'They could not be reached.'],
  'on-call-disabled': ['invalid', 'This person is disabled: enable them first.'],
  'no-such-version': ['not-found', 'This version of the draft is no longer kept.'],
  'no-such-comment': ['not-found', 'There is no such comment on this broadcast.'],
  'who-comments': [
    'forbidden',
    'Only the authors of its office and the reviewers who decide on it discuss a broadcast.',
  ],
  'comments-closed': ['conflict', 'It has been approved: nothing can be added to its comments.'],
  'comments-full': ['conflict', 'A broadcast has at most <max:n> comments.'],
  'comment-settled': [
    'conflict',
    'Only your own newest comment of an open thread can be changed, for <minutes:n> minutes.',
  ],
  'comment-elsewhere': ['conflict', 'The marked words are not at this place of the stored text.'],
  'not-on-call': ['not-found', 'This person is not on call.'],
  'not-managed': ['not-found', 'There is no such person among those you manage.'],

  // People and offices
  'no-such-person': ['not-found', 'There is no such person.'],
  'no-such-office': ['not-found', 'You manage no such organisation.'],
  'founders-only': [
    'forbidden',
    'Only an admin of KPU may found an office, and only for a region inside their own.',
  ],
  'no-such-region': ['invalid', 'There is no region <region:region>.'],
  'office-taken': ['conflict', 'There is already an organisation of that name or for that region.'],
  'username-taken': ['conflict', 'This user name is taken.'],
  'not-enrolled': ['conflict', 'This person has no authenticator.'],
  'own-roles': ['forbidden', 'You cannot change your own roles. Ask another admin.'],
  'own-account': ['forbidden', 'You cannot disable or enable yourself. Ask another admin.'],
  'own-reset': ['forbidden', 'You cannot reset yourself. Ask another admin.'],
  'own-second-factor': ['forbidden', 'You cannot reset your own second factor. Ask another admin.'],
  'reviewers-are-kpu': ['forbidden', 'Reviewers are people of KPU: nobody else can hold that role.'],
  'national-role': [
    'forbidden',
    'These roles reach the whole nation: only people of the ministry and of national KPU can hold them.',
  ],
  'appoints-and-approves': ['forbidden', 'Who appoints does not approve: nobody is both admin and reviewer.'],
  'asked-already': [
    'conflict',
    'Something is asked for this person already: a second admin confirms or cancels that first.',
  ],
  'not-set-up': ['conflict', 'Nobody can be appointed before they have set up their own account.'],
  'no-such-appointment': ['not-found', 'You manage no such appointment.'],
  state: ['conflict', 'This appointment is over, or not at that point: look at it again.'],
  own: ['forbidden', 'This is about yourself: other admins decide on it.'],
  'second-admin': ['forbidden', 'You asked for this yourself: a second admin has to agree.'],
  'asker-gone': ['conflict', 'Who asked for this is no admin any more: cancel it, and ask again.'],
  'national-admin': ['forbidden', 'Only admins of the national office can lift the wait.'],
  'no-such-admin': ['not-found', 'There is no admin <username:s>.'],
  'others-can-reset': ['conflict', 'Two other admins can reset <username:s> in the console: <others:all>.'],
  'people-already': ['conflict', 'There are people already: their admins invite the others.'],

  // Broadcasts
  'no-such-broadcast': ['not-found', 'There is no such broadcast.'],
  'other-version': [
    'conflict',
    'It was changed since: you saw version <seen:n>, it is now version <version:n>. Load it again.',
  ],
  'wrong-state': ['conflict', 'It cannot be <act:act>: it <state:standing>.'],
  'approved-by': ['conflict', 'It cannot be <act:act>: it is approved by <by:s>.'],
  'not-your-office': ['forbidden', 'Only an author of <office:s> can write, change or submit it.'],
  'went-out': ['conflict', 'Part of this went out: write a correction, or copy it into a new broadcast.'],
  'copies-written': [
    'conflict',
    '<copies:n> copies were made ready before it was withdrawn, and are accounted for: copy it into a new broadcast.',
  ],
  'only-its-author': ['forbidden', 'Only <author:s>, who began it, can delete it.'],
  'was-submitted': ['conflict', 'It was submitted to KPU: the record of it stays, and it with it.'],
  unsaved: ['invalid', 'The draft cannot be saved as it is.'],
  unplanned: ['invalid', 'It cannot be planned yet.'],
  'draft-too-old': [
    'conflict',
    'It was begun so long ago that the ledger has no room for its copies any more: copy it, and submit the copy.',
  ],
  unsubmitted: ['invalid', 'It cannot be submitted yet.'],
  unapproved: [
    'invalid',
    'It cannot be approved as it stands. If it is not for you to confirm, reject it, so that its author puts it right.',
  ],
  'wrong-passages': ['invalid', 'Its reasons point at what is not there.'],
  'wrong-text': ['invalid', 'A text that has to be put right is not sent, not even as a test.'],
  'no-test-address': ['invalid', 'There is nowhere to send a test to.'],
  'testers-only': ['forbidden', 'Only its authors and reviewers send tests of it.'],
  'no-text-yet': [
    'invalid',
    'There is no text for <channel:channel> in <language:language> yet, nor in Indonesian.',
  ],
  'no-election-yet': ['invalid', 'The text tells {{polling_date}}: choose the election first.'],
  'recording-refused': ['invalid', 'The recording cannot be taken.'],
  'no-such-recording': ['not-found', 'There is no such recording.'],
  'names-address': [
    'invalid',
    'What you write here is kept for ever: leave addresses and numbers out of it.',
  ],

  // Series of reminders
  'no-such-series': ['not-found', 'There is no such series.'],
  'in-series': [
    'conflict',
    'It is a reminder of a series, which is submitted and decided on as a whole: take it out of the series first.',
  ],
  'no-series': ['invalid', 'No series of reminders can be made of it.'],
  'series-submitted': ['conflict', 'A reminder of the series is under review: withdraw that first.'],
  'series-nothing': ['conflict', 'No reminder of the series waits for this.'],
  'series-other': ['conflict', 'The reminders of the series are not those that you saw. Load it again.'],
  'series-digest': ['invalid', 'The digest is not that of the members.'],
  'series-day': ['conflict', 'The series has a reminder on this day already.'],
  'series-full': ['conflict', 'A series has at most <max:n> reminders.'],
  'series-refused': [
    'conflict',
    'Nothing was done, since it cannot be done for every reminder: <titles:list>.',
  ],

  // Review
  'reviewers-approve': ['forbidden', 'Only a reviewer of KPU can approve.'],
  'higher-office': [
    'forbidden',
    '<office:s> does not answer for all regions of this broadcast: a reviewer of a higher office must decide.',
  ],
  'you-wrote': ['forbidden', 'You wrote it: somebody else must approve it.'],
  'you-submitted': ['forbidden', 'You submitted it: somebody else must approve it.'],
  'you-changed': ['forbidden', 'You changed it: somebody else must approve it.'],
  'not-under-review': ['conflict', 'It is not under review.'],
  'reviewers-decide': [
    'forbidden',
    'Only a reviewer of a KPU office that answers for all its regions decides on it.',
  ],
  'reviewers-reject': [
    'forbidden',
    'Only a reviewer of a KPU office that answers for all its regions can reject it.',
  ],
  'undo-own': ['forbidden', 'Only who did it can undo it.'],
  'undo-late': ['conflict', 'It was done too long ago to be undone.'],
  'undo-begun': ['conflict', 'Somebody or something has gone on with it: it cannot be undone any more.'],
  'who-withdraws': [
    'forbidden',
    'Only its authors and the reviewers of a KPU office that answers for all its regions can withdraw it.',
  ],
  'who-pauses': [
    'forbidden',
    'Only its authors, the reviewers of a KPU office that answers for all its regions and operators can pause it.',
  ],
  'who-cancels': [
    'forbidden',
    'Only its authors, the reviewers of a KPU office that answers for all its regions can cancel it.',
  ],
  'who-lifts-doubt': [
    'forbidden',
    'Only a reviewer of a KPU office that answers for all its regions can lift the doubt.',
  ],
  'held-by': ['conflict', '<by:s> is deciding on it: take it over first, or let them decide.'],
  'marks-open': [
    'invalid',
    'Acknowledge each mark, or reject the broadcast: <open:n> of <marks:n> are open.',
  ],
  'unknown-digest': ['conflict', 'No submission of this broadcast ever had this digest. Load it again.'],
  'changed-since': [
    'conflict',
    'It was changed since you saw it: <places:all>. Read it again before you approve.',
  ],
  'operators-decide': ['forbidden', 'Only an operator decides on what was stopped or stalled.'],
  'not-yours': ['forbidden', 'This broadcast is not yours to see.'],
  'alert-over': ['conflict', 'Nothing of it waits for an answer any more.'],
  'alert-yours': [
    'conflict',
    'You said before that you have it: decide, or let a colleague say that they have it.',
  ],

  // Corrections
  'not-corrected': ['conflict', 'It was not corrected: there is no other text of it.'],
  'never-approved': [
    'conflict',
    'Nothing of it was approved, so there is nothing to correct: edit it instead.',
  ],
  'correction-undecided': [
    'conflict',
    'Broadcast <id:s> of <office:s> is a correction of it that nobody has decided on: finish that one, or have it withdrawn.',
  ],
  'corrected-already': [
    'conflict',
    'It was corrected already by broadcast <id:s> of <office:s>: correct that one.',
  ],
  'correct-that-one': [
    'conflict',
    'It carries the text of correction <id:s> to others: correct that one, which reaches these too.',
  ],
  'edit-that-one': [
    'conflict',
    'It carries the text of correction <id:s>: edit that one, or correct it; submitted again, it takes this one along.',
  ],
  'nobody-unreached': ['invalid', 'Only a correction leaves somebody over who was never reached.'],
  'remainder-approved': [
    'conflict',
    'The broadcast to those never reached was approved already, and goes its own way: submit without it.',
  ],
  'correction-first': [
    'conflict',
    'Its correction must be approved first: it stops the original, which may else still go out to the same people.',
  ],
  'correction-draft': [
    'conflict',
    'Its correction is a draft: submit that one, which takes this one along, with the same text.',
  ],
  'correction-corrected': ['conflict', 'The correction whose text it carries was itself corrected since.'],
  'correction-cancelled': ['conflict', 'The correction whose text it carries was cancelled.'],
  'correction-withdrawn': ['conflict', 'The correction whose text it carries was withdrawn.'],
  'correction-rejected': ['conflict', 'KPU rejected the correction whose text it carries.'],
  'correction-being-corrected': [
    'conflict',
    'A correction of its correction, which has the same text, is under review: that one is decided on first.',
  ],
  'correction-in-doubt': ['conflict', 'The content of its correction, with the same text, is in doubt.'],

  // Templates
  'no-such-filter': ['not-found', 'You have no such saved filter.'],
  'no-such-template': ['not-found', 'There is no such template.'],
  'template-retired': ['conflict', 'It was retired: write a new one.'],
  'template-changed': ['conflict', 'It was changed since you saw it: read it again.'],
  'template-approved': ['conflict', 'It is approved already.'],
  'template-ready': ['conflict', 'It is ready already.'],
  'template-gone': ['conflict', 'It is retired already.'],
  'template-unapproved': ['invalid', 'It cannot be approved yet.'],
  'template-unsaved': ['invalid', 'The template cannot be saved as it is.'],
  'retired-since': ['conflict', 'This template was retired: choose another, or begin without one.'],
  'template-not-approved': [
    'conflict',
    'This template is not approved (any more): choose another, or begin without one.',
  ],
  'authors-template': [
    'forbidden',
    'Only an author, for their own office, writes such a template: this is <office:s>.',
  ],
  'reviewers-template': [
    'forbidden',
    'Only a reviewer of KPU, for their own office, writes such a template: this is <office:s>.',
  ],
  'no-approval-needed': ['forbidden', 'It needs no approval: every broadcast begun from it gets its own.'],
  'reviewers-approve-template': ['forbidden', 'Only a reviewer of KPU can approve it.'],
  'own-office-approves': [
    'forbidden',
    'Only a reviewer of its own office, or of one above it, can approve it.',
  ],
  'you-changed-template': ['forbidden', 'You wrote or changed it: somebody else must approve it.'],
  'no-draft': ['conflict', 'It is no draft.'],

  // Pausing and resuming
  'nothing-to-pause': [
    'conflict',
    'Nothing was changed: there is nothing left to pause in this part of the broadcast.',
  ],
  'nothing-to-resume': [
    'conflict',
    'Nothing was changed: nothing is paused whose expiry has not passed in this part of the broadcast.',
  ],
  'nothing-to-cancel': [
    'conflict',
    'Nothing was changed: there is nothing left to cancel in this part of the broadcast.',
  ],
  'channel-paused': ['conflict', 'Nothing was changed: this channel is paused already.'],
  'no-carrier-hold': ['conflict', 'Nothing was changed: no copies of this broadcast wait for this carrier.'],
  'channel-not-paused': ['conflict', 'Nothing was changed: this channel is not paused.'],
  'no-such-account': ['not-found', 'The workers use no account of this name.'],
  'account-rests': ['conflict', 'Nothing was changed: this account rests already.'],
  'account-not-resting': ['conflict', 'Nothing was changed: this account does not rest.'],
  'last-account': [
    'conflict',
    'Nothing was changed: no other account of its channel takes messages. To stop the channel, pause it.',
  ],
  'account-preferred': ['conflict', 'Nothing was changed: this account is preferred already.'],
  'account-not-preferred': ['conflict', 'Nothing was changed: this account is not preferred.'],
  'doubt-by-kpu': [
    'conflict',
    'Nothing of it goes out: KPU has put its content in doubt. A reviewer of a KPU office that answers for all its regions must lift that first.',
  ],
  'correction-in-review': [
    'conflict',
    'Nothing of it goes out: KPU reviews a correction of it, and decides on that first.',
  ],
  'not-in-doubt': ['conflict', 'Nothing was changed: its content is not in doubt.'],
  'not-cancellable': ['conflict', 'Only a broadcast that is approved, running or paused can be cancelled.'],
  'stopped-already': ['conflict', 'An emergency stop stands already. Nothing was changed.'],
  'not-settled': [
    'conflict',
    'This database is older than what was sent from it. Run "npm run after-restore" first. Nothing was changed.',
  ],
  'not-stopped': ['conflict', 'No emergency stop stands. Nothing was changed.'],

  // Operations, deliveries, helpdesk
  'no-such-job': ['not-found', 'There is no such failed job any more.'],
  'board-shows': [
    'forbidden',
    'The queue dashboard only shows. Give failed jobs back, pause and resume channels on the operations page.',
  ],
  'not-resendable': ['conflict', 'Nothing of it can be sent again: the broadcast is <state:state>.'],
  'being-corrected': [
    'conflict',
    'It is being corrected: whoever may have got it gets the correction instead.',
  ],
  'correction-drafted': [
    'conflict',
    'A correction of it is being written: its text may be wrong. Nothing of it is sent again until that draft is withdrawn or deleted.',
  ],
  'unknown-stopped': ['conflict', 'Nothing unknown can be sent again: everything is stopped.'],
  'unknown-braked': ['conflict', 'Nothing unknown can be sent again: the brake holds its channel.'],
  'unknown-paused': ['conflict', 'Nothing unknown can be sent again: it is paused.'],
  'nothing-unknown': ['conflict', 'Nothing unknown can be sent again.'],
  'nothing-unknown-left': [
    'conflict',
    'Nothing unknown can be sent again: what there is has expired or was stopped.',
  ],
  'other-unknown': [
    'conflict',
    'There are <sendable:n> unknown ones here to decide on, not <expected:n>. Look again and confirm it.',
  ],
  'rejected-stopped': ['conflict', 'Nothing rejected can be sent again: everything is stopped.'],
  'rejected-braked': ['conflict', 'Nothing rejected can be sent again: the brake holds its channel.'],
  'rejected-paused': ['conflict', 'Nothing rejected can be sent again: it is paused.'],
  'nothing-rejected': ['conflict', 'Nothing that was rejected for this can be sent again.'],
  'nothing-rejected-left': [
    'conflict',
    'Nothing rejected can be sent again: what there is has expired or was stopped.',
  ],
  'other-rejected': [
    'conflict',
    'There are <sendable:n> rejected ones here to send again, not <expected:n>. Look again and confirm it.',
  ],
  'no-such-delivery': ['not-found', 'There is no such delivery, or its address was erased.'],
  'copies-not-kept': [
    'not-found',
    'The copies of this broadcast are no longer kept: their term has passed. Its texts and counts are.',
  ],
  'no-delivery-after': ['not-found', 'There is no delivery <delivery:s> in this broadcast to go on after.'],
  'longer-than-any': ['invalid', 'It is longer than any text of a broadcast.'],
  'no-such-code': ['not-found', 'Nothing that KPU approved has this code.'],
  'not-an-sms-code': ['not-found', "This code is a broadcast's own, not that of one person's SMS."],

  // Suppressions and data requests
  'not-an-address': ['invalid', 'This is no address of that channel.'],
  'address-incomplete': ['invalid', 'This is no complete address.'],
  'suppressed-already': ['conflict', 'This address is suppressed already.'],
  'not-suppressed': ['not-found', 'This address is not suppressed.'],
  'none-to-give-back': [
    'conflict',
    'Nothing was changed: no address is left that only the answers to this broadcast suppressed.',
  ],
  'owner-decided': [
    'conflict',
    'Its owner decided this, and only they can come back: by signing up again, for which nothing need be lifted.',
  ],
  'owner-must-ask': ['invalid', 'A complaint is lifted only for an owner who has asked for it.'],
  'no-such-request': ['not-found', 'There is no such data request.'],
  'received-later': ['invalid', 'The request cannot have been received in the future.'],
  'find-person-first': ['conflict', 'Find whom the request is about first, by an address of theirs.'],
  'nothing-held': ['conflict', 'Nothing is held about this person any more.'],
  'restricted-already': ['conflict', 'Sending to this person is restricted already.'],
  'not-restricted': ['conflict', 'Sending to this person is not restricted.'],
  'held-still': ['conflict', 'Data of the person found is held: “nothing is held” cannot be the outcome.'],
  'copy-first': ['conflict', 'Make the copy first, then hand it over.'],
  'handed-when': ['invalid', 'The copy was handed over after the identity check, and not later than now.'],
  'not-the-outcome': ['conflict', 'This cannot be the outcome: it is not what was done.'],
  'request-closed': ['conflict', 'This request is closed.'],
  'identity-checked': ['conflict', 'The identity is checked already: whom it is about is settled.'],
  'identity-used': [
    'conflict',
    'The check cannot be taken back: a copy was made on its ground, or a restriction is not put back yet.',
  ],
  'other-person': [
    'conflict',
    'This request now points at somebody else (contact <contact:s>). Look again before you act.',
  ],
  'identity-first': ['conflict', 'Check the identity first.'],
  'other-request': ['invalid', 'This look does not fit the data request.'],

  // Contacts
  'no-such-import': ['not-found', 'There is no such import.'],
  'import-ended': ['conflict', 'This import was ended by somebody else.'],
  'import-dry-run': ['conflict', 'This was a dry run: there is nothing to withdraw.'],
  'import-running': ['conflict', 'This import is still running: break it off first.'],
  'import-withdrawn': ['conflict', 'This import is withdrawn already.'],
  'rejected-not-yours': ['forbidden', 'Rejected rows go back only to the person who imported them.'],
  'rejected-gone': ['not-found', 'The rejected rows are kept for a day; they are gone.'],
  'file-empty': ['malformed', 'The file is empty: its first row must name the columns.'],
  'file-utf16': ['malformed', 'The file is UTF-16: save it as “CSV UTF-8”.'],
  'file-not-utf8': ['malformed', 'The first line is not UTF-8: save the file as “CSV UTF-8”.'],
  'file-no-csv': ['malformed', 'The first line is too long to be the names of columns: is this a CSV file?'],
  'file-no-header': ['malformed', 'The first line is no row of names of columns (<reason:s>).'],
  'file-columns': ['invalid', 'The columns of the file are not right.'],
  'file-region-codes': [
    'invalid',
    'Line <line:n> gives a region by its code: say whose codes the file uses.',
  ],
  'no-regions-yet': ['invalid', 'There are no regions yet: load the reference data first.'],
  'seed-used': ['conflict', 'The database holds addresses of seed <seed:n> already: choose another seed.'],
  'no-citizens-region': ['malformed', 'Nobody can be registered in that region.'],

  // Elections
  'no-such-election': ['not-found', 'There is no such election.'],
  'election-exists': ['conflict', 'There is an election with this id already.'],
  'no-such-contest': ['invalid', 'The election has no such contest.'],
  'wrong-contests': ['invalid', 'The contests are not right.'],
  'kpu-keeps-elections': ['forbidden', 'Only a reviewer of KPU’s national office keeps the elections.'],

  // Languages
  'no-such-language': ['not-found', 'There is no such language.'],
  'language-changed': ['conflict', 'Its words were changed since you saw them: read them again.'],
  'language-not-proposed': ['conflict', 'This version is not proposed, or is no longer.'],
  'language-not-live': ['conflict', 'This version is not in use.'],
  'language-incomplete': ['invalid', 'It cannot be approved yet: words are missing.'],
  'kpu-approves-languages': [
    'forbidden',
    'Only a reviewer of KPU’s national office approves and withdraws languages.',
  ],
  'you-changed-language': [
    'forbidden',
    'You wrote some of these words yourself: another reviewer must approve them.',
  ],
} as const satisfies Record<string, readonly [ProblemKind, string]>;
export type ProblemCode = keyof typeof PROBLEMS;

/** Faults at one place of a request. */
export const FAULTS = {
  // Any field
  missing: 'is missing',
  'unknown-field': 'There is no such field here.',
  'under-length': 'must have at least <min:n> characters',
  'over-length': 'must have at most <max:n> characters',
  'too-few': 'must have at least <min:n> entries',
  'too-many': 'must have at most <max:n> entries',
  below: 'must be <min:n> or more',
  above: 'must be <max:n> or less',
  'wrong-type': 'must be <expected:s>',
  'not-one-of': 'must be one of <allowed:all>',
  'wrong-form': 'must have the form <form:s>',
  'not-right': 'is not valid',
  unstorable: 'must be text without the character NUL (U+0000) and without half a surrogate pair',

  // Fields
  id: 'must be an id: digits only',
  'language-code': 'must be a language code such as id or en',
  'regional-language': 'must be the ISO 639 code of a language other than Indonesian and English, such as jv',
  'give-source': 'say where the words come from',
  'give-reader': 'name the native reader and their institution',
  'region-code': 'must be a region code such as 11 or 11.01',
  digest: 'must be the digest you saw: 64 hexadecimal digits',
  'mark-id': 'must be the id of a mark: 16 hexadecimal digits',
  'recording-digest': 'must be the SHA-256 that the upload answered: 64 hexadecimal digits',
  root: 'must be a root: 64 hexadecimal digits',
  'job-id': 'must be the id of a job',
  'account-name': 'must be the name of an account',
  'election-id': 'must be 3 to 64 small letters, digits or hyphens, such as pilkada-2030',
  'no-election-id': 'must be the id of an election',
  username: 'must be 2 to 64 small letters, digits, dots, hyphens or underscores',
  'totp-digits': 'must be the six digits your authenticator shows',
  'sent-digits': 'must be the six digits that were sent',
  'list-query': 'must be the query of an address: without ?, # and spaces',
  'message-code': 'must be the ten letters and digits of a message',
  'local-time': 'must be a local date and time such as 2026-12-01T07:00, without a zone',
  'local-time-or-now': 'must be "now" or a local date and time such as 2026-12-01T07:00',
  'clock-time': 'must be a time of day from 00:00 to 23:59, such as 08:00',
  instant: 'must be an instant with its offset, such as 2026-11-24T09:00:00+07:00',
  'normal-address': 'must be an address of <channel:channel> in its normal form',
  'no-name': 'must be a name',
  'say-why': 'say why',
  'give-title': 'give it a title',
  'give-name': 'give the name',
  'give-address': 'give an address',
  'say-asker': 'must say who asked',
  'identity-number': 'must not have an identity number in it',
  'say-passage': 'say which passage',
  'say-comment': 'say something',
  'type-text': 'type what the caller reads out',
  'one-line': 'must be one line, and not empty',
  'is-empty': 'is empty',
  invisible: 'holds an invisible or control character; type the text again or paste it without formatting',
  taken: 'is taken',
  'names-address': 'It has an e-mail address, a telephone number or an identity number in it.',

  // Elections
  'name-office': 'name at least one office',
  'number-from-1': 'must be a number from 1',
  'number-to-999': 'must be 999 or less',
  'closes-first': 'polling closes before it opens',
  'quiet-ends-first': 'the quiet period ends before it begins',
  'quiet-until-polling': 'the quiet period must end before polling day',
  'https-link': 'must be an address that begins with https://',
  'deadline-before-polling': 'must be before polling day',
  'contestant-twice': '<name:s> is there twice with number <number:n>',
  'election-twice': 'an election is there twice',
  'region-unknown': 'There is no region <region:region>.',
  'contest-twice': '<office:office> in <region:region> is there twice.',
  'contest-twice-nation': '<office:office> in the whole nation is there twice.',
  'no-contest-in': 'there is none for <office:office> in <region:region>',
  'no-contest-nation': 'there is none for <office:office> in the whole nation',

  // Imports
  'identity-column': 'Siar never takes identity numbers (NIK, NKK): remove this column.',
  'unknown-column': 'The column <column:s> is not known. Known are <known:all>.',
  'no-known-column': 'The first row names none of the columns that are known.',
  'column-twice': 'The column <column:column> is there twice.',
  'column-missing': 'The column <column:column> is missing.',
  'no-address-column': 'At least one of email, telegram and phone is needed.',
  'region-codes': 'Say codes=kemendagri or codes=bps: they give 91 and 94 to different provinces.',

  // People
  'no-role': 'this person is no <role:role>',
  'no-confirmed-address':
    'this person has no confirmed address: they give and confirm one of their own under "Alamat saya" first',
  'reviewers-are-kpu': '<role:role> cannot be held in this organisation',
  'national-role': '<role:role> cannot be held in this organisation',
  'appoints-and-approves': 'must not hold both admin and reviewer',
  'no-own-password': 'They have not changed the one-time password yet.',
  'no-first-sign-in': 'They have not signed in by the ministry’s account yet.',
  'no-authenticator': 'They have not set up an authenticator yet.',
  'no-own-address': 'They have confirmed no address of their own yet.',
  'password-short': 'The new password is too short: at least <min:n> characters.',
  'password-common':
    'The new password is one of those that are guessed first: choose one that nobody else uses.',
  'password-personal': 'The new password is mostly your own name: choose something else.',
  'password-same': 'must not be the present one',
  'not-code-sent': 'is not the code that was sent',
  'own-email': 'must be an e-mail address such as nama@kpu.go.id',
  'own-telegram':
    'must be your numeric Telegram id such as 123456789; write to the bot first, or it cannot write to you',
  'own-sms': 'must be a mobile number such as 0812 1000 0001',

  // Addresses of citizens
  'address-email': 'It must be an e-mail address, such as siti@example.id.',
  'address-telegram': 'It must be the number of a Telegram chat.',
  'address-sms': 'It must be a mobile number, such as 0812 3456 7890.',
  'owner-asked': 'Confirm that the owner of the address has asked for it.',
  'later-than-now': 'must be now or earlier',
  'other-request': 'There is no such open request, or it is not about this person.',
  'not-a-delivery': 'must be the addressId of a delivery of this broadcast',
  'not-registrable': 'must be the code of a regency or an overseas area',

  // Broadcasts: missing and inconsistent parts
  'no-channel': 'Choose at least one channel.',
  'no-region': 'Choose at least one region.',
  'no-schedule': 'Say when it goes out.',
  'no-text': 'There is no Indonesian text for <channel:channel> yet.',
  'no-texts': 'Write the text of at least one channel.',
  'no-election': 'Choose the election whose days or hours <place:s> tells.',
  'no-fact':
    'The election says nothing for <fact:variable>: add it to the election, or write the words yourself.',
  'text-language':
    'No native reader has approved <language:language>: remove this text, or have the language approved.',
  'word-missing': 'this word is missing',
  'strange-region-code': 'There is no region <region:region>: use a code from GET /api/v1/regions.',
  'strange-topic': 'There is no topic <topic:s>: there are <known:all>.',
  'strange-election': 'There is no election <election:s>: use an id from GET /api/v1/elections.',
  'template-texts': 'leave it out: the texts are those of the template',
  'no-correction': 'leave it out: this is no correction',
  'tell-somebody': 'edit or delete the original, send a new message, or both: else nobody is told anything',
  'no-test-address':
    'You have confirmed addresses of your own on <have:channels>; there are texts for <texts:channels>.',
  'series-day-once': 'has two reminders on one day',
  'series-ordinary': 'A reminder of a series is an ordinary broadcast.',
  'series-election': 'Choose the election whose polling day the reminders count from.',
  'series-same-election': 'The reminders of a series are about one election: <election:s>.',
  'marks-open': 'Acknowledge each mark, or reject the broadcast: <open:n> of <marks:n> are open.',
  'no-such-passage-text': 'There is no <field:s> for <channel:channel> in <language:language> under review.',
  'passage-elsewhere': 'The quote does not stand at <start:n> of that text.',
  'recording-gone': 'There is no such recording (any more): upload it again.',
  'recording-other': 'This recording has <bytes:n> bytes and is <type:s>.',
  'recording-too-large': 'It is too large: at most <megabytes:n> MB are taken.',
  'not-audio':
    'This is <found:file>, whatever it is called; here goes an audio file: MP3, M4A or Ogg (Opus, Vorbis).',
  'not-video': 'This is <found:file>, whatever it is called; here goes a video: MP4 or WebM.',

  // Texts
  'lone-brace':
    'Line <line:n>, column <column:n>: A lone "<brace:s>". A variable is written {{name}}, with two braces on each side.',
  tag: '<why:why>',
  'unknown-variable': '<why:why>',
  'unclosed-tag': 'Line <line:n>, column <column:n>: This tag is not closed by }}.',
  empty: 'The text is empty.',
  lines: 'A subject is one line.',
  link: 'Line <line:n>, "<link:s>": <why:why>',
  'sms-letters':
    '<letters:quoted> cannot be sent in a plain SMS: it would make every SMS Unicode, of 70 instead of 160 characters. Take that out, or set smsOverride.unicode.',
  'too-long': '<why:why>',

  // Schedule
  'window-order': 'The window must open before it shuts, on one day: <from:hour> is not before <to:hour>.',
  'strange-region': "<region:region> is not one of the broadcast's regions, nor a province of one.",
  'leave-kind': 'Only an urgent broadcast or a correction may leave the send window.',
  'leave-unconfirmed': 'It leaves the send window: author and reviewer must both confirm the local hours.',
  'no-such-time':
    '<at:at> does not exist in <region:region> (<zone:s>): the clocks go forward over it. The next time that exists is <next:at>.',
  passed: '<at:at> <zone:s> has passed in <regions:list>: it is <now:at> <zone:s> there now.',
  'passed-zones': '<at:at> local time has passed in <regions:list>.',
  'all-passed': 'Every hour of it has passed: if those regions expire, nothing is sent.',
  'expires-first': 'It would expire at <expires:at>, not after it goes out at <at:at>.',
  'outside-window': '<why:why>',
  'not-neutral': 'It may go out in the quiet period (masa tenang): confirm that the text is neutral.',
} as const satisfies Record<string, string>;
export type FaultCode = keyof typeof FAULTS;

/** Reasons for the fault of a text, where one code has several: the parameters are those of the fault. */
export const REASONS = {
  'tag-here':
    'Line <line:n>, column <column:n>: Only {{variable}} may stand in double braces, not <tag:tag>. Allowed are <allowed:all>.',
  sections: 'Line <line:n>, column <column:n>: Sections are not allowed. Allowed are <allowed:all>.',
  'variable-unknown':
    'Line <line:n>, column <column:n>: There is no variable {{<variable:s>}}. Allowed are <allowed:all>.',
  'variable-meant':
    'Line <line:n>, column <column:n>: There is no variable {{<variable:s>}}. Did you mean {{<meant:s>}}? Allowed are <allowed:all>.',
  'variable-in-easy-text':
    'An easy text is the same for everybody: it takes no {{variables}}. Write the words themselves.',
  'link-touches-variable': 'A variable must not touch a link: put a space between them.',
  'link-scheme': 'A link must begin with https://, not <scheme:s>://.',
  'link-user': 'A link must not have a user name before its host.',
  'link-backslash': 'A link must not hold a backslash, nor a host a percent sign.',
  'link-letters': '"<host:s>" is written with letters that only look like others.',
  'link-apk': 'A link must not lead to an APK: forged election notices do.',
  'link-unreadable': 'This link cannot be read.',
  'link-elsewhere':
    'Links may lead only to <own:all>; not to <host:s>. If this is no link, put a space after the full stop.',
  'take-next-opening':
    '<at:at> <zone:s> in <regions:list> is outside the send window <from:hour>–<to:hour>. Take the next opening, <next:at> <zone:s>.',
  'next-opening-or-leave':
    '<at:at> <zone:s> in <regions:list> is outside the send window <from:hour>–<to:hour>. Take the next opening, <next:at> <zone:s>, or confirm that it leaves the window.',
  'long-subject': 'A subject has at most <limit:n> characters, this one <characters:n>.',
  'long-email': 'An e-mail has at most <limit:n> characters, this one <characters:n>.',
  'long-telegram':
    'With its footer and the longest values it has <characters:n> characters; Telegram takes <limit:n>. Take out <over:n>.',
  'long-sms':
    'With its footer, a name of <name:n> letters and the longest region it has <characters:n> characters of at most <most:n> and takes <segments:n> segments (<encoding:s>, <language:language>); <allowed:n> allowed. Shorten it.',
  'long-sms-override':
    'With its footer, a name of <name:n> letters and the longest region it has <characters:n> characters of at most <most:n> and takes <segments:n> segments (<encoding:s>, <language:language>); <allowed:n> allowed. Shorten it. Or set smsOverride.segments to <segments:n>: Rp<cost:n> a message instead of Rp<now:n>.',
} as const satisfies Record<string, string>;
export type ReasonCode = keyof typeof REASONS;

/** The type of a parameter of each kind. `at` is a wall-clock time, `list` a list of which the first few are named. */
interface Kinds {
  n: number;
  s: string;
  at: string;
  all: readonly string[];
  list: readonly string[];
  quoted: readonly string[];
  channel: string;
  /** Of an import file. */
  column: string;
  channels: readonly string[];
  role: string;
  roles: readonly string[];
  office: string;
  /** Kemendagri code, or a name. */
  region: string;
  /** Of a wall clock: `08:00`. */
  hour: string;
  language: string;
  act: keyof typeof ACTS;
  state: string;
  standing: keyof typeof STANDING;
  tag: string;
  /** Of a text: `{{name}}`. */
  variable: string;
  /** The type of a file; empty: unknown. */
  file: string;
  why: ReasonCode;
}
export type Param = string | number | readonly string[];
export type Params = Record<string, Param>;

type Named<S extends string> = S extends `${string}<${infer Name}:${infer Kind}>${infer Rest}`
  ? { [N in Name]: Kind extends keyof Kinds ? Kinds[Kind] : never } & Named<Rest>
  : unknown;
/** The parameters that a sentence names; a sentence with a reason takes those of the reason as well. */
export type ParamsOf<S extends string> = S extends `${string}<why:why>${string}`
  ? Named<S> & Params
  : Named<S>;
export type ProblemParams<C extends ProblemCode> = ParamsOf<(typeof PROBLEMS)[C][1]>;
export type FaultParams<C extends FaultCode> = ParamsOf<(typeof FAULTS)[C]>;

/** A reason and its parameters, for a fault that takes one. */
export const because = <R extends ReasonCode>(
  why: R,
  ...[params]: unknown extends ParamsOf<(typeof REASONS)[R]> ? [] : [ParamsOf<(typeof REASONS)[R]>]
): Params & { why: ReasonCode } => ({ ...(params as Params), why });

const ACTS = {
  edit: 'edited',
  submit: 'submitted',
  approve: 'approved',
  reject: 'rejected',
  withdraw: 'withdrawn',
  undo: 'undone',
  release: 'released',
  pause: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
  complete: 'completed',
  doubt: 'put in doubt',
  expire: 'expired',
};

const STANDING = {
  draft: 'is a draft',
  in_review: 'is under review',
  approved: 'is approved',
  running: 'is being sent',
  paused: 'is paused',
  completed: 'is completed',
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
  cancelled: 'was cancelled',
  expired: 'has expired',
};

/** Tags of Mustache that are refused, by their sign. */
const TAGS: Record<string, string> = {
  '#': 'a section {{#…}}',
  '^': 'a section {{^…}}',
  '>': 'a partial {{>…}}',
  '&': 'an unescaped value {{{…}}} or {{&…}}',
  '!': 'a comment {{!…}}',
  '=': 'other delimiters {{=…=}}',
};

/** Number of items of a list that are named before "and n more". */
const LISTED = 3;

/** Returns a sentence in English with its parameters inserted. */
export function english(sentence: string, params: Params): string {
  return sentence.replaceAll(/<(\w+):(\w+)>/g, (_, name: string, kind: string) => {
    const value = params[name];
    if (value === undefined) return '–';
    if (kind === 'why') return english(REASONS[value as ReasonCode], params);
    if (kind === 'act') return ACTS[value as keyof typeof ACTS];
    if (kind === 'standing') return STANDING[value as keyof typeof STANDING];
    if (kind === 'tag') return TAGS[String(value)] ?? String(value);
    if (kind === 'file' && value === '') return 'another file';
    if (kind === 'at') return String(value).replace('T', ' ');
    if (typeof value !== 'object') return String(value);
    if (kind === 'quoted') return value.map((one) => `"${one}"`).join(', ');
    return kind === 'list' ? listed(value) : value.join(', ');
  });
}

function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  if (more > 0) return `${names.slice(0, LISTED).join(', ')} and ${more} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('');
}

/** One place where input breaks a rule: a JSON path into the input, what is wrong, and what would be right. */
export interface Fault {
  path: string;
  /** The code of the fault, for a screen with words of its own. */
  code: FaultCode;
  /** The values in the sentence, by name. */
  params: Params;
  /** The sentence in English. */
  message: string;
}

/** Makes a fault. @param path of the place in the input */
export function fault<C extends FaultCode>(
  path: string,
  code: C,
  ...[params]: unknown extends FaultParams<C> ? [] : [FaultParams<C>]
): Fault & { code: C } {
  const given = { ...(params as Params | undefined) };
  return { path, code, params: given, message: english(FAULTS[code], given) };
}

/** Further arguments of `says`: none where zod's check provides the parameters of the code, its bounds. */
type Bare<C extends FaultCode> = unknown extends FaultParams<C> ? [] : [FaultParams<C>];

/** Names the fault of a schema's check by its code, where zod's own issue is too vague. */
export const says = <C extends FaultCode>(
  code: C,
  ...[params]: Bare<C>
): { message: string; params?: Params } => ({ message: code, ...(params && { params: params as Params }) });
