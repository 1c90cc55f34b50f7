/// The one sheet. Tokens first: colours, spaces and radii are custom properties, and parts never name a colour of their own.
/// A new page normally needs no new rule; a new part gets its rules once, in `parts`.
enum Stylesheet {
    static let text = """
        /* Relata: calm greys, one accent, colour only where it means something. */
        @layer tokens, base, layout, parts, narrow, print;

        """ + tokens + base + layout + parts + lists + forms + narrow + print

    private static let tokens = """
        @layer tokens {
          :root {
            color-scheme: light dark;
            --canvas: light-dark(#f6f6f4, #131315);
            --surface: light-dark(#fff, #1a1a1d);
            --sunken: light-dark(#f0efec, #222226);
            --hover: light-dark(#faf9f7, #1f1f23);
            --line: light-dark(#e4e3df, #2d2d33);
            --line-strong: light-dark(#cfcdc7, #3d3d45);
            --line-field: light-dark(#8d8b84, #6b6b76);
            --ink: light-dark(#1c1c1e, #ededf0);
            --ink-2: light-dark(#5d5c58, #a5a5ae);
            --ink-3: light-dark(#66655f, #9393a0);
            --accent: light-dark(#2b59c3, #8fb0ff);
            --accent-ink: light-dark(#fff, #10131c);
            --accent-soft: light-dark(#e9effc, #202a42);
            --good: light-dark(#13744a, #62d29b);
            --good-soft: light-dark(#e3f4ea, #16301f);
            --warn: light-dark(#8a5a00, #f0bd5a);
            --warn-soft: light-dark(#fcf1d9, #352a12);
            --bad: light-dark(#b3261e, #ff938a);
            --bad-soft: light-dark(#fce8e6, #3b1a18);
            --s1: 4px; --s2: 8px; --s3: 12px; --s4: 16px; --s5: 24px; --s6: 32px;
            --r1: 6px; --r2: 10px;
            --row: 38px; --text: 13.5px; --small: 12px; --nav: 228px; --bar: 58px;
          }
        }

        """

    private static let base = """
        @layer base {
          *, ::before, ::after { box-sizing: border-box }
          body {
            margin: 0; color: var(--ink); background: var(--canvas);
            font: var(--text)/1.48 Inter, system-ui, "Noto Sans", "DejaVu Sans", sans-serif;
          }
          h1, h2, h3, p, dl, dd, ul, ol, pre { margin: 0; padding: 0 }
          ul, ol { list-style: none }
          h1 { font-size: 20px; line-height: 1.3; letter-spacing: -.011em; font-weight: 600; overflow-wrap: anywhere }
          h2 { font-size: var(--text); font-weight: 600 }
          h3 { font-size: var(--small); font-weight: 400; color: var(--ink-3) }
          b { font-weight: 600 }
          a { color: inherit; text-decoration: none }
          a.link {
            color: var(--accent); text-decoration: underline; text-underline-offset: 2px;
            text-decoration-color: color-mix(in srgb, currentColor 35%, transparent);
          }
          a.link:hover { text-decoration-color: currentColor }
          .num { font-variant-numeric: tabular-nums; text-align: end; white-space: nowrap }
          .muted { color: var(--ink-2) }
          .small { font-size: var(--small) }
          .ico {
            width: 16px; height: 16px; flex: none; vertical-align: -3px;
            stroke: currentColor; stroke-width: 1.75; fill: none;
          }
          :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: var(--r1) }
          main:focus { outline: none }
          .skip {
            position: absolute; inset-inline-start: -999px; z-index: 9; padding: var(--s2) var(--s3); background: var(--surface);
          }
          .skip:focus { inset: var(--s2) auto auto var(--s2) }
        }

        """

    private static let layout = """
        @layer layout {
          .app { display: grid; grid-template-columns: var(--nav) minmax(0, 1fr); min-height: 100dvh }
          .nav {
            position: sticky; top: 0; height: 100dvh; overflow: auto; display: flex; flex-direction: column; gap: 2px;
            padding: var(--s3) var(--s3) 60px; border-inline-end: 1px solid var(--line);
          }
          .brand { display: flex; align-items: center; gap: 9px; font-weight: 600; letter-spacing: -.01em }
          .nav .brand { padding: 4px 8px 12px; color: var(--ink) }
          .mark {
            width: 22px; height: 22px; border-radius: 7px; display: grid; place-items: center; font-size: var(--small);
            background: var(--accent); color: var(--accent-ink);
          }
          .nav a:not(.brand) {
            display: flex; align-items: center; gap: 9px; min-height: 30px; padding: 5px 8px; border-radius: var(--r1);
            color: var(--ink-2);
          }
          .nav a:not(.brand):hover { background: var(--sunken); color: var(--ink) }
          .nav a[aria-current] { background: var(--sunken); color: var(--ink); font-weight: 600 }
          .nav .ico { width: 18px; height: 18px }
          .nav .count { margin-inline-start: auto; font-size: 11.5px; font-weight: 400; color: var(--ink-3) }
          .nav .group { padding: 14px 8px 4px; font-size: var(--small); color: var(--ink-3) }
          .nav .find { margin-bottom: var(--s2) }
          .me {
            position: fixed; inset: auto auto 0 0; width: var(--nav); padding: var(--s3) 20px; display: flex; align-items: center;
            gap: 9px; color: var(--ink-2);
          }
          .me span, .me > a { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
          .me > a { line-height: 24px }
          .me > a:hover { color: var(--ink); text-decoration: underline; text-underline-offset: 2px }
          .me > a[aria-current] { color: var(--ink); font-weight: 600 }
          .me > form { flex: none } .me > form:first-of-type { margin-inline-start: auto }
          .main { min-width: 0; display: flex; flex-direction: column }
          .head {
            position: sticky; top: 0; z-index: 2; display: flex; align-items: center; gap: var(--s3);
            padding: var(--s4) var(--s5) var(--s3); background: var(--canvas);
          }
          .head .crumbs { color: var(--ink-3); font-size: var(--small) }
          .head .push { margin-inline-start: auto; display: flex; gap: var(--s2); align-items: center }
          .body, .two, .three, .stack {
            display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--s4); align-content: start;
          }
          .body { padding: 0 var(--s5) var(--s6) }
          .body > *, .two > *, .three > *, .stack > * { min-width: 0 }
          .two { grid-template-columns: minmax(0, 1fr) 360px; align-items: start }
          .three { grid-template-columns: 272px minmax(0, 1fr) 292px; align-items: start }
          .door { min-height: 100dvh; display: grid; place-items: center; padding: var(--s4) }
          .door > .stack { width: min(360px, 100%) }
          .door .btn { flex: 1; justify-content: center; padding: 8px 12px }
        }

        """

    /// After `parts`, so that a narrow screen has the last word.
    private static let narrow = """
        @layer narrow {
          @media (max-width: 1180px) {
            .three { grid-template-columns: 260px minmax(0, 1fr) }
            .three > :last-child { grid-column: 1 / -1 }
            .two { grid-template-columns: minmax(0, 1fr) }
          }
          @media (max-width: 760px) {
            .app { grid-template: 1fr auto / minmax(0, 1fr); padding-bottom: var(--bar) }
            .nav {
              position: fixed; inset: auto 0 0; height: var(--bar); z-index: 5; flex-direction: row;
              justify-content: space-around; padding: var(--s1); background: var(--surface);
              border: 0; border-top: 1px solid var(--line);
            }
            .nav > :not(.tab) { display: none }
            .nav a.tab { flex: 1; flex-direction: column; gap: 1px; min-width: 0; font-size: 10.5px; padding: 5px 4px }
            .nav a.tab span { max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
            .nav a.tab .count { display: none }
            .me { position: static; width: auto; padding: 0 var(--s4) var(--s4) }
            .three { grid-template-columns: minmax(0, 1fr) }
            .three > :last-child { order: -1 }
            .head { flex-wrap: wrap; position: static }
            .head, .body { padding-inline: var(--s4) }
            .head .push { margin: 0; width: 100%; overflow: auto }
            .chips { flex-wrap: nowrap; overflow: auto }
            .chip, .btn { flex: none }
            .hide-s { display: none }
          }
        }

        """

    private static let print = """
        @layer print {
          @media print {
            .nav, .me, .head .push, .skip, form.search, .filters { display: none }
            .app { display: block }
            .card { break-inside: avoid }
          }
        }

        """
}
