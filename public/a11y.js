// What Chainlit's page leaves out: names for its icon buttons, a live region, a heading, the progress line, what a
// language model used, and the button that brings the map back. Nothing here talks to the network; news comes and
// goes as window messages.
(function () {
  "use strict"
  const NARROW = "(max-width: 767px)"
  const NAMES = {
    "new-chat-button": "New map", "upload-button": "Attach survey results", "chat-submit": "Send", "stop-button": "Stop",
    "sidebar-trigger-button": "Your conversations", "user-nav-button": "Account",
  }
  const ICONS = { "arrow-down": "Scroll to the newest message", "arrow-left": "Close the map", x: "Close", search: "Search your conversations", ellipsis: "Options", copy: "Copy" }
  let news = { progress: null, usage: "", map: false, thread: null }

  if (!localStorage.getItem("vite-ui-theme")) localStorage.setItem("vite-ui-theme", "system")
  const tellWidth = () => { document.cookie = `journey_narrow=${matchMedia(NARROW).matches ? 1 : 0}; path=/; SameSite=Strict` }
  tellWidth()
  matchMedia(NARROW).addEventListener("change", tellWidth)

  function make(tag, attributes, text) {
    const node = document.createElement(tag)
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value))
    if (text) node.textContent = text
    return node
  }

  function set(node, name, value) {
    if (node && node.getAttribute(name) !== value) node.setAttribute(name, value)
  }

  function nameButtons() {
    Object.entries(NAMES).forEach(([id, name]) => document.querySelectorAll(`[id="${id}"]`).forEach((button) => set(button, "aria-label", name)))
    document.querySelectorAll("button:not([aria-label])").forEach((button) => {
      const icon = button.querySelector("svg")
      if (!icon || button.textContent.trim()) return
      const known = Object.keys(ICONS).find((name) => icon.classList.contains(`lucide-${name}`))
      if (known) set(button, "aria-label", ICONS[known])
    })
    const box = document.getElementById("chat-input")
    set(box, "aria-label", "Your message")
    set(box, "dir", "auto")
  }

  function nameRegions() {
    const step = document.querySelector(".step")
    const log = step && step.parentElement
    set(log, "role", "log")
    set(log, "aria-live", "polite")
    set(log, "aria-relevant", "additions text")
    set(log, "aria-label", "Conversation")
    const root = document.getElementById("root")
    if (document.querySelector("main")) root.removeAttribute("role")
    else set(root, "role", "main")
    const header = document.getElementById("header")
    if (header && !document.getElementById("journey-heading")) header.prepend(make("h1", { id: "journey-heading", class: "sr-only" }, document.title))
    document.querySelectorAll("#side-view-title button").forEach((button) => set(button, "aria-label", "Close the map"))
    // the list of chats stands outside the window while it is closed; the Tab key should not go there
    document.querySelectorAll(".peer[data-state]").forEach((side) => { side.inert = side.dataset.state === "collapsed" })
  }

  function showStatus() {
    const header = document.getElementById("header")
    if (!header) return
    let status = document.getElementById("journey-status")
    if (!status) {
      status = make("div", { id: "journey-status" })
      const bar = make("div", { id: "journey-progress", role: "progressbar", "aria-label": "Progress of the interview", "aria-valuemin": "0" })
      bar.append(make("span", {}))
      const button = make("button", { id: "journey-map-button", type: "button" }, "Show the map")
      button.addEventListener("click", () => window.postMessage({ journey: "show_map" }, location.origin))
      status.append(bar, make("p", { id: "journey-progress-words" }), button)
      header.append(status)
    }
    const [bar, words, button] = status.children
    const progress = news.progress
    bar.hidden = words.hidden = !progress
    if (progress && words.textContent !== progress.words) {
      set(bar, "aria-valuemax", String(progress.total))
      set(bar, "aria-valuenow", String(progress.known))
      set(bar, "aria-valuetext", progress.words)
      bar.firstChild.style.width = `${(100 * progress.known) / progress.total}%`
      words.textContent = progress.words
    }
    button.hidden = !news.map || Boolean(document.getElementById("side-view-content"))
    status.hidden = bar.hidden && button.hidden
  }

  function showUsage() {
    const below = document.querySelector(".watermark")
    if (!below) return
    let usage = document.getElementById("journey-usage")
    if (!usage || usage.previousElementSibling !== below) {
      if (usage) usage.remove()
      usage = make("p", { id: "journey-usage" })
      below.after(usage)
    }
    usage.hidden = !news.usage
    if (usage.textContent !== news.usage) usage.textContent = news.usage
  }

  function showNewest() {
    const asked = document.querySelectorAll('[data-step-type="user_message"]')
    if (asked.length) asked[asked.length - 1].scrollIntoView({ block: "start" })
  }

  window.addEventListener("message", (event) => {
    if (event.source !== window || !event.data || typeof event.data.journey !== "object") return
    news = { ...news, ...event.data.journey }
    showStatus()
    showUsage()
    if (event.data.journey.resumed) showNewest()
    // Chainlit puts the chat into the address late, by drawing the page anew, and never on a phone
    if (news.thread && location.pathname === "/") history.replaceState(history.state, "", `/thread/${news.thread}`)
  })
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("#side-view-title button")
    if (button) window.postMessage({ journey: "map_closed" }, location.origin)
  }, true)

  const REFUSALS = {
    "File type must be": "This kind of file cannot be used here: CSV, Excel, JSON or text, please.",
    "Too many files": "Three files at a time, please.",
    "File is larger than": "This file is too big: 50 MB at most, please.",
  }
  function wordRefusals() {
    document.querySelectorAll("[data-sonner-toast] [data-title]").forEach((title) => {
      const known = Object.keys(REFUSALS).find((start) => title.textContent.startsWith(start))
      if (known) title.textContent = REFUSALS[known]
    })
  }

  let waiting = false
  function tidy() {
    waiting = false
    nameButtons()
    nameRegions()
    showStatus()
    showUsage()
    wordRefusals()
  }
  new MutationObserver(() => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(tidy)
  }).observe(document.documentElement, { childList: true, subtree: true })
})()
