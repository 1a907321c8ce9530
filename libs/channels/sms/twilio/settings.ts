/** What an account at Twilio needs. */
export interface TwilioSettings {
  accountSid: string;
  authToken: string;
  messagingServiceSid: string;
  apiRoot: string;
}
