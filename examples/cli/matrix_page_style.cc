// The style sheet of the matrix page. Green, grey and orange-red differ in
// lightness too, and each decision has a sign of its own, so that nothing
// depends on telling colours apart.

#include "cli/matrix_page.h"

namespace iameval_cli {

const char kMatrixPageStyle[] = R"css(
:root {
  color-scheme: light dark;
  --page: #fff; --text: #1b1f24; --soft: #57606a; --line: #d4d9df;
  --head: #f4f6f8; --group: #e6ebf1; --focus: #0b57d0;
  --a: #c9ecd8; --a-text: #04512f; --i: #fff; --i-text: #6b7580;
  --e: #b63a12; --e-text: #fff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15181c; --text: #e4e8ec; --soft: #9aa4ae; --line: #353c44;
    --head: #1e2329; --group: #2a313a; --focus: #7cb0ff;
    --a: #134d34; --a-text: #b4f0d0; --i: #15181c; --i-text: #8a949e;
    --e: #e0653a; --e-text: #1a0c06;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; margin: 0; }
body {
  display: flex; background: var(--page); color: var(--text);
  font: 14px/1.45 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
}
main { flex: 1; min-width: 0; display: flex; flex-direction: column; }
header {
  display: flex; flex-wrap: wrap; align-items: baseline; gap: .4rem 1.2rem;
  padding: .8rem 1rem; border-bottom: 1px solid var(--line);
}
h1 { font-size: 1.2rem; margin: 0; }
h1 small { font-weight: normal; color: var(--soft); overflow-wrap: anywhere; }
header p { margin: 0; color: var(--soft); }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; margin: 0;
  padding: 0; list-style: none; }
.legend span { color: var(--soft); }
.sign { display: inline-block; width: 1.5em; text-align: center;
  border: 1px solid var(--line); border-radius: 3px; }
.a { background: var(--a); color: var(--a-text); }
.i { background: var(--i); color: var(--i-text); }
.e { background: var(--e); color: var(--e-text); }
.n { background: var(--head); color: var(--i-text); }
form { flex-basis: 100%; display: flex; flex-wrap: wrap; gap: .5rem 1.2rem;
  align-items: center; }
input, select { font: inherit; color: inherit; background: var(--page);
  border: 1px solid var(--soft); border-radius: 4px; padding: .2rem .4rem; }
input { width: 15rem; }
output { color: var(--soft); }
#scroll { flex: 1; min-height: 0; overflow: auto; padding: 0 1rem 1rem 0; }
table { border-collapse: separate; border-spacing: 0; }
th, td { border: 0 solid var(--line); border-width: 0 1px 1px 0;
  unicode-bidi: isolate; }
thead th, thead td { position: sticky; top: 0; z-index: 2;
  background: var(--head); vertical-align: bottom; font-weight: 600; }
thead th { padding: .5rem .15rem; }
thead th span { writing-mode: vertical-rl; transform: rotate(180deg);
  max-height: 20rem; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; text-align: left; line-height: 1.9rem; }
.flat thead th { padding: .4rem .6rem; text-align: center; }
.flat thead th span { writing-mode: horizontal-tb; transform: none;
  line-height: inherit; }
.corner, tbody th { position: sticky; left: 0; z-index: 1; text-align: left;
  background: var(--head); }
thead .corner { z-index: 3; padding: .4rem 1rem; color: var(--soft);
  font-weight: normal; white-space: nowrap; }
tbody th { padding: .15rem 1rem; font-weight: normal; }
tbody th span { display: block; width: max-content; max-width: 30rem;
  overflow-wrap: anywhere; }
tbody .group th { background: var(--group); padding: .45rem 1rem .35rem;
  font-weight: 600; top: var(--top, auto); z-index: 2; }
tbody .group span { position: sticky; left: 1rem; max-width: 90vw; }
.group small { font-weight: normal; color: var(--soft); }
tbody td { min-width: 2.2rem; height: 1.9rem; text-align: center;
  font-weight: 700; cursor: pointer; scroll-margin: calc(var(--top, 0px) + 3rem)
  1rem 1rem calc(var(--left, 0px) + 1rem); }
tbody td.i, tbody td.n { font-weight: 400; }
tbody td:hover { outline: 2px solid var(--soft); outline-offset: -2px; }
tbody td:focus, td.open { outline: 3px solid var(--focus);
  outline-offset: -3px; }
tr.on > th { text-decoration: underline; }
:is(input, select, button):focus-visible { outline: 2px solid var(--focus);
  outline-offset: 1px; }
aside { width: 29rem; max-width: 50vw; overflow: auto; padding: 1rem;
  border-left: 1px solid var(--line); background: var(--head);
  overflow-wrap: anywhere; }
aside h2 { margin: 0 2.5rem .3rem 0; font-size: 1.1rem; }
aside h3 { margin: 1.1rem 0 .3rem; font-size: .95rem; }
aside p { margin: .3rem 0; }
aside dl { display: grid; grid-template-columns: max-content 1fr;
  gap: .15rem .8rem; margin: .8rem 0; }
aside dt { color: var(--soft); }
aside dd { margin: 0; unicode-bidi: isolate; }
aside ul { margin: 0; padding: 0; list-style: none; }
aside li { margin: .3rem 0; padding: .4rem .6rem; background: var(--page);
  border: 1px solid var(--line); border-radius: 4px; }
aside li p { margin: .2rem 0 0; color: var(--soft); }
code { font: .92em ui-monospace, "DejaVu Sans Mono", monospace; }
button { float: right; font: inherit; color: inherit; cursor: pointer;
  background: var(--page); border: 1px solid var(--soft); border-radius: 4px;
  padding: .1rem .6rem; }
@media (max-width: 60rem) {
  body { flex-direction: column; }
  aside { width: auto; max-width: none; max-height: 55vh;
    border: 0 solid var(--line); border-top-width: 2px; }
}
@media print {
  body, main, #scroll { display: block; height: auto; overflow: visible; }
  form, aside { display: none !important; }
  td, .sign { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)css";

}  // namespace iameval_cli
