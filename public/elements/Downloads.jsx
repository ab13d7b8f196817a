// The row of download buttons under a drawn map; the files are made on this computer when they are asked for.
export default function Downloads() {
  return (
    <nav className="jd" aria-label={props.title} data-testid="downloads">
      <p>{props.title}</p>
      <ul>{props.formats.map((format) => (
        <li key={format.href}><a href={format.href} download title={format.hint}><strong>{format.name}</strong><small>{format.hint}</small></a></li>))}
      </ul>
    </nav>
  )
}
