/** The stylesheet of the public pages. Contrast is at least 4.5:1 for text and 3:1 for controls (WCAG 2.2 AA). */
export const STYLESHEET = `
:root { color-scheme: light; --ink: #1b2430; --quiet: #4a5663; --line: #8592a0; --paper: #ffffff; --wash: #f3f5f8;
  --link: #0b4f8a; --good: #14603a; --good-wash: #e8f4ed; --doubt: #7a4a00; --doubt-wash: #fdf3de; --bad: #a11320; --bad-wash: #fdeaec; }
* { box-sizing: border-box; }
body { margin: 0; font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); background: var(--wash); }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--paper); z-index: 1; }
header, main, footer { max-width: 44rem; margin: 0 auto; padding: 1rem; }
.training { margin: 0; padding: .5rem 1rem; border: 2px solid #000; color: #000; font-weight: 700; background: repeating-linear-gradient(-45deg, #ffe066 0 1rem, #fff3bf 1rem 2rem); }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; }
.brand { font-size: 1.375rem; font-weight: 700; color: var(--ink); text-decoration: none; }
.brand, .language, footer a { display: inline-block; padding: .25rem 0; }
.tagline { flex: 1 1 16rem; color: var(--quiet); font-size: .9375rem; }
main { background: var(--paper); border: 1px solid #d5dbe2; border-radius: .75rem; padding: 1.25rem 1rem 1.5rem; }
footer { color: var(--quiet); font-size: .9375rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.1875rem; line-height: 1.3; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .375rem; color: var(--quiet); }
p { margin: 0 0 .75rem; }
.standing { border-left: .375rem solid; border-radius: .375rem; padding: .75rem 1rem; margin: 0 0 1rem; }
.standing p { margin: 0; color: var(--ink); }
.standing p:first-child { font-weight: 700; font-size: 1.125rem; }
.good { border-color: var(--good); background: var(--good-wash); } .good p:first-child { color: var(--good); }
.doubt { border-color: var(--doubt); background: var(--doubt-wash); } .doubt p:first-child { color: var(--doubt); }
.bad { border-color: var(--bad); background: var(--bad-wash); } .bad p:first-child { color: var(--bad); }
.compare { font-weight: 600; }
dl { display: grid; grid-template-columns: 1fr; gap: 0 1rem; margin: 0; }
dt { color: var(--quiet); font-size: .9375rem; }
dd { margin: 0 0 .625rem; overflow-wrap: anywhere; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .9375rem; }
.code { font-size: 1.125rem; letter-spacing: .06em; }
blockquote { margin: 0; padding: .875rem 1rem; background: var(--wash); border: 1px solid #d5dbe2; border-radius: .5rem; overflow-wrap: anywhere; }
blockquote p { margin: 0; }
blockquote .subject { font-weight: 700; margin-bottom: .5rem; }
blockquote + p { margin-top: .75rem; } .hint + blockquote { margin-top: .5rem; }
blockquote .text { white-space: pre-wrap; }
form { margin: 0; }
label { display: block; font-weight: 600; margin-bottom: .25rem; }
input { width: 100%; max-width: 22rem; font: inherit; padding: .625rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--paper); color: var(--ink); }
input[type=radio], input[type=checkbox] { flex: none; width: 1.5rem; height: 1.5rem; margin: .125rem 0 0; accent-color: var(--link); }
.field { margin-bottom: 1rem; }
fieldset { border: 1px solid #d5dbe2; border-radius: .5rem; margin: 1.25rem 0; padding: .5rem 1rem 1rem; min-width: 0; }
legend { font-weight: 600; padding: 0 .375rem; margin-left: -.375rem; }
fieldset > .hint { margin-bottom: .75rem; }
.choice + p { margin-top: 1rem; }
summary { padding: .375rem 0; cursor: pointer; }
.choice { display: flex; flex-wrap: wrap; gap: 0 .75rem; align-items: flex-start; padding: .375rem 0; }
.choice label { flex: 1; font-weight: 400; margin: 0; }
.choice .hint { flex-basis: 100%; margin-left: 2.25rem; }
.ways { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; padding: 0; margin: 0 0 1rem; }
.ways a { display: inline-block; padding: .25rem 0; }
.standing ul { margin: .375rem 0 0; padding-left: 1.25rem; }
.standing li a { display: inline-block; padding: .125rem 0; }
input[aria-invalid=true] { border: 2px solid var(--bad); }
.fault { color: var(--bad); font-weight: 600; margin: .375rem 0 0; }
.hint { color: var(--quiet); font-size: .9375rem; margin: .25rem 0 0; }
textarea { display: block; width: 100%; font: inherit; padding: .625rem .75rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--paper); color: var(--ink); }
textarea[aria-invalid=true] { border: 2px solid var(--bad); }
.standing h1 { margin: 0 0 .375rem; } .good h1 { color: var(--good); } .doubt h1 { color: var(--doubt); } .bad h1 { color: var(--bad); }
.standing h1 + p { font-weight: 400; font-size: 1.0625rem; color: var(--ink); }
ins { background: var(--doubt-wash); color: var(--ink); text-decoration: none; border: 2px solid var(--doubt); border-radius: .25rem; padding: 0 .25rem; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
del { background: var(--bad-wash); color: var(--bad); border-radius: .25rem; padding: 0 .25rem; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
del b { display: inline-block; text-decoration: none; margin-right: .125rem; } ins b { margin-right: .125rem; }
.only-heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.list { list-style: none; padding: 0; margin: 1.5rem 0; }
.list li { border-top: 1px solid #d5dbe2; padding: .875rem 0; overflow-wrap: anywhere; }
.list a { font-weight: 600; display: inline-block; padding: .25rem 0; }
.list p { margin: .125rem 0 0; }
.state { border-left: .375rem solid; padding-left: .625rem; font-weight: 600; background: none; } .state.good { color: var(--good); } .state.doubt { color: var(--doubt); } .state.bad { color: var(--bad); }
.pages { display: flex; flex-wrap: wrap; gap: 0 1.5rem; } .pages a, .apart > a, p.apart a { display: inline-block; padding: .25rem 0; }
audio, video { display: block; width: 100%; max-width: 36rem; margin: .5rem 0; border-radius: .5rem; background: #000; } audio { background: none; }
figure { margin: 1rem 0; overflow-wrap: anywhere; } figcaption { font-weight: 600; }
button, .button { display: inline-block; text-decoration: none; font: inherit; font-weight: 600; padding: .625rem 1.25rem; margin-top: .75rem; min-height: 2.75rem; border: 0; border-radius: .5rem; background: var(--link); color: #fff; cursor: pointer; }
.plain { background: var(--paper); color: var(--link); border: 1px solid var(--link); } .plain:hover { color: #fff; }
button:hover, .button:hover { background: #083c69; }
.acts { list-style: none; padding: 0; margin: 0 0 1rem; } .acts .button { margin-top: .5rem; }
.danger { background: var(--bad); } .danger:hover { background: #7c0c17; }
.records { padding-left: 1.5rem; margin: 0 0 .75rem; } .records li { padding: .25rem 0; overflow-wrap: anywhere; }
.records a { display: inline-block; padding: .125rem 0; }
h3 { overflow-wrap: anywhere; } dd .hint { display: block; }
.apart h2 { margin-top: 0; }
.apart { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid #d5dbe2; }
@media (min-width: 40rem) { main { padding: 2rem; } h1 { font-size: 1.875rem; } dl { grid-template-columns: 11rem 1fr; } dd { margin-bottom: .375rem; } }
@media print { .skip, .language, form { display: none; } body { background: #fff; } main { border: 0; } }
`;
