extension Stylesheet {
    static let parts = """
        @layer parts {
          .card, .tile, .sum { background: var(--surface); border: 1px solid var(--line); border-radius: var(--r2) }
          .card > header { display: flex; align-items: center; gap: var(--s2); padding: 11px 14px 8px }
          .card > header .fresh { margin-inline-start: auto }
          .card .in { padding: 4px 14px 14px }
          .card .in > .chips { margin-top: var(--s2) }
          .card .in.flush { padding: 0 0 6px }
          .fresh { font-size: 11.5px; color: var(--ink-3); white-space: nowrap }
          .fresh::before {
            content: ""; display: inline-block; width: 6px; height: 6px; border-radius: 50%; margin-inline-end: 5px;
            vertical-align: 1px; background: var(--good);
          }
          .fresh.stale { color: var(--warn) }
          .fresh.stale::before { background: var(--warn) }
          .tag {
            display: inline-flex; align-items: center; gap: 4px; padding: 1px 8px; border-radius: 99px; font-size: var(--small);
            white-space: nowrap; background: var(--sunken); color: var(--ink-2);
          }
          .tag .ico { width: 14px; height: 14px }
          .tag.good { background: var(--good-soft); color: var(--good) }
          .tag.warn { background: var(--warn-soft); color: var(--warn) }
          .tag.bad { background: var(--bad-soft); color: var(--bad) }
          .tag.acc { background: var(--accent-soft); color: var(--accent) }
          .face {
            width: 24px; height: 24px; border-radius: 50%; flex: none; display: inline-grid; place-items: center;
            font-size: 10.5px; font-weight: 600; background: var(--sunken); color: var(--ink-2);
          }
          .who { display: flex; align-items: center; gap: 9px }
          .who a:hover b { text-decoration: underline; text-underline-offset: 2px }
          .chips { display: flex; gap: 6px; flex-wrap: wrap; align-items: center }
          .chip {
            display: inline-flex; align-items: center; gap: 6px; min-height: 26px; padding: 3px 9px; border-radius: 99px;
            border: 1px solid var(--line); background: var(--surface); font-size: 12.5px; white-space: nowrap;
          }
          .chip a { display: inline-grid; place-items: center; width: 24px; height: 24px; margin: -4px -7px -4px -4px }
          a.chip:hover { background: var(--sunken) }
          .chip[aria-current] { border-color: var(--accent); font-weight: 600 }
          .note {
            display: flex; gap: 9px; align-items: flex-start; padding: 9px 12px; border-radius: var(--r1);
            background: var(--sunken); color: var(--ink);
          }
          .note .ico { margin-top: 2px }
          .note.good { background: var(--good-soft); color: var(--good) }
          .note.warn { background: var(--warn-soft); color: var(--warn) }
          .note.bad { background: var(--bad-soft); color: var(--bad) }
          .note.acc { background: var(--accent-soft); color: var(--accent) }
          .empty { padding: var(--s5) var(--s4); display: grid; gap: var(--s2); justify-items: center; text-align: center }
          .code {
            font: 12px/1.55 ui-monospace, "DejaVu Sans Mono", monospace; white-space: pre; overflow: auto; max-height: 420px;
            padding: 10px 12px; background: var(--sunken); border-radius: var(--r1);
          }
          .steps { display: flex; gap: var(--s1) }
          .steps li { flex: 1; padding-top: 7px; border-top: 3px solid var(--line); font-size: var(--small); color: var(--ink-3) }
          .steps li.done { border-color: var(--good); color: var(--ink) }
          .steps li.now { border-color: var(--accent); color: var(--ink); font-weight: 600 }
          .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: var(--s3) }
          .tile { padding: 12px 14px }
          .tile .v {
            font-size: 24px; line-height: 1.25; font-weight: 600; letter-spacing: -.02em; font-variant-numeric: tabular-nums;
          }
          .spark { width: 100%; height: 26px; margin-top: 4px; stroke: var(--accent); fill: none; stroke-width: 1.5 }
          .spark polyline { vector-effect: non-scaling-stroke }
          .sum { display: flex; align-items: center; gap: 4px 10px; flex-wrap: wrap; padding: 12px 16px; font-size: 15px }
          .sum b { font-size: 19px; font-variant-numeric: tabular-nums }
          .sum .op { color: var(--ink-3) }
          .sum .verdict { margin-inline-start: auto }
        }

        """

    static let lists = """
        @layer parts {
          .scroll { overflow: auto }
          .grid { width: 100%; border-collapse: collapse }
          .grid th {
            text-align: start; font-weight: 400; font-size: var(--small); color: var(--ink-2); padding: 7px 12px;
            border-bottom: 1px solid var(--line); white-space: nowrap;
          }
          .grid th.num { text-align: end }
          .grid th a { display: inline-block; min-height: 24px; line-height: 24px }
          .grid th a:hover { color: var(--ink); text-decoration: underline; text-underline-offset: 2px }
          .grid td {
            height: var(--row); padding: 3px 12px; border-bottom: 1px solid var(--line); max-width: 320px; white-space: nowrap;
            overflow: hidden; text-overflow: ellipsis;
          }
          .grid :is(th, td):first-child { padding-inline-start: 14px }
          .grid tr:last-child td { border-bottom: 0 }
          .grid tbody tr:hover { background: var(--hover) }
          .grid tr.selected { background: var(--accent-soft) }
          .card > .in:not(.flush) > .scroll { margin-inline: -14px }
          .facts { display: grid; grid-template-columns: 96px minmax(0, 1fr); gap: 7px 10px }
          .facts.wide { grid-template-columns: minmax(0, 1fr) auto }
          .facts dt { color: var(--ink-3) }
          .facts dd { overflow-wrap: anywhere }
          .tabs { display: flex; gap: 2px; border-bottom: 1px solid var(--line); overflow: auto }
          .tabs a { padding: 7px 11px; color: var(--ink-2); border-bottom: 2px solid transparent; white-space: nowrap }
          .tabs a:focus-visible { outline-offset: -2px }
          .tabs a[aria-current] { color: var(--ink); border-color: var(--accent); font-weight: 600 }
          .timeline .day { padding: 12px 14px 4px }
          .timeline .day::first-letter { text-transform: uppercase }
          .line {
            position: relative; display: grid; grid-template-columns: 28px minmax(0, 1fr) auto; gap: 2px 10px; padding: 9px 14px;
          }
          .line::before {
            content: ""; position: absolute; inset-block: 0; inset-inline-start: 27px; border-inline-start: 1px solid var(--line);
          }
          .line > span { overflow-wrap: anywhere; align-self: center }
          .line .dot {
            position: relative; width: 28px; height: 28px; border-radius: 50%; display: grid; place-items: center;
            background: var(--surface); border: 1px solid var(--line); color: var(--ink-2);
          }
          .line time { color: var(--ink-3); font-size: var(--small); white-space: nowrap; align-self: center }
          .line .why { grid-column: 2 / -1; color: var(--ink-2); font-size: 12.5px }
          .line .quote {
            grid-column: 2 / -1; margin-top: 4px; padding: 8px 11px; border-radius: var(--r1); background: var(--sunken);
            quotes: none;
          }
          .pager { display: flex; justify-content: space-between; gap: var(--s2) }
          .pager [rel=next] { margin-inline-start: auto } .card .in.flush > .pager { padding: 8px 14px 6px }
        }

        """

    static let forms = """
        @layer parts {
          .btn {
            display: inline-flex; align-items: center; gap: 6px; min-height: 32px; padding: 5px 11px; cursor: pointer;
            border: 1px solid var(--line-strong); border-radius: var(--r1); background: var(--surface); color: var(--ink);
            font: inherit; white-space: nowrap;
          }
          .btn:hover { background: var(--sunken) }
          .btn.go { background: var(--accent); border-color: var(--accent); color: var(--accent-ink) }
          .btn.go:hover { filter: brightness(1.06) }
          .btn.bare { border-color: transparent; background: none; color: var(--ink-2) }
          .btn.bare:hover { background: var(--sunken); color: var(--ink) }
          .btn.sq { padding: 5px 7px }
          .field { display: grid; gap: 4px }
          .field :is(input, select, textarea) {
            width: 100%; min-height: 36px; padding: 7px 10px; font: inherit; color: inherit; background: var(--surface);
            border: 1px solid var(--line-field); border-radius: var(--r1);
          }
          .field textarea { font: 12px/1.55 ui-monospace, "DejaVu Sans Mono", monospace; resize: vertical }
          .field [aria-invalid=true] { border-color: var(--bad) }
          .field .err { color: var(--bad); font-size: var(--small) }
          .find {
            display: flex; align-items: center; gap: var(--s2); min-height: 34px; padding: 0 9px; color: var(--ink-3);
            border: 1px solid var(--line-field); border-radius: var(--r1); background: var(--surface);
          }
          .find input {
            flex: 1; min-width: 0; height: 32px; padding: 0; border: 0; background: none; color: var(--ink); font: inherit;
            outline: none;
          }
          .find input::placeholder { color: var(--ink-3); opacity: 1 }
          .find:focus-within { outline: 2px solid var(--accent); outline-offset: 1px }
          .sign .ico { width: 15px; height: 15px; vertical-align: -3px }
          .sign.good { color: var(--good) }
          .filters { padding: 0 14px; border-bottom: 1px solid var(--line) }
          .filters summary {
            display: flex; gap: 6px; align-items: center; min-height: 32px; color: var(--ink-2); font-size: var(--small);
            cursor: pointer;
          }
          .filters summary .ico { width: 15px; height: 15px }
          .filters form { display: flex; flex-wrap: wrap; gap: var(--s2); align-items: end; padding-bottom: 12px }
          .filters .field { flex: 1; min-width: 120px }
          form.search { display: flex; gap: var(--s2) }
          form.search .find { flex: 1; max-width: 480px }
        }

        """
}
