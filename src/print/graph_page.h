#pragma once
// What the page of a drawn graph is made of besides its content: fixed text, so that the page can
// name it by its hash and allow nothing else.

#include <string_view>

namespace cudafit::print {

inline constexpr std::string_view page_style = R"(
:root{color-scheme:light dark;--paper:#fff;--ground:#f5f7f9;--text:#1f2328;--quiet:#59636e;--line:#d5dbe1;--error:#b3261e;--warning:#8a5a00;--hint:#0758b8;--met:#1a7f37;--shade:rgba(31,35,40,.14);--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--paper:#0d1117;--ground:#141a22;--text:#e6edf3;--quiet:#9aa4af;--line:#2c3440;--error:#ff9a92;--warning:#e3b341;--hint:#79b8ff;--met:#4ac26b;--shade:rgba(0,0,0,.5)}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--text);font:14px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;display:grid;grid-template-columns:minmax(0,1fr) 392px;grid-template-rows:auto 1fr auto;min-height:100vh}
header{grid-column:1;padding:18px 24px 16px;border-bottom:1px solid var(--line)}
h1{font-size:20px;line-height:1.3;margin:0}
header p{margin:2px 0 0;color:var(--quiet)}
main{min-width:0;padding:20px 24px}
.build+.build{margin-top:40px;padding-top:28px;border-top:1px solid var(--line)}
h2{font-size:16px;margin:0;overflow-wrap:anywhere}
.sum{margin:2px 0 12px;color:var(--quiet)}
.drawing{overflow-x:auto;border:1px solid var(--line);border-radius:12px}
.drawing svg{display:block;width:100%;min-width:940px;max-width:1500px;height:auto}
.beside{grid-column:2;grid-row:1/4;border-left:1px solid var(--line);position:sticky;top:0;align-self:start;height:100vh;display:flex;flex-direction:column;background:var(--ground)}
.findings{flex:1 1 auto;overflow:auto;padding:20px 20px 8px}
.findings h2,.details h2{font-size:12px;letter-spacing:.08em;text-transform:uppercase;color:var(--quiet);margin:0 0 10px}
.findings h3{font-size:13px;margin:18px 0 8px;overflow-wrap:anywhere}
.findings ol{list-style:none;margin:0;padding:0;display:grid;gap:10px}
.finding{background:var(--paper);border:1px solid var(--line);border-left:4px solid var(--quiet);border-radius:8px;padding:10px 12px;overflow-wrap:anywhere;cursor:default}
.finding.error{border-left-color:var(--error)}
.finding.warning{border-left-color:var(--warning)}
.finding.hint{border-left-color:var(--hint)}
.finding p{margin:0}
.finding .message{margin:3px 0 4px;font-weight:500}
.severity{font-weight:700}
.error>.top>.severity{color:var(--error)}
.warning>.top>.severity{color:var(--warning)}
.hint>.top>.severity{color:var(--hint)}
code,.rule{font-family:var(--mono);font-size:12px;unicode-bidi:isolate;overflow-wrap:anywhere}
.rule,.quiet{color:var(--quiet)}
.notes,.fixes,.why{margin:6px 0 0;padding-left:18px;font-size:13px}
.notes li,.fixes li,.why li{margin-top:3px}
.fixes{list-style:none;padding-left:0}
.fixes li{display:flex;gap:6px;align-items:baseline}
.safety{flex:none;white-space:nowrap;font-size:11px;font-weight:600;border:1px solid var(--line);border-radius:99px;padding:1px 7px;color:var(--quiet)}
cite{font-style:normal;color:var(--quiet)}
cite::before{content:"— "}
.details{flex:none;max-height:48%;overflow:auto;padding:16px 20px 18px;border-top:1px solid var(--line);background:var(--paper);box-shadow:0 -6px 20px var(--shade);overflow-wrap:anywhere}
.details[hidden]{display:none}
.words{margin-top:22px;font-size:13px}
.words h3{font-size:14px;margin:0 0 8px}
.entries{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:10px}
.entry{border:1px solid var(--line);border-radius:8px;padding:10px 12px;overflow-wrap:anywhere}
.entry p,.details p{margin:0}
.entry:target{outline:2px solid var(--hint)}
.unmet-words{color:var(--error);font-weight:600}
.met-words{color:var(--met)}
footer{grid-column:1;padding:12px 24px;border-top:1px solid var(--line);color:var(--quiet);font-size:12px}
a:focus{outline:none}
.graph a{text-decoration:none}
.graph .node,.graph .edge{transition:opacity .12s}
.graph a:hover .card,.graph a:focus .card,.graph .lit .card{stroke:#0969da;stroke-width:2}
.graph a:hover .row,.graph a:focus .row{stroke:#0969da;stroke-width:2}
.graph .lit .line,.graph .lit .tip{stroke-width:2.4}
.graph .edge.lit:not(.needs) .line{stroke:#0969da}
.lighting .graph .node:not(.lit),.lighting .graph .edge:not(.lit){opacity:.3}
.finding:focus,.finding.lit{outline:2px solid var(--hint);outline-offset:1px}
.finding:focus:not(:focus-visible){outline:none}
@media (prefers-reduced-motion:reduce){.graph .node,.graph .edge{transition:none}}
@media (max-width:1100px){body{display:block}.beside{position:static;height:auto;border-left:0;border-top:1px solid var(--line)}.details{position:fixed;left:0;right:0;bottom:0;max-height:40vh}}
@media print{body{display:block}.beside{position:static;height:auto;border:0;background:none}.findings{overflow:visible}.details{display:none}.drawing{border:0;overflow:visible}.drawing svg{min-width:0}.finding,.entry{break-inside:avoid}.entries{display:block}.entry{margin-bottom:8px}}
)";

inline constexpr std::string_view page_script = R"(
"use strict";
(() => {
  const panel = document.getElementById("details");
  const words = document.getElementById("details-words");
  let lit = [];
  const dark = () => {
    for (const part of lit) part.classList.remove("lit");
    lit = [];
    document.body.classList.remove("lighting");
  };
  const light = (part) => {
    dark();
    const names = part.dataset.lit ? part.dataset.lit.split(" ") : [];
    lit = [part, ...names.map((name) => document.getElementById(name))].filter(Boolean);
    for (const other of lit) other.classList.add("lit");
    document.body.classList.add("lighting");
  };
  const show = (part) => {
    light(part);
    const entry = document.getElementById(part.id + "w");
    if (!entry) return;
    words.replaceChildren(...Array.from(entry.childNodes, (node) => node.cloneNode(true)));
    panel.hidden = false;
    panel.scrollTop = 0;
  };
  const partOf = (target) => (target instanceof Element ? target.closest("[data-lit]") : null);
  document.addEventListener("pointerover", (event) => {
    const part = partOf(event.target);
    if (part) show(part);
    else dark();
  });
  document.addEventListener("focusin", (event) => {
    const part = partOf(event.target);
    if (part) show(part);
  });
  document.addEventListener("focusout", dark);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    panel.hidden = true;
    dark();
  });
})();
)";

}  // namespace cudafit::print
