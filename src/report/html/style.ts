/** How a report looks: light and dark, on paper, on a phone. No style stands in an element, so that the page may forbid all others. */
export const STYLE: string = `
:root{color-scheme:light dark;--paper:#fff;--raised:#f6f7f9;--ink:#1a1d21;--dim:#5b636d;--rule:#dde1e6;--accent:#1f6feb;--bar:#7aa7f0;--good:#1a7f37;--care:#8a5a00;--bad:#c21f2b;--carewash:#fff6e0;--badwash:#ffecec;--goodwash:#e6f6ea;--heat:#1f5fd0;--c1:#1f6feb;--c2:#c2410c;--c3:#15803d;--c4:#9333ea;--c5:#0e7490;--c6:#b91c5c;--comment:#5b636d;--text:#0f6b3a;--number:#8a3ffc;--map:#b3261e;--variable:#8a5a00;--keyword:#1f4fb8;--call:#0e6a86;--probe:#6b21a8}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14171b;--raised:#1d2127;--ink:#e6e9ed;--dim:#a0a9b4;--rule:#343b44;--accent:#7db0ff;--bar:#3c68b0;--good:#5fd07f;--care:#f0b84a;--bad:#ff8a8a;--carewash:#33280f;--badwash:#3a1d1f;--goodwash:#16301d;--heat:#6ea6ff;--c1:#6ea6ff;--c2:#fb923c;--c3:#4ade80;--c4:#c99bff;--c5:#3fd0e8;--c6:#ff8fb8;--comment:#a0a9b4;--text:#7fd8a0;--number:#c7a6ff;--map:#ff9d94;--variable:#f0c06a;--keyword:#8fb8ff;--call:#72cfe6;--probe:#d7aeff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:66rem;padding:1.5rem clamp(.9rem,4vw,2.5rem) 3rem;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{margin:.2rem 0 .9rem;font-size:clamp(1.35rem,4.5vw,1.9rem);line-height:1.25;overflow-wrap:anywhere;text-wrap:balance}
h2{margin:2.6rem 0 .8rem;padding-bottom:.3rem;border-bottom:1px solid var(--rule);font-size:1.2rem}
h3{margin:1.4rem 0 .5rem;font-size:1rem}
p,ul,ol,dl{margin:.5rem 0}
code,pre{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
code{overflow-wrap:anywhere}
a{color:var(--accent)}
.eyebrow{margin:0;color:var(--dim);font-size:.9rem;overflow-wrap:anywhere}
.sentence{font-size:1.15rem;overflow-wrap:anywhere}
.sub{color:var(--dim);overflow-wrap:anywhere}
.numbers{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:1rem 0;padding:0;list-style:none}
.numbers b{display:block;font-size:1.15rem;font-weight:600;font-variant-numeric:tabular-nums}
.numbers .bad{color:var(--bad)}
.numbers span{color:var(--dim);font-size:.85rem}
.box{margin:.8rem 0;padding:.6rem .9rem;border-left:4px solid var(--care);border-radius:4px;background:var(--carewash);overflow-wrap:anywhere}
.box.bad{border-color:var(--bad);background:var(--badwash)}
.box h3{margin:0 0 .2rem}
.box ul{margin:.2rem 0;padding-left:1.2rem}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;padding:0;list-style:none;font-size:.92rem}
.dim,.note,.none{color:var(--dim)}
.note{font-size:.9rem}
.chip{display:inline-block;padding:0 .55em;border-radius:1em;font-size:.85em;font-weight:600}
.chip.good{color:var(--good);background:var(--goodwash)}.chip.care{color:var(--care);background:var(--carewash)}.chip.bad{color:var(--bad);background:var(--badwash)}
dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.35rem 1.2rem}
dt{color:var(--dim)}
dd{margin:0;min-width:0;overflow-wrap:anywhere}
dd ul{margin:0;padding-left:1.1rem}dd p{margin:.1rem 0;color:var(--dim)}
.scroll{overflow-x:auto;margin:.6rem 0;border-radius:4px}
.scroll:focus-visible,summary:focus-visible,button:focus-visible,a:focus-visible,input:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
table{border-collapse:collapse;font-size:.93rem;font-variant-numeric:tabular-nums}
table.data{width:100%}
caption{padding:.3rem .6rem .3rem 0;text-align:left;font-weight:600;overflow-wrap:anywhere}
caption .count{color:var(--dim);font-weight:400;white-space:nowrap}
th,td{padding:.28rem .6rem;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{border-bottom:2px solid var(--rule);color:var(--dim);font-weight:600;overflow-wrap:break-word}
tbody th{font-weight:400}
tfoot th,tfoot td{border-bottom:0;color:var(--dim)}
.n{text-align:right;white-space:nowrap;overflow-wrap:normal}
tbody tr:hover{background:var(--raised)}
th button{all:unset;cursor:pointer}th button::after{content:"\\2195";margin-left:.35em;opacity:.45}
th[aria-sort=ascending] button::after{content:"\\2191";opacity:1}th[aria-sort=descending] button::after{content:"\\2193";opacity:1}
.filter{margin:.4rem 0;padding:.3rem .6rem;border:1px solid var(--rule);border-radius:4px;background:var(--paper);color:inherit;font:inherit;font-size:.9rem}
.bar{display:inline-block;width:100%;height:.7em;fill:var(--bar);vertical-align:middle}
td.share{min-width:9.5rem}td.share .bar{width:calc(100% - 4.2em)}td.share span{display:inline-block;width:4.2em}
td.stack{min-width:11rem}.stack ol{margin:0;padding:0;list-style:none;font:.86em/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
.groups>*{min-width:0}
.groups{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,28rem),1fr));gap:1.2rem 2.2rem;align-items:start}
table.histogram{width:100%}table.histogram tbody th{white-space:nowrap}.wide{width:50%;min-width:5rem}
table.histogram th,table.histogram td{padding:.12rem .6rem;border:0}table.histogram thead th{overflow-wrap:anywhere}table.histogram thead th{border-bottom:1px solid var(--rule)}
figure{margin:1.2rem 0 1.8rem}
figcaption{margin-bottom:.4rem;font-weight:600;overflow-wrap:anywhere}
.legend{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;margin:.3rem 0;padding:0;list-style:none;font-size:.9rem}
.legend li{overflow-wrap:anywhere}.legend li::before{content:"";display:inline-block;width:.8em;height:.8em;margin-right:.45em;border-radius:2px;background:currentColor;vertical-align:-.05em}
.s1{--line:var(--c1)}.s2{--line:var(--c2)}.s3{--line:var(--c3)}.s4{--line:var(--c4)}.s5{--line:var(--c5)}.s6{--line:var(--c6)}
.legend li{color:var(--ink)}.legend li::before{background:var(--line)}
.plot{display:grid;grid-template-columns:max-content 1fr;gap:.2rem .6rem;font-size:.8rem;color:var(--dim);font-variant-numeric:tabular-nums}
.plot svg{display:block;width:100%;overflow:visible}
svg.lines{height:11rem}
.y{display:flex;flex-direction:column;justify-content:space-between;text-align:right;line-height:1}
.heat .y{display:grid;grid-auto-rows:1fr;align-items:center}
.x{grid-column:2;display:flex;justify-content:space-between}
.line{fill:none;stroke:var(--line);stroke-width:2;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.grid{fill:none;stroke:var(--rule);stroke-width:1;vector-effect:non-scaling-stroke}
.tiles{background:var(--raised)}.tiles rect{fill:var(--heat)}
pre{overflow-x:auto;padding:.8rem 1rem;border-radius:6px;background:var(--raised);tab-size:4}
pre.program code{overflow-wrap:normal;counter-reset:l}
.program .line{counter-increment:l}
.program .line::before{content:counter(l);display:inline-block;width:2.2em;margin-right:1em;color:var(--dim);text-align:right;user-select:none}
.program .comment{color:var(--comment);font-style:italic}.program .text{color:var(--text)}.program .number{color:var(--number)}.program .map{color:var(--map)}.program .variable{color:var(--variable)}.program .keyword{color:var(--keyword);font-weight:600}.program .call{color:var(--call)}.program .probe{color:var(--probe);font-weight:600}
pre.said,pre.command{white-space:pre-wrap;overflow-wrap:anywhere}
details{margin:.4rem 0}summary{cursor:pointer;color:var(--accent)}
.flame{margin:.6rem 0 1.4rem;border:1px solid var(--rule);border-radius:6px;overflow:hidden}.flame svg{display:block}
.explained{padding:0;list-style:none}.explained>li{margin:.5rem 0;padding-left:.8rem;border-left:3px solid var(--rule)}.explained>.probe{margin-top:1.1rem;border-color:var(--probe)}.explained p{margin:.1rem 0}.explained ul{margin:.1rem 0;padding-left:1.2rem;font-size:.92em;color:var(--dim)}
.d1{margin-left:1rem!important}.d2{margin-left:2rem!important}.d3{margin-left:3rem!important}.d4{margin-left:4rem!important}
.findings>li{margin:.5rem 0;overflow-wrap:anywhere}.findings ul{font-size:.92em}
footer{margin-top:3rem;padding-top:.6rem;border-top:1px solid var(--rule);color:var(--dim);font-size:.88rem}
@media(max-width:40rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}table{font-size:.88rem}th,td{padding:.28rem .4rem}td.share{min-width:5rem}td.share .bar{display:none}td.share span{width:auto}.wide{width:35%;min-width:3rem}table.histogram tbody th{white-space:normal}}
@media print{:root{color-scheme:light;--paper:#fff;--raised:#f6f7f9;--ink:#000;--dim:#444;--rule:#bbb}body{max-width:none;padding:0;font-size:10.5pt}nav,.filter{display:none}th button::after{content:none}.scroll,pre{overflow:visible}pre{white-space:pre-wrap}tr,figure,table.histogram{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}.bar,.tiles rect,.tiles,.box,.chip,pre{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
