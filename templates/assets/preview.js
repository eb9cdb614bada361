// Shows the Markdown of one field as others will see it, while it is typed. Without this file a button does the same.
// The server renders it, with what renders the pages; what it answers holds no HTML that somebody typed.
const holder = document.querySelector("[data-preview]");
const area = holder && document.getElementById(holder.dataset.source);
const field = area && area.closest(".field");

if (field) {
  holder.querySelector(".preview")?.remove();
  const section = document.createElement("section");
  section.className = "panel preview";
  section.setAttribute("aria-label", holder.dataset.label);
  const heading = document.createElement("h2");
  heading.textContent = holder.dataset.label;
  const prose = document.createElement("div");
  prose.className = "prose";
  const stale = document.createElement("p");
  stale.className = "hint";
  stale.setAttribute("role", "status");
  section.append(heading, stale, prose);
  section.hidden = true;
  field.after(section);
  holder.querySelector('button[name="do"][value="preview"]')?.remove();

  let request;
  let timer;

  const show = async () => {
    request?.abort();
    if (!area.value.trim()) {
      section.hidden = true;
      return;
    }
    request = new AbortController();
    try {
      const answer = await fetch(holder.dataset.preview, {
        method: "POST",
        body: new URLSearchParams({ text: area.value }),
        signal: request.signal,
      });
      if (!answer.ok || answer.redirected) throw new Error("signed out meanwhile");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      prose.replaceChildren(...page.body.childNodes);
      stale.textContent = "";
    } catch (error) {
      if (error.name === "AbortError") return;
      // What stands there stays; the form itself will let them sign in again, and lose nothing.
      stale.textContent = holder.dataset.stale;
    }
    section.hidden = false;
  };

  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 250);
  });
  show();
}
