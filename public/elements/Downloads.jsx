// The row of download buttons under a drawn map; the files are made on this computer when they are asked for.
export default function Downloads() {
  const link = (format) => (
    <li key={format.href}><a href={format.href} download title={format.hint}><strong>{format.name}</strong><small>{format.hint}</small></a></li>)
  const others = props.formats.filter((format) => !format.everyday)
  return (
    <nav className="jd" aria-label={props.title} data-testid="downloads">
      <p>{props.title}</p>
      <ul>{props.formats.filter((format) => format.everyday).map(link)}</ul>
      {others.length ? <details><summary>{props.more}</summary><ul>{others.map(link)}</ul></details> : null}
    </nav>
  )
}
