// The lines of an invoice, added and summed where they are typed: whole numbers only, halves away from zero, once a line and
// once a group of VAT, as the server does it. Without this module the server does both.

const SHAPE = { places: 9, digits: 18, rows: 200 };

/** `30,5` as { digits: 305n, scale: 1 }; null for what is no number. `group` divides thousands in the writer's language. */
export function decimal(raw, group) {
  let text = raw.replace(/[\u061c\u200e\u200f]/g, "").trim();
  const negative = /^[-−]/.test(text);
  if (negative) text = text.slice(1);
  const runs = [""], marks = [];
  for (const letter of text) {
    if (/[0-9]/.test(letter)) runs[runs.length - 1] += letter;
    else if (letter === ".") { marks.push("."); runs.push(""); }
    else if (letter === "," || letter === "٫") { marks.push(","); runs.push(""); }
    else if (/[٬'’ \u00a0\u202f\u2009\u2007]/.test(letter)) { marks.push(" "); runs.push(""); }
    else return null;
  }
  if (runs.length > 1 && runs[0] === "") runs[0] = "0";
  if (runs.some((run) => run === "")) return null;
  const last = marks.length - 1;
  let point = -1;
  if (last >= 0 && marks[last] !== " " && marks.filter((mark) => mark === marks[last]).length === 1) {
    const divides = marks.length === 1 && runs[1].length === 3 && runs[0].length <= 3 && !runs[0].startsWith("0");
    if (!(divides && marks[last] === group)) point = last;
  }
  const wholeRuns = point < 0 ? runs : runs.slice(0, point + 1);
  const wholeMarks = point < 0 ? marks : marks.slice(0, point);
  if (new Set(wholeMarks).size > 1) return null;
  if (wholeMarks.length && (wholeRuns[0].length > 3 || wholeRuns.slice(1).some((run) => run.length !== 3))) return null;
  const fraction = point < 0 ? "" : runs[point + 1];
  const figures = wholeRuns.join("") + fraction;
  if (fraction.length > SHAPE.places || figures.length > SHAPE.digits) return null;
  return { digits: BigInt((negative ? "-" : "") + figures), scale: fraction.length };
}

/** value × 10^-scale as a whole number, halves away from zero. */
export function rounded(value, scale) {
  if (scale <= 0) return value * 10n ** BigInt(-scale);
  const divisor = 10n ** BigInt(scale), half = divisor / 2n;
  return (value >= 0n ? value + half : value - half) / divisor;
}

/** The sums of lines { quantity, price, rate, category } in minor units of a currency with that many digits. */
export function totals(lines, digits) {
  const nets = [], groups = new Map();
  let net = 0n;
  for (const line of lines) {
    const amount = rounded(line.quantity.digits * line.price.digits, line.quantity.scale + line.price.scale - digits);
    let { digits: rate, scale } = line.rate;
    while (scale > 0 && rate % 10n === 0n) { rate /= 10n; scale -= 1; }
    const key = `${line.category} ${rate} ${scale}`;
    const group = groups.get(key) ?? { category: line.category, rate, scale, taxable: 0n };
    group.taxable += amount;
    groups.set(key, group);
    nets.push(amount);
    net += amount;
  }
  const raised = (group) => group.rate * 10n ** BigInt(SHAPE.places - group.scale);
  const taxes = [...groups.values()].sort((a, b) =>
    raised(a) === raised(b) ? (a.category < b.category ? -1 : 1) : raised(a) < raised(b) ? 1 : -1);
  let tax = 0n;
  for (const group of taxes) {
    group.amount = rounded(group.taxable * group.rate, group.scale + 2);
    tax += group.amount;
  }
  return { nets, net, taxes, gross: net + tax };
}

/** A whole number of minor units as decimal text. */
function text(minor, digits) {
  if (digits === 0) return String(minor);
  const figures = String(minor < 0n ? -minor : minor).padStart(digits + 1, "0");
  return `${minor < 0n ? "-" : ""}${figures.slice(0, -digits)}.${figures.slice(-digits)}`;
}

function start(form) {
  const { locale, group, line: lineWord, vat: vatWord } = form.dataset;
  const digits = Number(form.dataset.digits);
  const money = new Intl.NumberFormat(locale, { style: "currency", currency: form.dataset.currency });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 9 });
  const rows = () => [...form.querySelectorAll(".invoice-line")];
  const field = (row, name) => row.querySelector(`[name$=".${name}"]`);
  const value = (row, name) => field(row, name)?.value ?? "";

  function read(row) {
    if (["description", "quantity", "unit", "price"].every((name) => value(row, name).trim() === "")) return null;
    const category = value(row, "category");
    const rate = value(row, "rate").trim() === "" && category !== "S" ? "0" : value(row, "rate");
    const line = {
      quantity: decimal(value(row, "quantity"), group), price: decimal(value(row, "price"), group),
      rate: decimal(rate, group), category,
    };
    return line.quantity && line.price && line.rate ? line : null;
  }

  function label(row, tax) {
    if (tax.category !== "S") return field(row, "category").querySelector(`option[value="${tax.category}"]`).textContent;
    return vatWord.replace("#", percent.format(Number(text(tax.rate, tax.scale)) / 100));
  }

  function sum() {
    const all = rows(), read_ = all.map(read), lines = read_.filter(Boolean);
    const sums = totals(lines, digits), shown = (minor) => money.format(text(minor, digits));
    all.forEach((row, place) => {
      row.querySelector("[data-net]").textContent = read_[place] ? shown(sums.nets[lines.indexOf(read_[place])]) : "";
    });
    const list = form.querySelector("[data-totals]");
    list.querySelectorAll("[data-tax]").forEach((old) => old.remove());
    const due = list.querySelector("dt.due");
    for (const tax of sums.taxes) {
      for (const [kind, content] of [["dt", label(all[0], tax)], ["dd", shown(tax.amount)]]) {
        const made = document.createElement(kind);
        made.dataset.tax = "";
        made.textContent = content;
        due.before(made);
      }
    }
    list.querySelector('[data-sum="net"]').textContent = shown(sums.net);
    list.querySelector('[data-sum="gross"]').textContent = shown(sums.gross);
  }

  function add() {
    const all = rows(), last = all[all.length - 1], old = all.length - 1, next = all.length;
    if (next >= SHAPE.rows) return;
    const row = last.cloneNode(true);
    row.querySelectorAll(".error").forEach((error) => error.remove());
    for (const part of row.querySelectorAll("[id], [for], [name]")) {
      for (const name of ["id", "for"]) {
        if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(`f-lines-${old}-`, `f-lines-${next}-`));
      }
      if (part.name) part.name = part.name.replace(`[${old}]`, `[${next}]`);
      part.removeAttribute("aria-invalid");
      part.removeAttribute("aria-describedby");
      if (part.matches("input") && !part.name.endsWith(".rate")) part.value = "";
    }
    field(row, "rate").value = value(last, "rate");
    field(row, "category").value = value(last, "category");
    row.querySelector("legend").textContent = lineWord.replace("#", next + 1);
    row.querySelector("[data-net]").textContent = "";
    last.after(row);
    field(row, "description").focus();
  }

  form.addEventListener("input", sum);
  form.addEventListener("click", (event) => {
    if (event.target.closest('button[value="rows"]')) { event.preventDefault(); add(); }
  });
  form.querySelector('button[value="sum"]').hidden = true;
  sum();
}

const form = globalThis.document?.querySelector("form[data-invoice]");
if (form) start(form);
