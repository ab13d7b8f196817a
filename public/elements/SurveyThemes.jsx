// What a survey says, below the reply: share against severity, the themes as bars, and the answers behind each.
// All words of respondents are plain text; the answers themselves are fetched when a theme is opened.
import { useEffect, useRef, useState } from "react"
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog"

const WIDTH = window.innerWidth < 768 ? 330 : 560
const HEIGHT = 240
const LEFT = 34
const RIGHT = 18
const TOP = 16
const BOTTOM = 34
const percent = (share) => `${Math.round(share)} %`
const range = (theme) => `${Math.round(theme.low)}–${Math.round(theme.high)} %`

/** Dots that would lie on each other are moved apart, to the side. */
function placed(themes, x, y) {
  const taken = []
  return themes.map((theme, i) => {
    let cx = x(theme.share)
    const cy = y(theme.severity)
    while (taken.some((dot) => Math.hypot(dot.cx - cx, dot.cy - cy) < 21)) cx += 11
    taken.push({ cx, cy })
    return { theme, i, cx: Math.min(cx, WIDTH - RIGHT), cy }
  })
}

function Chart({ themes, words, open }) {
  const known = themes.map((theme, i) => ({ ...theme, number: i + 1 })).filter((theme) => theme.severity !== null && theme.severity !== undefined)
  if (known.length < 2) return null
  const most = Math.max(...known.map((theme) => theme.share), 1) * 1.12
  const x = (share) => LEFT + (share / most) * (WIDTH - LEFT - RIGHT)
  const y = (severity) => HEIGHT - BOTTOM - severity * (HEIGHT - TOP - BOTTOM)
  return (
    <svg className="st-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img"
      aria-label={`${words.share}, ${words.severity}. ${known.map((theme) => `${theme.label}: ${percent(theme.share)}, ${theme.severity.toFixed(2)}`).join("; ")}`}>
      {[0, 0.5, 1].map((v) => <line key={v} x1={LEFT} x2={WIDTH - RIGHT} y1={y(v)} y2={y(v)} className="st-rule" />)}
      <text x={LEFT} y={HEIGHT - 8} className="st-axis">{words.share} →</text>
      <text x={WIDTH - RIGHT} y={HEIGHT - 8} textAnchor="end" className="st-axis">{percent(most / 1.12)}</text>
      <text x={12} y={HEIGHT - BOTTOM} className="st-axis" transform={`rotate(-90 12 ${HEIGHT - BOTTOM})`}>{words.severity} →</text>
      {placed(known, x, y).map(({ theme, cx, cy }) => (
        <g key={theme.id} className="st-point" onClick={() => open(theme)}>
          <title>{theme.label}</title>
          <circle cx={cx} cy={cy} r="11" className={theme.estimated ? "st-dot st-guess" : "st-dot"} />
          <text x={cx} y={cy + 4} textAnchor="middle" className="st-number">{theme.number}</text>
        </g>))}
    </svg>
  )
}

function Bars({ title, themes, words, open, most, numbered }) {
  if (!themes.length) return null
  return (
    <section className={`st-part st-${themes[0].kind}`}>
      <h3>{title}</h3>
      <ol>{themes.map((theme, i) => (
        <li key={theme.id}>
          <button type="button" className="st-row" aria-haspopup="dialog" onClick={() => open(theme)} title={words.open}>
            {numbered ? <span className="st-step" aria-hidden="true">{i + 1}</span> : null}
            <span className="st-label" dir="auto">{theme.label}</span>
            <span className="st-count">{theme.count.toLocaleString()} · {percent(theme.share)} <small>({range(theme)})</small></span>
            <span className="st-bar" aria-hidden="true">
              <span className="st-fill" style={{ width: `${(100 * theme.share) / most}%` }} />
              <span className="st-range" style={{ left: `${(100 * theme.low) / most}%`, width: `${(100 * (theme.high - theme.low)) / most}%` }} />
            </span>
            {theme.kind === "pain" && typeof theme.severity === "number"
              ? <small className="st-note">{words.severe} {theme.severity.toFixed(2)}{theme.estimated ? `, ${words.estimated}` : ""}{theme.few ? ` · ${words.few}` : ""}</small>
              : theme.few ? <small className="st-note">{words.few}</small> : null}
          </button>
        </li>))}
      </ol>
    </section>
  )
}

function Answers({ theme, others, close, opener, words, url, turn }) {
  const [found, setFound] = useState({ answers: [], total: 0, next: 0 })
  const [state, setState] = useState("loading")
  const fetchMore = async (from, before) => {
    setState("loading")
    try {
      const answer = await fetch(`${url}?theme=${encodeURIComponent(theme.id)}&from=${from}`, { credentials: "same-origin" })
      if (!answer.ok) throw new Error(String(answer.status))
      const page = await answer.json()
      setFound({ ...page, answers: [...before, ...page.answers] })
      setState("ready")
    } catch {
      setState("failed")
    }
  }
  useEffect(() => { fetchMore(0, []) }, [theme.id])
  const takeOff = (id) => {
    close()
    callAction({ name: "not_about", payload: { theme: theme.id, response: id, turn } })
  }
  const move = (id, to) => {
    close()
    callAction({ name: "about", payload: { theme: theme.id, to, response: id, turn } })
  }
  return (
    <DialogContent className="jm-evidence st-answers" onCloseAutoFocus={(event) => { event.preventDefault(); if (opener.current) opener.current.focus() }}>
      <DialogHeader>
        <DialogTitle dir="auto">{theme.label}</DialogTitle>
        <DialogDescription>{theme.count.toLocaleString()} · {percent(theme.share)}. {words.masked}</DialogDescription>
      </DialogHeader>
      <div className="jm-evidence-body" tabIndex={0} data-testid="survey-answers">
        {found.answers.map((answer) => (
          <article key={answer.id} className="jm-note jm-note-survey">
            <blockquote dir="auto">{answer.text}</blockquote>
            <p className="st-from"><span>{answer.id}</span>
              {theme.kind === "possible" ? null : <button type="button" onClick={() => takeOff(answer.id)}>{words.not_about}</button>}
              <select className="st-move" value="" aria-label={`${words.about} (${answer.id})`} onChange={(event) => move(answer.id, event.target.value)}>
                <option value="" disabled>{words.about}</option>
                {others.map((one) => <option key={one.id} value={one.id}>{one.label}</option>)}
              </select></p>
          </article>))}
        {state === "loading" ? <p role="status">{words.loading}</p> : null}
        {state === "failed" ? <p role="alert">{words.failed}</p> : null}
        {state === "ready" && found.next ? <button type="button" className="st-more" onClick={() => fetchMore(found.next, found.answers)}>{words.more}</button> : null}
      </div>
    </DialogContent>
  )
}

export default function SurveyThemes() {
  const { themes, praise, possible, notes, answers, files, words, turn } = props
  const [theme, setTheme] = useState(null)
  const opener = useRef(null)
  const open = (one) => {
    opener.current = document.activeElement
    window.postMessage({ journey: { theme: one.id } }, location.origin)
    setTheme(one)
  }
  const most = Math.max(1, ...[...themes, ...praise, ...possible].map((one) => one.high))
  return (
    <section className="st" aria-label={words.title} data-testid="survey-themes">
      <Chart themes={themes} words={words} open={open} />
      <Bars title={words.themes} themes={themes} words={words} open={open} most={most} numbered />
      <Bars title={words.praise} themes={praise} words={words} open={open} most={most} />
      <Bars title={words.possible} themes={possible} words={words} open={open} most={most} />
      <details className="st-notes"><summary>{words.notes}</summary><ul>{notes.map((note, i) => <li key={i} dir="auto">{note}</li>)}</ul></details>
      <nav className="st-files" aria-label={words.files}>{files.map((file) => <a key={file.href} href={file.href} download>{file.name}</a>)}</nav>
      <Dialog open={Boolean(theme)} onOpenChange={(stays) => !stays && setTheme(null)}>
        {theme ? <Answers theme={theme} others={[...themes, ...praise].filter((one) => one.id !== theme.id)} close={() => setTheme(null)} opener={opener} words={words} url={answers} turn={turn} /> : null}
      </Dialog>
    </section>
  )
}
