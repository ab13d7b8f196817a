// Draws a laid-out journey map: a table beside the chat, cards on a phone. All words come with the properties.
import { useEffect, useMemo, useRef, useState } from "react"
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog"

const WIDTH = 204
const HEIGHT = 156

const byNumber = (grid) => Object.fromEntries((grid.footnotes || []).map((note) => [note.number, note]))
const byBadge = (grid) => Object.fromEntries(grid.legend.map((entry) => [entry.badge, entry]))
const isEmpty = (lane) => !lane.cells.some((cell) => (cell.entries || []).length)

/** What the last drawing held, so that a redrawing keeps its place and shows what is new; a finished map starts over. */
function recall(thread, kind) {
  const all = (window.journeyMaps = window.journeyMaps || {})
  const name = `${thread}/${kind}`
  return (all[name] = all[name] || { seen: null, left: 0, top: 0 })
}

function textsOf(grid) {
  const texts = new Set(grid.columns.map((column) => column.name.text))
  grid.lanes.forEach((lane) => lane.cells.forEach((cell, i) => (cell.entries || []).forEach((entry) => texts.add(`${lane.id}/${i}/${entry.text}`))))
  return texts
}

function Badge({ badge, notes, about, more, grid, show }) {
  if (!badge) return null
  const kind = byBadge(grid)[badge]
  return (
    <button type="button" className={`jm-badge jm-${badge}`} title={kind.meaning} aria-haspopup="dialog"
      aria-label={`${kind.word}: ${about}`} onClick={() => show({ badge, notes: notes || [], about, more: more || [] })}>
      <span aria-hidden="true">{kind.sign}</span>
    </button>
  )
}

function Detail({ detail, grid, show }) {
  return (
    <p className="jm-detail">
      {detail.label ? <span className="jm-label">{detail.label}</span> : null} {detail.text}
      <Badge badge={detail.badge} notes={detail.notes} about={detail.text} grid={grid} show={show} />
    </p>
  )
}

function Entry({ entry, grid, show, isNew }) {
  const details = entry.details || []
  const mark = entry.mark || "plain"
  return (
    <div className={`jm-entry jm-mark-${mark}${isNew ? " jm-new" : ""}`}>
      <p className="jm-text">
        <span dir="auto">{entry.text}</span>
        <Badge badge={entry.badge} notes={entry.notes} about={entry.text} more={details.filter((d) => d.in_full)} grid={grid} show={show} />
      </p>
      {entry.mark_words && mark !== "exists" ? <p className="jm-mark">{entry.mark_words}</p> : null}
      {details.filter((d) => !d.in_full).map((d, i) => <Detail key={i} detail={d} grid={grid} show={show} />)}
    </div>
  )
}

function curvePath(points, x, y) {
  return points.map((p, i) => {
    if (!i) return `M${x(p.column)} ${y(p.valence)}`
    const before = points[i - 1], middle = (x(before.column) + x(p.column)) / 2
    return `C${middle} ${y(before.valence)} ${middle} ${y(p.valence)} ${x(p.column)} ${y(p.valence)}`
  }).join(" ")
}

function Curve({ grid, words, width, height, named }) {
  const points = grid.emotions || []
  const n = Math.max(grid.columns.length, 1), pad = named ? 32 : 12
  const x = (column) => ((column + 0.5) * width) / n
  const y = (valence) => height / 2 - ((valence || 0) / 2) * (height / 2 - pad)
  const said = points.map((p) => `${grid.columns[p.column || 0].name.text}: ${p.word}`).join("; ")
  const placed = points.map((p) => ({ ...p, column: p.column || 0, valence: p.valence || 0 }))
  return (
    <svg className="jm-curve" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${words.curve}. ${said}`}>
      {[2, 1, 0, -1, -2].map((v) => <line key={v} x1="0" x2={width} y1={y(v)} y2={y(v)} className={v ? "jm-rule" : "jm-rule jm-zero"} />)}
      <path d={curvePath(placed, x, y)} className="jm-line" />
      {placed.map((p) => (
        <g key={p.column}>
          <circle cx={x(p.column)} cy={y(p.valence)} r={named ? 7 : 5}
            className={`jm-dot ${p.valence < 0 ? "jm-low" : p.valence > 0 ? "jm-high" : "jm-even"}${p.badge === "assumption" ? " jm-open" : ""}`} />
          {named ? <text x={x(p.column)} y={p.valence < 0 ? y(p.valence) + 23 : y(p.valence) - 14} textAnchor="middle" className="jm-word">{p.word}</text> : null}
        </g>
      ))}
      {named ? <g aria-hidden="true"><text x="4" y={y(2) - 6} className="jm-axis">{words.better}</text><text x="4" y={y(-2) + 14} className="jm-axis">{words.worse}</text></g> : null}
    </svg>
  )
}

function Save({ files, words }) {
  return (
    <details className="jm-save">
      <summary>{words.save}</summary>
      <ul>{files.formats.map((format) => <li key={format.href}><a href={format.href} download>{format.name}<small>{format.hint}</small></a></li>)}</ul>
    </details>
  )
}

function Head({ grid, kind, words, show, files }) {
  const head = grid.head, persona = head.persona
  return (
    <header className="jm-head">
      <p className={`jm-kind jm-kind-${kind}`}>{words[kind]}</p>
      {files ? <Save files={files} words={words} /> : null}
      <h2 className="jm-title" dir="auto">{head.title}</h2>
      <p className="jm-persona" dir="auto">
        <strong>{persona.text}</strong><Badge badge={persona.badge} notes={persona.notes} about={persona.text} grid={grid} show={show} />
        {(persona.details || []).map((d, i) => <span key={i}>{d.text}</span>)}
      </p>
      <ul className="jm-legend" aria-label={words.legend}>
        {grid.legend.map((l) => <li key={l.badge} title={l.meaning}><span className={`jm-sign jm-${l.badge}`} aria-hidden="true">{l.sign}</span>{l.word}</li>)}
        <li className="jm-share">{grid.assumed_share || 0} % {words.still}</li>
      </ul>
    </header>
  )
}

function Around({ grid, words, show }) {
  const part = (title, entries) => (entries || []).length ? (
    <section><h3>{title}</h3><ol>{entries.map((e, i) => <li key={i}><Entry entry={e} grid={grid} show={show} /></li>)}</ol></section>
  ) : null
  return (
    <div className="jm-around">
      {part(words.top, grid.top_actions)}
      {(grid.contradictions || []).length ? (
        <section><h3>{words.contradictions}</h3>
          {grid.contradictions.map((c, i) => (
            <dl key={i} className="jm-contrast"><dt>{words.you_say}</dt><dd><Entry entry={c.owner} grid={grid} show={show} /></dd>
              <dt>{words.they_say}</dt><dd><Entry entry={c.customers} grid={grid} show={show} /></dd></dl>))}
        </section>) : null}
      {part(words.to_find_out, grid.assumptions)}
      {part(words.apart, grid.kept_apart)}
    </div>
  )
}

function Side({ grid, words, show, seen, memory }) {
  const scroller = useRef(null)
  const width = grid.columns.length * WIDTH
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTo(memory.left, memory.top)
  }, [])
  const isNew = (lane, i, entry) => Boolean(seen) && !seen.has(`${lane.id}/${i}/${entry.text}`)
  const keep = (event) => { memory.left = event.target.scrollLeft; memory.top = event.target.scrollTop }
  return (
    <div className="jm-scroll" ref={scroller} onScroll={keep} tabIndex={0} role="region" aria-label={words.label}>
      <table className="jm-grid" style={{ width }}>
        <caption className="sr-only">{grid.head.title}</caption>
        <colgroup>{grid.columns.map((c, i) => <col key={i} style={{ width: WIDTH }} />)}</colgroup>
        <thead>
          <tr>{grid.columns.map((c, i) => (
            <th key={i} scope="col" className={c.decides ? "jm-decides" : ""}>
              <span className="jm-stage" dir="auto">{c.name.text}</span>
              <span className="jm-canonical">{c.canonical}{c.decides ? ` · ${words.decides}` : ""}</span>
            </th>))}
          </tr>
        </thead>
        <tbody><tr><td colSpan={grid.columns.length} className="jm-curve-cell"><Curve grid={grid} words={words} width={width} height={HEIGHT} named /></td></tr></tbody>
        {grid.lanes.filter((lane) => !isEmpty(lane)).map((lane) => (
          <tbody key={lane.id} className={`jm-lane jm-lane-${lane.id}`}>
            <tr><th scope="rowgroup" colSpan={grid.columns.length}><span className="jm-lane-title">{lane.title}<small>{lane.hint}</small></span></th></tr>
            <tr>{lane.cells.map((cell, i) => (
              <td key={i}>{(cell.entries || []).length
                ? cell.entries.map((e, k) => <Entry key={k} entry={e} grid={grid} show={show} isNew={isNew(lane, i, e)} />)
                : <span className="jm-none" aria-hidden="true">{words.empty}</span>}</td>))}
            </tr>
          </tbody>))}
      </table>
      <Around grid={grid} words={words} show={show} />
    </div>
  )
}

function Cards({ grid, words, show }) {
  return (
    <div className="jm-stack">
      <Curve grid={grid} words={words} width={360} height={92} />
      {grid.columns.map((column, i) => {
        const feeling = (grid.emotions || [])[i] || {}
        const lanes = grid.lanes.filter((lane) => (lane.cells[i].entries || []).length)
        return (
          <details key={i} className="jm-card" open={column.decides || undefined}>
            <summary><span className="jm-step">{i + 1}</span><span className="jm-stage" dir="auto">{column.name.text}</span>
              <span className={`jm-mood ${(feeling.valence || 0) < 0 ? "jm-low" : (feeling.valence || 0) > 0 ? "jm-high" : "jm-even"}`}>{feeling.word}</span></summary>
            {lanes.map((lane) => (
              <section key={lane.id} className={`jm-lane jm-lane-${lane.id}`}><h4>{lane.title}</h4>
                {lane.cells[i].entries.map((e, k) => <Entry key={k} entry={e} grid={grid} show={show} />)}</section>))}
          </details>)
      })}
      <Around grid={grid} words={words} show={show} />
    </div>
  )
}

function Evidence({ open, close, opener, grid, words }) {
  const notes = byNumber(grid), kinds = byBadge(grid)
  return (
    <Dialog open={Boolean(open)} onOpenChange={(stays) => !stays && close()}>
      {open ? (
        <DialogContent className="jm-evidence" onCloseAutoFocus={(event) => { event.preventDefault(); if (opener.current) opener.current.focus() }}>
          <DialogHeader>
            <DialogTitle>{words.evidence}</DialogTitle>
            <DialogDescription><span className={`jm-sign jm-${open.badge}`} aria-hidden="true">{kinds[open.badge].sign}</span> {words.meanings[open.badge]}</DialogDescription>
          </DialogHeader>
          <div className="jm-evidence-body">
            <p className="jm-about" dir="auto">{open.about}</p>
            {open.more.map((d, i) => <p key={i} className="jm-detail"><span className="jm-label">{d.label}</span> {d.text}</p>)}
            {open.notes.map((number) => notes[number]).filter(Boolean).map((note) => (
              <article key={note.number} className={`jm-note jm-note-${note.badge}`}>
                <h4>{note.title}</h4>
                {note.quote ? <blockquote dir="auto">{note.quote}</blockquote> : null}
                {note.text ? <p className="jm-card-text">{note.text}</p> : null}
                {note.grade ? <p className="jm-detail"><span className="jm-label">{words.grade}</span> {note.grade}</p> : null}
                {(note.cites || []).length ? <p className="jm-detail"><span className="jm-label">{words.cites}</span> {note.cites.join("; ")}</p> : null}
              </article>))}
          </div>
        </DialogContent>) : null}
    </Dialog>
  )
}

export default function JourneyMap() {
  const { grid, kind, layout, words, thread, files } = props
  const [open, setOpen] = useState(null)
  const opener = useRef(null)
  const show = (evidence) => { opener.current = document.activeElement; setOpen(evidence) }
  const memory = useMemo(() => recall(thread, kind), [])
  const seen = useMemo(() => memory.seen, [])
  useEffect(() => { if (layout === "side") memory.seen = textsOf(grid) }, [])
  const Body = layout === "side" ? Side : Cards
  return (
    <section className={`jm jm-as-${layout}`} data-testid="journey-map" data-kind={kind} aria-label={words.label}>
      <Head grid={grid} kind={kind} words={words} show={show} files={files} />
      <Body grid={grid} words={words} show={show} seen={seen} memory={memory} />
      <Evidence open={open} close={() => setOpen(null)} opener={opener} grid={grid} words={words} />
    </section>
  )
}
