/** The style sheet: two columns on wide screens, else one view at a time. */
export const STYLE = `
:root {
  --ink: #1b2330; --soft: #566073; --line: #d9dde5; --paper: #ffffff; --ground: #eef1f6;
  --accent: #9c1c28; --accent-soft: #fbeced; --chat: #dfe9e2;
}
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; color: var(--ink); background: var(--ground); }
a { color: var(--accent); }
:focus-visible { outline: 3px solid #1d5fd1; outline-offset: 2px; }
h1, h2, h3, p, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
.top { background: var(--paper); border-top: 4px solid var(--accent); border-bottom: 1px solid var(--line); padding: 16px 24px; }
.top > div { max-width: 1320px; margin: 0 auto; display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; }
.top h1 { font-size: 22px; line-height: 1.2; }
.top p { color: var(--soft); font-size: 14px; flex: 1 1 300px; }
.top nav a { display: inline-block; padding: 6px 10px; font-size: 14px; }
.stats { max-width: 1320px; margin: 16px auto 0; padding: 0 24px; display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; }
.stats li { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 10px 16px; font-size: 13px; color: var(--soft); }
.stats strong { display: block; font-size: 14px; color: var(--ink); }
.stats span { white-space: nowrap; }
.stats span + span::before { content: '· '; }
.stats b { font-size: 24px; line-height: 1.2; color: var(--ink); font-variant-numeric: tabular-nums; }
.faults { max-width: 1320px; margin: 12px auto 0; padding: 0 24px; font-size: 14px; }
.faults pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 8px 0; }
.faults div { background: #fff6df; border: 1px solid #e3c77c; border-radius: 10px; padding: 8px 16px; }
.tabs { max-width: 1320px; margin: 16px auto 0; padding: 0 24px; display: none; gap: 8px; }
.tabs a { flex: 1; text-align: center; padding: 10px 6px; border-radius: 10px; border: 1px solid var(--line); background: var(--paper); text-decoration: none; font-weight: 600; }
.tabs a[aria-current], .switch a[aria-current] { background: var(--accent); border-color: var(--accent); color: #fff; }
main { max-width: 1320px; margin: 16px auto 32px; padding: 0 24px; display: grid; grid-template-columns: minmax(0, 1fr) 390px; gap: 24px; align-items: start; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; }
.card > header { padding: 14px 18px; border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 10px; align-items: center; justify-content: space-between; }
.card h2 { font-size: 17px; }
form.find { display: flex; gap: 8px; flex: 0 1 340px; }
input { font: inherit; font-size: 15px; min-width: 0; flex: 1; padding: 7px 12px; border: 1px solid #7b8496; border-radius: 8px; background: #fff; color: inherit; }
button { font: inherit; font-size: 15px; font-weight: 600; padding: 7px 14px; border-radius: 8px; border: 1px solid var(--accent); background: var(--accent); color: #fff; cursor: pointer; }
.mail { display: grid; grid-template-columns: 300px minmax(0, 1fr); min-height: 560px; }
.list { border-right: 1px solid var(--line); max-height: 760px; overflow-y: auto; }
.list a { display: block; padding: 11px 16px; border-bottom: 1px solid var(--line); text-decoration: none; color: inherit; }
.list a:hover { background: #f6f8fb; }
.list a[aria-current] { background: var(--accent-soft); box-shadow: inset 4px 0 0 var(--accent); }
.list .row { display: flex; gap: 8px; justify-content: space-between; font-size: 13px; color: var(--soft); }
.list .row span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.list time { white-space: nowrap; }
.list .subject { font-weight: 600; font-size: 15px; line-height: 1.35; overflow-wrap: anywhere; }
.list .snippet { font-size: 13px; color: var(--soft); display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.empty { padding: 40px 24px; text-align: center; color: var(--soft); }
.read { padding: 18px 22px; min-width: 0; }
.read h3 { font-size: 20px; line-height: 1.3; overflow-wrap: anywhere; }
.read dl { margin: 12px 0 16px; display: grid; grid-template-columns: auto 1fr; gap: 2px 14px; font-size: 14px; }
.read dt { color: var(--soft); }
.read dd { overflow-wrap: anywhere; }
.read iframe { width: 100%; height: 420px; border: 1px solid var(--line); border-radius: 8px; background: #fff; }
.read pre, .read details pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, 'SFMono-Regular', 'DejaVu Sans Mono', monospace; background: #f6f8fb; border: 1px solid var(--line); border-radius: 8px; padding: 12px; margin: 8px 0 0; max-height: 420px; overflow-y: auto; }
.read summary { cursor: pointer; padding: 8px 0; font-weight: 600; font-size: 14px; }
.back { display: none; padding: 8px 0; }
.switch { display: flex; gap: 6px; }
.switch a { padding: 5px 12px; border-radius: 8px; border: 1px solid var(--line); text-decoration: none; font-size: 14px; font-weight: 600; }
.who { padding: 12px 18px 0; }
.who .find { margin-bottom: 10px; }
.who h3 { font-size: 13px; color: var(--soft); font-weight: 600; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; padding: 6px 0 14px; }
.chips a { padding: 3px 10px; min-height: 28px; border-radius: 14px; border: 1px solid var(--line); font-size: 13px; text-decoration: none; font-variant-numeric: tabular-nums; }
.chips a[aria-current] { background: var(--accent-soft); border-color: var(--accent); }
.phone { margin: 0 18px 20px; border: 10px solid #1b2330; border-radius: 34px; overflow: hidden; display: flex; flex-direction: column; height: 640px; background: var(--chat); }
.phone.sms { background: #fff; }
.phone > header { background: #fff; border-bottom: 1px solid var(--line); padding: 10px 16px; text-align: center; }
.phone > header strong { display: block; font-size: 15px; line-height: 1.3; }
.phone > header span { font-size: 12px; color: var(--soft); }
.talk { flex: 1; overflow-y: auto; display: flex; flex-direction: column-reverse; } /* begins at its end */
.talk > div { flex: 1 0 auto; padding: 12px; display: flex; flex-direction: column; gap: 10px; }
.bubble { max-width: 88%; align-self: flex-start; }
.bubble.own { align-self: flex-end; }
.bubble .text { background: #fff; border-radius: 14px 14px 14px 4px; padding: 8px 12px; font-size: 15px; line-height: 1.4; white-space: pre-wrap; overflow-wrap: anywhere; }
.sms .bubble .text { background: #e9ecf1; }
.bubble.own .text { background: #cfeac9; border-radius: 14px 14px 4px 14px; }
.bubble .text.gone { font-style: italic; color: var(--soft); }
.bubble small { display: block; font-size: 12px; color: #47505f; padding: 2px 6px; }
.keys { display: grid; gap: 4px; margin-top: 4px; }
.keys > div { display: flex; gap: 4px; }
.keys form { display: flex; flex: 1; }
.keys a, .keys button { flex: 1; text-align: center; padding: 7px 8px; border-radius: 8px; border: 1px solid #7d9687; background: #f5faf6; color: #1d4d31; font-size: 14px; font-weight: 600; text-decoration: none; }
.say { display: flex; gap: 8px; padding: 10px; background: #fff; border-top: 1px solid var(--line); }
@media (max-width: 1000px) {
  main { grid-template-columns: minmax(0, 1fr); padding: 0 16px; margin-top: 12px; }
  .tabs { display: flex; padding: 0 16px; }
  .switch { display: none; }
  .top, .stats, .faults { padding-left: 16px; padding-right: 16px; }
  .view-email .phone-card, .view-telegram .inbox-card, .view-sms .inbox-card { display: none; }
  .mail { grid-template-columns: minmax(0, 1fr); min-height: 0; }
  .list { border-right: 0; max-height: none; }
  .reading .list, .mail:not(.reading) .read { display: none; }
  .back { display: inline-block; }
  .stats { gap: 8px; margin-top: 12px; }
  .stats span { display: block; }
  .stats span + span::before { content: none; }
  .top nav { margin-left: -10px; }
  .stats li { padding: 8px 10px; font-size: 12px; line-height: 1.35; }
  form.find { flex: 1 1 100%; }
  .phone { margin: 0 auto 20px; width: calc(100% - 24px); max-width: 400px; }
}
`;
