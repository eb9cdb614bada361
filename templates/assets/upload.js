// Makes more of the forms that send documents, to a case or for a paper that was asked for: a list of files with progress, two at a time, that go on after a lost
// connection or a reload (tus 1.0.0). Where no scripts run the form works by itself, and ends on the same receipt.

const LARGEST = 5 << 20, SMALLEST = 512 << 10, AT_ONCE = 2, PATIENCE = 8
const STALLED = 30_000, FINISHING = 180_000

class Lost extends Error {}
class Stopped extends Error {}
/** An answer that says no. */
class Refused extends Error {
  constructor(answer) {
    super(`${answer.status}`)
    this.status = answer.status
    try { this.words = JSON.parse(answer.responseText).detail } catch { this.words = '' }
    this.seconds = Number(answer.getResponseHeader('Retry-After')) || 0
  }
}

/** One request. XMLHttpRequest, because fetch does not tell how much has been sent. */
function ask(method, url, fields = {}, { body = null, signal, sent } = {}) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    let timer
    const wait = time => { clearTimeout(timer); timer = setTimeout(() => call.abort(), time) }
    const end = act => () => { clearTimeout(timer); signal?.removeEventListener('abort', stop); act() }
    const stop = () => call.abort()
    call.open(method, url)
    for (const [name, value] of Object.entries({ 'Tus-Resumable': '1.0.0', Accept: 'application/json', ...fields })) {
      call.setRequestHeader(name, value)
    }
    call.upload.onprogress = event => { wait(STALLED); sent?.(event.loaded) }
    call.upload.onload = () => wait(FINISHING)
    call.onload = end(() => call.status < 300 ? resolve(call) : reject(new Refused(call)))
    call.onerror = end(() => reject(new Lost()))
    call.onabort = end(() => reject(signal?.aborted ? new Stopped() : new Lost()))
    signal?.addEventListener('abort', stop)
    wait(STALLED)
    call.send(body)
  })
}

/** What this browser remembers; a browser that remembers nothing only cannot go on after a reload. */
const memory = {
  get(key) { try { return localStorage.getItem(key) } catch { return null } },
  set(key, value) { try { localStorage.setItem(key, value) } catch { /* full, or not allowed */ } },
  drop(key) { try { localStorage.removeItem(key) } catch { /* not allowed */ } },
  keys() { try { return Object.keys(localStorage) } catch { return [] } },
}

const base64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
const pause = time => new Promise(resolve => setTimeout(resolve, time))
const chunkSize = {
  get value() { return Math.min(LARGEST, Math.max(SMALLEST, Number(memory.get('upload-chunk')) || LARGEST)) },
  halve() { memory.set('upload-chunk', String(this.value / 2)) },
}

class UploadForm {
  constructor(form) {
    this.form = form
    this.where = form.dataset.resumable
    this.paper = form.dataset.paper ?? ''
    this.input = form.querySelector('input[type=file]')
    // Every form on the page is given its own of what stands there once.
    const parts = document.getElementById('upload-parts')
    this.words = parts.dataset
    const part = name => parts.content.querySelector(name).cloneNode(true)
    this.interrupted = part('.interrupted')
    this.list = part('.uploads')
    this.after = part('.after')
    this.status = part('[role=status]')
    this.row = document.getElementById('upload-row')
    form.querySelector('.field').after(this.list)
    form.append(this.status)
    this.files = []
    this.announced = 0
    const language = document.documentElement.lang
    this.percent = new Intl.NumberFormat(language, { style: 'percent' })
    this.units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'].map(unit => new Intl.NumberFormat(language,
      { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits: unit === 'byte' ? 0 : 1 }))
    form.dataset.live = ''
    this.listen()
    this.findInterrupted()
  }

  listen() {
    this.input.addEventListener('change', () => { this.add(this.input.files); this.input.value = '' })
    this.form.addEventListener('submit', event => { event.preventDefault(); this.start() })
    const drop = this.form.querySelector('.drop')
    if (drop) this.takeDropped(drop)
    addEventListener('beforeunload', event => { if (this.isBusy) event.preventDefault() })
    this.list.addEventListener('click', event => {
      const button = event.target.closest('button')
      const file = button && this.files.find(file => file.element.contains(button))
      if (file) button.classList.contains('again') ? this.again(file) : this.cancel(file)
    })
  }

  takeDropped(drop) {
    for (const name of ['dragenter', 'dragover']) drop.addEventListener(name, event => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      drop.dataset.over = ''
    })
    drop.addEventListener('dragleave', event => { if (!drop.contains(event.relatedTarget)) delete drop.dataset.over })
    drop.addEventListener('drop', event => {
      event.preventDefault()
      delete drop.dataset.over
      this.add(event.dataTransfer.files)
    })
  }

  isUnderWay(file) { return ['sending', 'waiting'].includes(file.state) }
  get isBusy() { return this.files.some(this.isUnderWay) }
  get visibility() { return this.form.elements.visibility?.value ?? '' }
  prefix() { return `upload ${this.where}${this.paper && '#' + this.paper} ` }
  key(file) { return `${this.prefix()}${this.visibility} ${file.blob.size} ${file.blob.lastModified} ${file.blob.name}` }

  // ---- the list ----

  add(blobs) {
    for (const blob of blobs) {
      const element = this.row.content.cloneNode(true).firstElementChild
      element.querySelector('bdi').textContent = blob.name
      for (const place of element.querySelectorAll('.of')) place.textContent = blob.name
      element.querySelector('.size').textContent = this.size(blob.size)
      const bar = element.querySelector('progress')
      bar.max = Math.max(1, blob.size)
      bar.ariaLabel = blob.name
      const file = { blob, element, state: 'ready', sent: 0, receipt: null, isKnown: false }
      this.files.push(file)
      this.list.append(element)
      this.show(file, 'ready')
    }
    this.tidy()
  }

  show(file, state, words) {
    file.state = state
    file.element.dataset.state = state
    const place = file.element.querySelector('.state')
    const text = words ?? this.words[state]
    if (place.textContent !== text) place.textContent = text
    file.element.querySelector('.again').hidden = state !== 'failed' || file.isRefused
    const stop = file.element.querySelector('.stop')
    stop.hidden = state === 'done'
    stop.firstChild.textContent = this.isUnderWay(file) ? this.words.cancel : this.words.remove
    const bar = file.element.querySelector('progress')
    bar.hidden = !['sending', 'waiting', 'done'].includes(state)
    bar.value = state === 'done' ? bar.max : file.sent
    if (state === 'failed') this.say(`${file.blob.name}: ${text}`)
  }

  progress(file, sent) {
    file.sent = sent
    const end = sent >= file.blob.size ? this.words.checking : `${this.size(sent)} / ${this.size(file.blob.size)}`
    this.show(file, 'sending', end)
    const all = this.files.filter(file => file.state !== 'failed')
    const quarter = Math.floor(4 * all.reduce((sum, file) => sum + file.sent, 0) / all.reduce((sum, file) => sum + file.blob.size, 1))
    if (quarter > this.announced && quarter < 4) this.say(`${this.words.sending}: ${this.percent.format(quarter / 4)}`)
    this.announced = Math.max(this.announced, quarter)
  }

  size(bytes) {
    const step = bytes < 1000 ? 0 : bytes < 1e6 ? 1 : bytes < 1e9 ? 2 : 3
    return this.units[step].format(bytes / 1000 ** step)
  }

  say(text) { this.status.textContent = text }

  tidy() {
    this.list.hidden = this.files.length === 0
    // Asked for by the browser only while nothing is chosen.
    this.input.required = this.files.length === 0
  }

  async cancel(file) {
    const index = this.files.indexOf(file)
    file.stop?.abort()
    memory.drop(this.key(file))
    if (file.url) {
      try {
        await ask('DELETE', file.url)
      } catch (error) {
        // It had become a document already.
        if (error.status === 409) return this.show(file, 'done')
      }
    }
    this.files.splice(this.files.indexOf(file), 1)
    file.element.remove()
    this.tidy()
    this.say(`${file.blob.name}: ${this.words.removed}`)
    const next = this.files[Math.min(index, this.files.length - 1)]
    ;(next?.element.querySelector('button:not([hidden])') ?? this.input).focus()
    this.pump()
  }

  again(file) {
    this.show(file, 'ready')
    file.element.querySelector('.stop').focus()
    this.start()
  }

  // ---- sending ----

  start() {
    this.announced = 0
    this.batch ??= this.files.map(file => this.remembered(file)?.batch).find(Boolean) ?? `${Date.now()}-${Math.random()}`
    this.isOn = true
    this.pump()
  }

  pump() {
    if (!this.isOn) return
    const busy = this.files.filter(this.isUnderWay).length
    for (const file of this.files.filter(file => file.state === 'ready').slice(0, AT_ONCE - busy)) this.run(file)
    if (!this.isBusy) this.finish()
  }

  async run(file) {
    file.stop = new AbortController()
    this.progress(file, file.sent)
    try {
      await this.send(file)
      memory.drop(this.key(file))
      // The receipt's address says that it is one of long ago.
      this.show(file, 'done', file.receipt?.includes('?again') ? this.words.again : undefined)
    } catch (error) {
      if (error instanceof Stopped) return
      const isOut = error.status === 401
      file.isRefused = [413, 415, 422].includes(error.status)
      // What cannot be taken is not asked for again by itself.
      if ([404, 413, 415, 422].includes(error.status)) { memory.drop(this.key(file)); file.url = null; file.sent = 0 }
      this.show(file, 'failed', isOut ? this.words.signedOut : error.words || this.words.failed)
    }
    this.pump()
  }

  /** Sends until all of it is there, through whatever passes by itself. */
  async send(file) {
    for (let tries = 0; ;) {
      try {
        let offset = await this.offset(file)
        while (offset < file.blob.size) {
          offset = await this.chunk(file, offset)
          tries = 0
        }
        return
      } catch (error) {
        const status = error.status ?? 0
        if (error instanceof Stopped || file.stop.signal.aborted) throw new Stopped()
        if (status === 413 && file.url && chunkSize.value > SMALLEST) { chunkSize.halve(); continue }
        if (status === 404 && file.url && !file.isAnew) { file.isAnew = true; file.url = null; memory.drop(this.key(file)); continue }
        // Where it ends can be asked for; that it may not begin is an answer.
        const passes = error instanceof Lost || status === 409 && file.url || [423, 429, 500, 502, 503, 504].includes(status)
        // A file that was moved or changed meanwhile cannot be read, which looks like a lost connection.
        if (error instanceof Lost) await file.blob.slice(0, 1).arrayBuffer()
        tries += 1
        // A lost connection may stay away for hours; an answer that says no again and again is an answer.
        if (!passes || status && tries > PATIENCE) throw error
        if (status !== 409) {
          this.show(file, 'waiting', status ? this.words.later : this.words.waiting)
          await this.quiet(file, error.seconds || Math.min(15, 2 ** (tries - 1)))
        }
      }
    }
  }

  /** Waits, or until there is a network again, or until it is cancelled. */
  quiet(file, seconds) {
    return Promise.race([
      pause(seconds * 1000),
      new Promise(resolve => addEventListener('online', resolve, { once: true })),
      new Promise(resolve => file.stop.signal.addEventListener('abort', resolve, { once: true })),
    ])
  }

  remembered(file) { try { return JSON.parse(memory.get(this.key(file))) } catch { return null } }

  /** Where the file ends on the server: asked of an upload that there is, or that of a new one. */
  async offset(file) {
    file.url ??= this.remembered(file)?.url ?? null
    const signal = file.stop.signal
    if (file.url) {
      const answer = await ask('HEAD', file.url, {}, { signal })
      file.receipt = answer.getResponseHeader('Content-Location') ?? file.receipt
      return Number(answer.getResponseHeader('Upload-Offset'))
    }
    const said = {
      filename: file.blob.name, batch: this.batch, ...this.visibility && { visibility: this.visibility },
      ...this.paper && { paper: this.paper },
    }
    const answer = await ask('POST', this.where, {
      'Upload-Length': String(file.blob.size),
      'Upload-Metadata': Object.entries(said).map(([key, value]) => `${key} ${base64(value)}`).join(','),
    }, { signal })
    file.url = answer.getResponseHeader('Location')
    memory.set(this.key(file), JSON.stringify({ url: file.url, batch: this.batch }))
    return 0
  }

  async receipt(file) {
    try { return (await ask('HEAD', file.url)).getResponseHeader('Content-Location') } catch { return null }
  }

  async chunk(file, offset) {
    const body = file.blob.slice(offset, offset + chunkSize.value)
    this.progress(file, offset)
    const answer = await ask('PATCH', file.url,
      { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
      { body, signal: file.stop.signal, sent: sent => this.progress(file, Math.min(file.blob.size, offset + sent)) })
    file.receipt = answer.getResponseHeader('Content-Location') ?? file.receipt
    return Number(answer.getResponseHeader('Upload-Offset'))
  }

  /** Nothing is under way any more: on to the receipt when all went well, else a link to it. */
  async finish() {
    this.isOn = false
    const done = this.files.filter(file => file.state === 'done')
    let receipt = done.at(-1)?.receipt
    // What had been received before answers with another receipt, until something new comes beside it.
    if (done.some(file => file.receipt !== receipt)) receipt = await this.receipt(done.at(-1)) ?? receipt
    if (!receipt || this.isBusy) return
    this.batch = null
    if (done.length === this.files.length) {
      this.say(`${this.words.sending}: ${this.percent.format(1)}`)
      return location.assign(receipt)
    }
    this.after.querySelector('a').href = receipt
    this.form.querySelector('.buttons').after(this.after)
    this.say(this.after.textContent)
  }

  /** Names what was begun and not finished in this browser, so that the same files can be chosen again. */
  async findInterrupted() {
    for (const key of memory.keys().filter(key => key.startsWith(this.prefix()))) {
      const name = key.slice(this.prefix().length).split(' ').slice(3).join(' ')
      try {
        const answer = await ask('HEAD', JSON.parse(memory.get(key)).url)
        const [offset, length] = ['Upload-Offset', 'Upload-Length'].map(field => Number(answer.getResponseHeader(field)))
        if (offset >= length) { memory.drop(key); continue }
        const item = document.createElement('li')
        item.append(document.createElement('bdi'), offset ? ` · ${this.percent.format(offset / length)}` : '')
        item.firstChild.textContent = name
        this.interrupted.querySelector('ul').append(item)
        this.form.querySelector('.field').before(this.interrupted)
      } catch (error) {
        if (error.status === 404 || error instanceof SyntaxError || error instanceof TypeError) memory.drop(key)
      }
    }
  }
}

for (const form of document.querySelectorAll('form[data-resumable]')) new UploadForm(form)
