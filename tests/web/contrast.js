// Returns the texts whose contrast with their ground is below WCAG AA (4.5, or 3 for large text).
() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
  const brush = canvas.getContext("2d", { willReadFrequently: true })
  const rgba = (color) => {
    brush.clearRect(0, 0, 1, 1)
    brush.fillStyle = color
    brush.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] + below[i] * (1 - top[3]))
  const ground = (node) => {
    const layers = []
    for (let at = node; at; at = at.parentElement) layers.unshift(rgba(getComputedStyle(at).backgroundColor))
    return layers.reduce((below, layer) => over(layer, below), [255, 255, 255])
  }
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const opacity = (node) => { let all = 1; for (let at = node; at; at = at.parentElement) all *= Number(getComputedStyle(at).opacity); return all }
  const faint = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement
    if (!walker.currentNode.textContent.trim() || !node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
    if (node.closest("[inert], [aria-hidden=true], svg, script, style, .sr-only, [disabled], noscript")) continue
    const style = getComputedStyle(node), below = ground(node), color = rgba(style.color)
    const shown = over([...color.slice(0, 3), color[3] * opacity(node)], below)
    const [bright, dim] = [light(shown), light(below)].sort((a, b) => b - a)
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    const ratio = (bright + 0.05) / (dim + 0.05)
    if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${walker.currentNode.textContent.trim().slice(0, 40)}`)
  }
  return faint
}
